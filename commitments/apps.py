from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from plans.links import Link

WORDS = {
    "commitments.propose": _("Propose a commitment"),
    "commitments.add_ask": _("Put an ask into the annex"),
    "commitments.edit_ask": _("Edit an ask"),
}


class CommitmentsConfig(AppConfig):
    name = "commitments"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Commitments")

    def ready(self) -> None:
        from commitments import canonical, handover, rules, workflow  # noqa: F401
        from commitments.models import Ask, Commitment
        from drafting import editions, owners
        from ledger import visibility, wording
        from network import handover as network_handover
        from network import mentions
        from notices import followers, scopes
        from plans import links

        links.register("commitments", links_of)
        owners.register(section_texts())
        editions.register(
            Commitment, canonical=canonical.content, visible_to=lambda user: Commitment.objects.visible_to(user)
        )
        visibility.register("commitments.Commitment", lambda user: Commitment.objects.visible_to(user))
        visibility.register("commitments.Ask", lambda user: Ask.objects.visible_to(user))
        scopes.register("commitments.Commitment", lambda commitment: commitment.plan, followable_as=_("Commitment"))
        scopes.register("commitments.Section", lambda section: section.commitment)
        scopes.register("commitments.Ask", lambda ask: ask.plan)
        followers.register("commitments.Commitment", followers.holding())
        network_handover.register(str(_("Commitments")), handover.items)
        mentions.register("commitments", _("Commitments"), handover.taken_part_in)
        for verb, label in WORDS.items():
            wording.register(verb, label)


def links_of(plan: Any, user: Any) -> "Iterable[Link]":
    """From a plan's own page to its commitments, and for those who lead it to the board."""
    from network import roles
    from plans.links import Link

    if user.has_perm("plans.see_drafts", plan):
        yield Link(_("All commitments"), reverse("commitments:index", args=[plan.slug]))
        yield Link(_("Annex: asks of civil society"), reverse("commitments:asks", args=[plan.slug]))
    if user.has_perm("plans.see_drafts", plan) or roles.is_member(user) or roles.is_official(user):
        yield Link(_("Working groups"), reverse("commitments:groups", args=[plan.slug]))
    if user.has_perm("commitments.see_board", plan):
        yield Link(_("Board"), reverse("commitments:board", args=[plan.slug]))
    if user.has_perm("commitments.propose", plan):
        yield Link(_("Propose a commitment"), reverse("commitments:propose", args=[plan.slug]))


def section_texts() -> Any:
    from commitments import commented, suggested
    from commitments.models import Section
    from commitments.services.commitments import hold_open
    from drafting.owners import TextOwner

    return TextOwner(
        model="commitments.Section",
        accessor="section",
        visible_to=lambda user: Section.objects.visible_to(user),
        edit_permission="commitments.edit_section",
        title=str,
        address=Section.get_absolute_url,
        guidance=lambda section: section.template_section.guidance,
        word_limit=lambda section: section.template_section.word_limit,
        edit_address=Section.get_edit_url,
        suggest_permission="commitments.suggest",
        decide_permission="commitments.decide_suggestion",
        suggestion_address=suggested.address,
        deciders=suggested.deciders,
        after_refusal=suggested.after_refusal,
        comment_permission="commitments.comment",
        thread_address=commented.address,
        readers=commented.readers,
        related=("commitment__plan", "template_section"),
        hold=hold_open,
    )
