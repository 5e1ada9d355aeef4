from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core.history import save_as
from ledger.services import record
from network import roles
from network.choices import Role, Side
from network.models import User
from plans import telling
from plans.choices import PlanRule, RuleChangeState
from plans.models import Plan, RuleChange, rule_as_text, rule_from_text
from plans.services.plans import tell_calendar

OTHER_LEAD = {Side.GOVERNMENT: Role.COORDINATOR, Side.CIVIL_SOCIETY: Role.LEAD_OFFICIAL}


class AlreadyAsked(Exception):
    """A change of this rule is waiting for an answer."""


@transaction.atomic
def ask_rule_change(
    plan: Plan, *, rule: PlanRule, new: Any, reason: str, by: User, at: datetime | None = None
) -> RuleChange:
    """Ask the other side to change a rule. Where the other side has no lead on the plan at all it changes at once.

    A vacant post is not a missing one: its side is asked, and its successor answers. Raises AlreadyAsked.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.rule_changes.filter(rule=rule, state=RuleChangeState.WAITING).exists():
        raise AlreadyAsked(rule)
    side = roles.side_of(by)
    last = plan.rule_changes.aggregate(last=Max("number"))["last"] or 0
    change = RuleChange.objects.create(
        plan=plan,
        number=last + 1,
        rule=rule,
        old=rule_as_text(getattr(plan, rule)),
        new=rule_as_text(new),
        reason=reason,
        asked_by=by,
        asked_side=side or "",
        asked_at=at or timezone.now(),
    )
    record(
        verb="plans.ask_rule_change",
        thing=change,
        by=by,
        reason=reason,
        reason_is_public=True,
        at=at,
        data={"plan": plan.slug, "rule": rule, "old": change.old, "new": change.new},
    )
    other_leads = _other_leads(plan, side)
    if other_leads:
        telling.asked(change, by=by, waits_for=[holder for one in other_leads if (holder := one.post or one.person)])
    else:
        change.state = RuleChangeState.AGREED
        change.answered_at = change.asked_at
        change.save(update_fields=["state", "answered_at"])
        apply_rule_change(change, by=by, at=at)
        telling.changed(change, by=by)
    return change


def apply_rule_change(change: RuleChange, *, by: User, at: datetime | None = None) -> None:
    plan = Plan.objects.select_for_update().get(pk=change.plan_id)
    setattr(plan, change.rule, rule_from_text(change.rule, change.new))
    tell_calendar(plan, [change.rule])
    save_as(plan, by=by, reason=str(change), at=at)


def _other_leads(plan: Plan, side: Side | None) -> list[roles.Holding]:
    return roles.holders(plan, OTHER_LEAD[side]) if side in OTHER_LEAD else []
