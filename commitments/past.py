"""What a commitment said at an earlier moment, from its history and the revisions of its texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from commitments.canonical import dates
from commitments.choices import Part
from commitments.models import Commitment, CommitmentOrganisation, Milestone, MilestoneOrganisation
from drafting.models import Revision
from plans.models import Theme


def content_at(commitment: Commitment, moment: dt.datetime) -> dict[str, Any] | None:
    """As ``canonical.content`` would have said it, None before it was proposed; a constant number of queries.

    Organisations, themes and earlier commitments stand under the names they have now: a new name is no change.
    """
    row = commitment.history.filter(history_date__lte=moment).order_by("history_date", "history_id").last()
    if row is None:
        return None
    parts = _as_of(CommitmentOrganisation.history.filter(commitment_id=commitment.pk), moment, "organisation")
    theme = Theme.objects.filter(pk=row.theme_id).first() if row.theme_id else None
    earlier = (
        Commitment.objects.filter(pk=row.continues_id).select_related("plan").first() if row.continues_id else None
    )
    return {
        "format": "ogpnap-commitment/1",
        "plan": commitment.plan.slug,
        "template": commitment.plan.template.reference,
        "ref": row.ref,
        "title": row.title,
        "theme": theme.title if theme else None,
        "origin": row.origin,
        "proposed_by_side": row.proposed_by_side,
        "continues": {"plan": earlier.plan.slug, "ref": earlier.ref} if earlier else None,
        **{part: [one.organisation.name for one in parts if one.part == part] for part in map(str, Part)},
        "other_actors_text": row.other_actors_text,
        **dates(row),
        "values": list(row.values),
        "policy_areas": list(row.policy_areas),
        "sections": _sections(commitment, moment),
        "milestones": _milestones(commitment, moment),
    }


def _sections(commitment: Commitment, moment: dt.datetime) -> list[dict[str, Any]]:
    written = Revision.objects.filter(text__section__commitment=commitment, created_at__lte=moment)
    bodies = dict(written.order_by("number").values_list("text", "body"))
    sections = commitment.sections.select_related("template_section").order_by("template_section__position")
    return [
        {"key": one.template_section.key, "title": one.template_section.title, "body": bodies.get(one.text_id, "")}
        for one in sections
    ]


def _milestones(commitment: Commitment, moment: dt.datetime) -> list[dict[str, Any]]:
    rows = _as_of(Milestone.history.filter(commitment_id=commitment.pk), moment)
    keys = [row.id for row in rows]
    parts = _as_of(MilestoneOrganisation.history.filter(milestone_id__in=keys), moment, "organisation")
    return [
        {
            "ref": row.ref,
            "text": row.text,
            **dates(row),
            "expected_outputs": row.expected_outputs,
            "lead": [part.organisation.name for part in parts if part.milestone_id == row.id],
        }
        for row in rows
    ]


def _as_of(history: Any, moment: dt.datetime, *related: str) -> list[Any]:
    """The rows that were there, as they were, in their order."""
    rows: Iterable[Any] = history.filter(history_date__lte=moment).order_by("history_date", "history_id")
    if related:
        rows = rows.select_related(*related)  # type: ignore[attr-defined]
    last = {row.id: row for row in rows}
    return sorted((row for row in last.values() if row.history_type != "-"), key=lambda row: (row.position, row.id))
