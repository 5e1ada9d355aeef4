from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "plans"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Plans")

    def ready(self) -> None:
        from core import navigation
        from drafting import owners
        from ledger import machine, visibility, wording
        from network import handover
        from network.choices import Role
        from notices import followers, scopes
        from plans import agreeing, partnership, rules, telling, workflow  # noqa: F401
        from plans.handover import held_by
        from plans.models import NarrativePart, PartnershipAgreement, Plan, RuleChange, Scope, Template

        navigation.register(_("Plans"), "plans:index", order=10)
        owners.register(narrative_texts())
        owners.register(partnership.text_owner())
        agreeing.register()
        handover.register(str(_("Plans")), held_by)
        visibility.register("plans.Plan", lambda user: Plan.objects.visible_to(user))
        visibility.register("plans.RuleChange", lambda user: RuleChange.objects.all())
        visibility.register("plans.Template", lambda user: Template.objects.all())
        visibility.register("plans.NarrativePart", lambda user: NarrativePart.objects.visible_to(user))
        scopes.register("plans.Plan", None, followable_as=_("Plan"))
        visibility.register("plans.Scope", lambda user: Scope.objects.visible_to(user))
        visibility.register("plans.PartnershipAgreement", lambda user: PartnershipAgreement.objects.visible_to(user))
        scopes.register("plans.NarrativePart", lambda part: part.plan)
        scopes.register("plans.Scope", lambda scope: scope.plan)
        scopes.register("plans.PartnershipAgreement", lambda agreement: agreement.plan)
        scopes.register("plans.RuleChange", lambda change: change.plan)
        followers.register("plans.Plan", followers.holding(Role.LEAD_OFFICIAL, Role.COORDINATOR, Role.DRAFTER))
        telling.register_kinds()
        machine.register_follower("plans.RuleChange", telling.answered)
        for verb, label in {
            "plans.create": _("Started the plan"),
            "plans.ask_rule_change": _("Asked to change a rule"),
            "plans.withhold_part": _("Withheld a part from the plan"),
            "plans.give_part_back": _("Gave a part back to the plan"),
            "plans.plan_backwards": _("Planned the timetable backwards from the launch"),
            "plans.new_template_version": _("Made a new version of a template"),
        }.items():
            wording.register(verb, label)


def narrative_texts() -> Any:
    from drafting.owners import TextOwner
    from plans import commented, suggested
    from plans.models import NarrativePart

    return TextOwner(
        model="plans.NarrativePart",
        accessor="narrative_part",
        visible_to=lambda user: NarrativePart.objects.visible_to(user),
        edit_permission="plans.edit_part",
        title=str,
        address=NarrativePart.get_absolute_url,
        guidance=lambda part: part.guidance,
        word_limit=lambda part: part.word_limit,
        edit_address=NarrativePart.get_edit_url,
        suggest_permission="plans.suggest_part",
        decide_permission="plans.edit_part",
        suggestion_address=suggested.address,
        deciders=suggested.deciders,
        decided_by=suggested.decided_by,
        comment_permission="plans.comment_part",
        thread_address=commented.address,
        readers=commented.readers,
        related=("plan",),
    )
