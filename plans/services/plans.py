from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.history import save_as
from drafting.services import start_text
from ledger.services import record
from network import roles
from network.choices import PostKind, Role
from network.models import Post, User
from plans.choices import PlanRule
from plans.models import PartnershipAgreement, Plan, Scope, Template
from plans.services.order import assign

# What a calendar program has to hear about.
CALENDAR_FIELDS = {"title", "launch_on", "cut_off"}


@transaction.atomic
def create_plan(
    *,
    slug: str,
    title: str,
    country: str,
    template: Template,
    by: User | None,
    lead_post: Post | None = None,
    at: datetime | None = None,
    **fields: Any,
) -> Plan:
    """A plan whose leads are the lead official's post given and the posts that coordinate its network."""
    plan = Plan(slug=slug, title=title, country=country, template=template, **fields)
    plan.full_clean()
    save_as(plan, by=by, at=at)
    Scope.objects.create(plan=plan)
    PartnershipAgreement.objects.create(plan=plan, text=start_text(by=by, at=at))
    data = {"slug": plan.slug, "template": template.reference, "openness": plan.openness}
    record(verb="plans.create", thing=plan, by=by, at=at, data=data)
    if lead_post:
        roles.grant(Role.LEAD_OFFICIAL, plan, to=lead_post, by=by, at=at)
    for post in Post.objects.filter(kind=PostKind.COORDINATOR, network__isnull=False, network=plan.network):
        roles.grant(Role.COORDINATOR, plan, to=post, by=by, at=at)
    return plan


@transaction.atomic
def edit_plan(plan: Plan, *, by: User | None, reason: str = "", at: datetime | None = None, **values: Any) -> Plan:
    """Change what a plan says of itself. Its rules change by agreement only (`ask_rule_change`)."""
    if locked := set(values) & {*PlanRule.values, "late_openness", "late_from"}:
        raise ValueError(f"changed by both sides only: {sorted(locked)}")
    changed = assign(plan, values)
    if changed:
        tell_calendar(plan, changed)
        save_as(plan, by=by, reason=reason, at=at)
    return plan


def tell_calendar(thing: Any, changed: list[str]) -> None:
    """A subscribed calendar takes a change only with a higher sequence number."""
    if CALENDAR_FIELDS.union({"starts", "ends", "description"}) & set(changed):
        thing.calendar_sequence += 1
        thing.calendar_changed_at = timezone.now()
