"""What an edition of a commitment says. OGP's later number, status, results and layout are not part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commitments.choices import Part

if TYPE_CHECKING:
    from datetime import date

    from commitments.models import Commitment


def content(commitment: Commitment) -> dict[str, Any]:
    """A plain dict in the plan file's words; names are copied, so that a renamed department voids nothing.

    Constant in queries when the commitment comes ``with_content()``.
    """
    earlier = commitment.continues
    return {
        "format": "ogpnap-commitment/1",
        "plan": commitment.plan.slug,
        "template": commitment.plan.template.reference,
        "ref": commitment.ref,
        "title": commitment.title,
        "theme": commitment.theme.title if commitment.theme else None,
        "origin": commitment.origin,
        "proposed_by_side": commitment.proposed_by_side,
        "continues": {"plan": earlier.plan.slug, "ref": earlier.ref} if earlier else None,
        "lead": _names(commitment, Part.LEAD),
        "supporting_government": _names(commitment, Part.SUPPORTING_GOVERNMENT),
        "supporting_other": _names(commitment, Part.SUPPORTING_OTHER),
        "other_actors_text": commitment.other_actors_text,
        **dates(commitment),
        "values": list(commitment.values),
        "policy_areas": list(commitment.policy_areas),
        "sections": [
            {"key": section.template_section.key, "title": section.template_section.title, "body": section.text.body}
            for section in sorted(commitment.sections.all(), key=lambda section: section.template_section.position)
        ],
        "milestones": [
            {
                "ref": milestone.ref,
                "text": milestone.text,
                **dates(milestone),
                "expected_outputs": milestone.expected_outputs,
                "lead": [part.organisation.name for part in milestone.parts.all()],
            }
            for milestone in commitment.milestones.all()
        ],
    }


def _names(commitment: Commitment, part: Part) -> list[str]:
    return [row.organisation.name for row in commitment.parts.all() if row.part == part]


def dates(thing: Any) -> dict[str, str | None]:
    return {
        "starts_text": thing.starts_text,
        "starts_on": _iso(thing.starts_on),
        "ends_text": thing.ends_text,
        "ends_on": _iso(thing.ends_on),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
