"""What an edition of a narrative part says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plans.models import NarrativePart


def part_content(part: NarrativePart) -> dict[str, Any]:
    return {
        "format": "ogpnap-part/1",
        "plan": part.plan.slug,
        "title": part.title,
        "owner": part.owner,
        "body": part.text.body,
    }
