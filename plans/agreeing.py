"""How the sides agree to a plan's own texts: what drafting asks about a narrative part."""

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
from plans.models import NarrativePart, Plan
from plans.rules import LEADS


def register() -> None:
    editions.register(
        NarrativePart, canonical=canonical.part_content, visible_to=lambda user: NarrativePart.objects.visible_to(user)
    )
    agreement.register(parts())


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


def parts_led_by(user: Any) -> QuerySet[NarrativePart]:
    """Twin of the rule `plans.agree_part`, for narrative parts."""
    plans = roles.things(user, Plan, LEADS)
    return NarrativePart.objects.filter(plan__in=plans.values("pk"), owner__in=[Owner.BOTH, roles.side_of(user) or ""])


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
