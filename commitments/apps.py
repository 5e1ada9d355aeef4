from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from plans.links import Link

WORDS = {
    "commitments.propose": _("Proposed"),
    "commitments.add_ask": _("Put an ask into the annex"),
    "commitments.edit_ask": _("Edited an ask"),
    "commitments.propose_correction": _("Proposed an editorial correction"),
    "commitments.ask_late_change": _("Asked for a change after the cut-off"),
}


class CommitmentsConfig(AppConfig):
    name = "commitments"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Commitments")

    def ready(self) -> None:
        from commitments import handover, rules, workflow  # noqa: F401
        from ledger import wording
        from network import handover as network_handover
        from network import mentions
        from notices import followers
        from plans import links

        links.register("commitments", links_of)
        register_texts()
        register_agreement()
        register_late_changes()
        register_places()
        followers.register("commitments.Commitment", followers.holding())
        register_telling()
        network_handover.register(str(_("Commitments")), handover.items)
        mentions.register("commitments", _("Commitments"), handover.taken_part_in)
        for verb, label in WORDS.items():
            wording.register(verb, label)


def register_texts() -> None:
    from commitments import canonical
    from commitments.models import Commitment
    from drafting import editions, owners

    owners.register(section_texts())
    editions.register(
        Commitment, canonical=canonical.content, visible_to=lambda user: Commitment.objects.visible_to(user)
    )


def register_agreement() -> None:
    from commitments import agreeing, corrections, panels, steps
    from commitments.models import Commitment
    from drafting import agreement
    from drafting import corrections as drafting_corrections

    agreement.register(agreeing.agreeable())
    drafting_corrections.register(Commitment, objected=corrections.objected)
    steps.register("agreement", agreeing.steps)
    panels.register("agreement", 5, agreeing.panel)
    panels.register("corrections", 20, agreeing.corrections_panel)


def register_late_changes() -> None:
    from commitments import late_changes
    from notices import kinds

    leads = _("you lead the plan for your side")
    kinds.register(late_changes.ASKED, _("Consent is asked to a change after the cut-off"), leads)
    kinds.register(late_changes.ANSWERED, _("A change after the cut-off was answered"), leads, asks_decision=False)


def register_places() -> None:
    """Who may see the acts on each kind of thing, and to which larger thing it belongs."""
    from commitments.models import Ask, Commitment, GroupRequest, LateChange, ProposedCorrection, WorkingGroup
    from ledger import visibility
    from notices import scopes

    visibility.register("commitments.Commitment", lambda user: Commitment.objects.visible_to(user))
    visibility.register(
        "commitments.ProposedCorrection",
        lambda user: ProposedCorrection.objects.filter(commitment__in=Commitment.objects.visible_to(user)),
    )
    visibility.register("commitments.LateChange", lambda user: LateChange.objects.all())
    visibility.register("commitments.Ask", lambda user: Ask.objects.visible_to(user))
    visibility.register("commitments.WorkingGroup", lambda user: WorkingGroup.objects.visible_to(user))
    visibility.register("commitments.GroupRequest", lambda user: GroupRequest.objects.visible_to(user))
    scopes.register("commitments.Commitment", lambda commitment: commitment.plan, followable_as=_("Commitment"))
    scopes.register("commitments.ProposedCorrection", lambda proposed: proposed.commitment)
    scopes.register("commitments.Section", lambda section: section.commitment)
    scopes.register("commitments.LateChange", lambda change: change.plan)
    scopes.register("commitments.Ask", lambda ask: ask.plan)
    scopes.register("commitments.WorkingGroup", lambda group: group.commitment)
    scopes.register("commitments.GroupRequest", lambda request: request.commitment)


def register_telling() -> None:
    from commitments import agreeing, telling
    from commitments.choices import State
    from ledger import machine

    telling.register_kinds()
    telling.register_waiting(State.PROPOSED, telling.other_lead)
    telling.register_waiting(State.AGREED, agreeing.waits_to_be_sent)
    machine.register_follower("commitments.Commitment", telling.moved)


def links_of(plan: Any, user: Any) -> "Iterable[Link]":
    """From a plan's own page to its commitments, and for those who lead it to the board."""
    from commitments import late_changes
    from network import roles
    from plans.links import Link

    if user.has_perm("plans.see_drafts", plan):
        yield Link(_("All commitments"), reverse("commitments:index", args=[plan.slug]))
        yield Link(_("Annex: asks of civil society"), reverse("commitments:asks", args=[plan.slug]))
    if user.has_perm("plans.see_drafts", plan) or roles.is_member(user) or roles.is_official(user):
        yield Link(_("Working groups"), reverse("commitments:groups", args=[plan.slug]))
    if user.has_perm("commitments.see_board", plan):
        yield Link(_("Board"), reverse("commitments:board", args=[plan.slug]))
    if plan.is_past_cut_off():
        count = late_changes.count(plan)
        words = ngettext("%(count)d change after the cut-off", "%(count)d changes after the cut-off", count)
        yield Link(words % {"count": count}, reverse("commitments:late_changes", args=[plan.slug]))
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
        decided_by=suggested.decided_by,
        after_refusal=suggested.after_refusal,
        comment_permission="commitments.comment",
        thread_address=commented.address,
        readers=commented.readers,
        related=("commitment__plan", "template_section"),
        hold=hold_open,
    )
