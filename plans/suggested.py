"""What drafting asks about suggestions on a narrative part: where they are and who decides."""

from __future__ import annotations

from django.urls import reverse

from network import roles
from network.choices import Role, Side
from network.models import Post, User
from plans.choices import Owner
from plans.models import NarrativePart


def address(part: NarrativePart, number: int) -> str:
    return reverse("plans:part_suggestion", args=[part.plan.slug, part.slug, number])


def deciders(part: NarrativePart) -> list[Post | User]:
    """The leads of the sides that own the part."""
    leads = {Side.GOVERNMENT: Role.LEAD_OFFICIAL, Side.CIVIL_SOCIETY: Role.COORDINATOR}
    wanted = [role for side, role in leads.items() if part.owner in (Owner.BOTH, side)]
    holdings = [holding for role in wanted for holding in roles.holders(part.plan, role)]
    recipients = [holding.post or holding.person for holding in holdings]
    return [one for one in recipients if one is not None]
