from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

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


def section_texts() -> Any:
    from commitments import commented, suggested
    from commitments.models import Section
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
    )
