"""How the sides agree to a plan's own texts: what drafting asks about a narrative part, the partnership agreement and
the plan's scope."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from drafting import agreement, editions, strength
from drafting.agreement import BOTH, Agreeable
from network import roles
from network.choices import Side
from plans import canonical, leads, shown
from plans.choices import Owner
from plans.models import NarrativePart, PartnershipAgreement, Plan, Scope
from plans.rules import LEADS


def register() -> None:
    editions.register(
        NarrativePart, canonical=canonical.part_content, visible_to=lambda user: NarrativePart.objects.visible_to(user)
    )
    editions.register(
        PartnershipAgreement,
        canonical=canonical.partnership_content,
        visible_to=lambda user: PartnershipAgreement.objects.visible_to(user),
    )
    editions.register(Scope, canonical=canonical.scope_content, visible_to=lambda user: Scope.objects.visible_to(user))
    for agreeable in (parts(), partnership(), scope()):
        agreement.register(agreeable)


def parts() -> Agreeable:
    def at(name: str) -> Any:
        return lambda part, *numbers: reverse(f"plans:{name}", args=[part.plan.slug, part.slug, *numbers])

    return Agreeable(
        model=NarrativePart,
        permission="plans.agree_part",
        led_by=parts_led_by,
        sides=sides_of,
        address=NarrativePart.get_absolute_url,
        agree_address=at("agree_part"),
        send_back_address=at("send_part_back"),
        edition_address=at("part_edition"),
        compare_address=at("compare_part_editions"),
        signatures_address=at("part_signatures"),
        parts=shown.part_passages,
        weaker=weaker,
        seat=seat,
        leads=leads_for,
        objections=nothing_written,
        whole=lambda found: found.select_related("plan", "text__latest"),
    )


def partnership() -> Agreeable:
    return Agreeable(
        model=PartnershipAgreement,
        permission="plans.agree_part",
        led_by=lambda user: PartnershipAgreement.objects.filter(plan__in=_led_plans(user)),
        sides=sides_of,
        address=PartnershipAgreement.get_absolute_url,
        agree_address=_of_plan("agree_partnership"),
        send_back_address=_of_plan("send_partnership_back"),
        edition_address=_of_plan("partnership_edition"),
        compare_address=_of_plan("compare_partnership_editions"),
        signatures_address=_of_plan("partnership_signatures"),
        parts=shown.partnership_passages,
        weaker=weaker,
        seat=seat,
        leads=leads_for,
        objections=nothing_written,
        whole=lambda found: found.select_related("plan", "text__latest"),
    )


def scope() -> Agreeable:
    return Agreeable(
        model=Scope,
        permission="plans.agree_part",
        led_by=lambda user: Scope.objects.filter(plan__in=_led_plans(user)),
        sides=sides_of,
        address=Scope.get_absolute_url,
        agree_address=_of_plan("agree_scope"),
        send_back_address=_of_plan("send_scope_back"),
        edition_address=_of_plan("scope_edition"),
        compare_address=_of_plan("compare_scope_editions"),
        signatures_address=_of_plan("scope_signatures"),
        parts=shown.scope_passages,
        seat=seat,
        leads=leads_for,
        objections=not_planned,
        whole=lambda found: found.select_related("plan__partnership_agreement").prefetch_related(
            "plan__themes", "plan__stages"
        ),
    )


def _of_plan(name: str) -> Any:
    return lambda thing, *numbers: reverse(f"plans:{name}", args=[thing.plan.slug, *numbers])


def _led_plans(user: Any) -> Any:
    """Twin of the rule `plans.agree_part`, for what belongs to both sides."""
    return roles.things(user, Plan, LEADS).values("pk")


def parts_led_by(user: Any) -> QuerySet[NarrativePart]:
    """Twin of the rule `plans.agree_part`, for narrative parts."""
    owners = [Owner.BOTH, roles.side_of(user) or ""]
    return NarrativePart.objects.filter(plan__in=_led_plans(user), owner__in=owners)


def sides_of(thing: Any) -> tuple[Side, ...]:
    """A part is agreed by the side that owns it, what belongs to both by both."""
    return BOTH if thing.owner == Owner.BOTH else (Side(thing.owner),)


def seat(thing: Any, user: Any) -> Any:
    return leads.seat(user, thing.plan)


def leads_for(thing: Any, side: Side) -> Any:
    return leads.of(thing.plan, side)


def weaker(old: dict[str, Any], new: dict[str, Any]) -> Any:
    return strength.weaker(old["body"], new["body"])


def nothing_written(thing: Any) -> list[str]:
    return [] if thing.text.body.strip() else [_("Nothing is written in it yet.")]


def not_planned(thing: Scope) -> list[str]:
    """A scope says at least what the plan is about and when it is made."""
    found = []
    if not thing.plan.themes.all():
        found.append(_("The plan has no theme yet."))
    if not thing.plan.stages.all():
        found.append(_("The plan has no timetable yet."))
    return found
