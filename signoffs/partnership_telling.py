"""Whom the network's decision about the partnership is announced to. The one place that does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from network import roles
from network.choices import Role
from notices import services as notices
from plans.rules import LEADS

if TYPE_CHECKING:
    from datetime import datetime

    from signoffs.models import PartnershipDecision

TO_SIGN = "signoffs.partnership_to_sign"
IN_EFFECT = "signoffs.partnership_decided"


def to_sign(decision: PartnershipDecision, *, by: Any, at: datetime | None) -> None:
    """The steering members; nobody of the other side, and nobody who follows the plan."""
    plan = decision.plan
    notices.announce(
        kind=TO_SIGN,
        thing=decision,
        title=plan.title,
        address=reverse("signoffs:sign_partnership", args=[plan.slug, decision.number]),
        by=by,
        waits_for=_holders(plan, [Role.STEERING_MEMBER]),
        at=at,
        tells_followers=False,
    )


def in_effect(decision: PartnershipDecision, *, by: Any, at: datetime | None) -> None:
    """Both leads and everybody who follows the plan."""
    plan = decision.plan
    notices.announce(
        kind=IN_EFFECT,
        thing=decision,
        title=plan.title,
        address=reverse("signoffs:partnership", args=[plan.slug]),
        by=by,
        to=_holders(plan, LEADS),
        at=at,
    )


def _holders(plan: Any, wanted: Iterable[Role]) -> list[Any]:
    found = [holding for role in wanted for holding in roles.holders(plan, role)]
    return [holding.post or holding.person for holding in found if holding.post or holding.person]
