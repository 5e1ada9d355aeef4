"""What drafting asks about suggestions on a narrative part: where they are and who decides."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from network import roles
from network.choices import Role, Side
from network.models import Post, User
from plans.choices import Owner
from plans.models import NarrativePart, Plan

LEADS = {Side.GOVERNMENT: Role.LEAD_OFFICIAL, Side.CIVIL_SOCIETY: Role.COORDINATOR}


def address(part: NarrativePart, number: int) -> str:
    return reverse("plans:part_suggestion", args=[part.plan.slug, part.slug, number])


def deciders(part: NarrativePart) -> list[Post | User]:
    """The leads of the sides that own the part."""
    wanted = [role for side, role in LEADS.items() if part.owner in (Owner.BOTH, side)]
    holdings = [holding for role in wanted for holding in roles.holders(part.plan, role)]
    recipients = [holding.post or holding.person for holding in holdings]
    return [one for one in recipients if one is not None]


def decided_by(user: Any) -> QuerySet[NarrativePart]:
    """Twin of `deciders` for one person."""
    parts = Q(pk__in=[])
    for side, role in LEADS.items():
        led = roles.things(user, Plan, role)
        parts |= Q(plan__in=led.values("pk"), owner__in=(Owner.BOTH, side))
    return NarrativePart.objects.filter(parts)
