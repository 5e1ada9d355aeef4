"""The leads of a plan's two sides: whom an act waits for, and from which post they sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from network import acting, roles
from network.choices import Role, Side

if TYPE_CHECKING:
    from django.db.models import Model

    from network.models import Post, Tenure, User
    from plans.models import Plan

ROLES = {Side.GOVERNMENT: Role.LEAD_OFFICIAL, Side.CIVIL_SOCIETY: Role.COORDINATOR}


def of(plan: Plan, *sides: str) -> list[Post | User]:
    """The posts (or people) that lead the plan for these sides."""
    found = [holding for side in sides if side in ROLES for holding in roles.holders(plan, ROLES[Side(side)])]
    return [holder for holding in found if (holder := holding.post or holding.person)]


def seat(user: Any, *things: Model) -> Tenure | None:
    """The tenure in the post by which this person leads one of the things (the plan, a commitment of it)."""
    return acting.seat_of(user, ROLES.values(), *things)
