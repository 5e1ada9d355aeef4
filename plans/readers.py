"""Who reads the drafts of a plan: the people behind `Plan.objects.with_drafts_visible_to`."""

from typing import Any

from network import readers
from network.readers import Readers
from plans.choices import Openness
from plans.models import Plan


def of(plan: Plan, *things: Any) -> Readers:
    """Those of the plan and, where it is narrower, holders of roles on the things too (a commitment)."""
    openness = plan.openness_at()
    return readers.of(
        *things,
        plan,
        is_public=openness == Openness.OPEN,
        is_for_network=openness == Openness.NETWORK,
    )
