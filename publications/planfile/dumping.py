"""Writes a plan as a plan file: everything in the main body, the narrative parts and the annex, as they stand now."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from commitments.choices import Part
from commitments.models import Commitment, CommitmentOrganisation, Milestone, MilestoneOrganisation, Section
from network.models import Organisation
from plans.models import Plan
from publications.planfile.shape import (
    FORMAT,
    AskEntry,
    CommitmentEntry,
    MilestoneEntry,
    NarrativeEntry,
    OrganisationEntry,
    PlanFile,
    PlanHead,
)


def dump(plan: Plan) -> PlanFile:
    """The plan as it is now; nine queries whatever its size. Optional parts are left out where there are none."""
    commitments = list(_whole(plan.commitments.in_main_body()))
    found: PlanFile = {
        "format": FORMAT,
        "plan": dump_head(plan),
        "themes": [{"title": theme.title, "summary": theme.summary} for theme in plan.themes.all()],
        "organisations": organisations_used(commitments),
        "commitments": [_commitment(commitment) for commitment in commitments],
    }
    if narrative := _narrative(plan):
        found["narrative"] = narrative
    if annex := _annex(plan):
        found["annex"] = annex
    return found


def to_bytes(plan_file: PlanFile) -> bytes:
    """The one way a plan file is written, so that two files can be compared byte by byte."""
    return (json.dumps(plan_file, ensure_ascii=False, indent=1) + "\n").encode()


def _whole(commitments: "QuerySet[Commitment]") -> "QuerySet[Commitment]":
    of_milestone = MilestoneOrganisation.objects.select_related("organisation")
    return commitments.select_related("theme").prefetch_related(
        Prefetch("parts", CommitmentOrganisation.objects.select_related("organisation")),
        Prefetch("sections", Section.objects.select_related("template_section", "text__latest")),
        Prefetch("milestones", Milestone.objects.prefetch_related(Prefetch("parts", of_milestone))),
    )


def dump_head(plan: Plan) -> PlanHead:
    return {
        "slug": plan.slug,
        "title": plan.title,
        "country": plan.country,
        "number": plan.number,
        "period_start": _iso(plan.period_start),
        "period_end": _iso(plan.period_end),
        "template": plan.template.reference,
        "summary": plan.summary,
        "source": plan.source,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def organisations_used(commitments: Iterable[Commitment]) -> list[OrganisationEntry]:
    """Those that lead, support or answer for a milestone, by name."""
    return _entries({one.name: one for commitment in commitments for one in _organisations(commitment)})


def organisations_named(
    commitments: Iterable[Commitment], contents: Iterable[Mapping[str, Any]]
) -> list[OrganisationEntry]:
    """The same under the names that they have in the contents: an edition keeps the name of a renamed department."""
    used: dict[str, Organisation] = {}
    for commitment, content in zip(commitments, contents, strict=True):
        now = {one.name: one for one in _organisations(commitment)}
        names = list(dict.fromkeys(_names_in(content)))
        renamed = [one for name, one in now.items() if name not in names]
        earlier = [name for name in names if name not in now]
        used |= {name: now[name] for name in names if name in now}
        used |= dict(zip(earlier, renamed, strict=False))
    return _entries(used)


def _entries(used: Mapping[str, Organisation]) -> list[OrganisationEntry]:
    return [{"name": name, "acronym": used[name].acronym, "side": used[name].side} for name in sorted(used)]


def _organisations(commitment: Commitment) -> Iterator[Organisation]:
    yield from (part.organisation for part in commitment.parts.all())
    for milestone in commitment.milestones.all():
        yield from (part.organisation for part in milestone.parts.all())


def _names_in(content: Mapping[str, Any]) -> Iterator[str]:
    for key in ("lead", "supporting_government", "supporting_other"):
        yield from content[key]
    for milestone in content["milestones"]:
        yield from milestone["lead"]


def _commitment(commitment: Commitment) -> CommitmentEntry:
    found: CommitmentEntry = {
        "ref": commitment.ref,
        "ogp_id": commitment.ogp_id or None,
        "theme": commitment.theme.title if commitment.theme else None,
        "title": commitment.title,
        "lead": _names(commitment, Part.LEAD),
        "supporting_government": _names(commitment, Part.SUPPORTING_GOVERNMENT),
        "supporting_other": _names(commitment, Part.SUPPORTING_OTHER),
        "other_actors_text": commitment.other_actors_text,
        "starts_text": commitment.starts_text,
        "ends_text": commitment.ends_text,
        "values": commitment.values,
        "policy_areas": commitment.policy_areas,
        "sections": {s.template_section.key: s.text.body for s in commitment.sections.all() if s.text.body},
        "milestones": [_milestone(milestone) for milestone in commitment.milestones.all()],
        "status": commitment.status or None,
        "result": commitment.result,
        "next_steps": commitment.next_steps,
    }
    if commitment.is_without_agreement:
        found["without_agreement"] = commitment.public_reason
    return found


def _names(commitment: Commitment, kind: Part) -> list[str]:
    return [part.organisation.name for part in commitment.parts.all() if part.part == kind]


def _milestone(milestone: Milestone) -> MilestoneEntry:
    found: MilestoneEntry = {
        "ref": milestone.ref,
        "text": milestone.text,
        "starts_text": milestone.starts_text,
        "ends_text": milestone.ends_text,
        "status": milestone.status or None,
        "result": milestone.result,
        "lead": [part.organisation.name for part in milestone.parts.all()],
    }
    if milestone.expected_outputs:
        found["expected_outputs"] = milestone.expected_outputs
    return found


def _narrative(plan: Plan) -> list[NarrativeEntry]:
    parts = plan.parts.select_related("text__latest")
    return [{"title": part.title, "owner": part.owner, "body": part.text.body} for part in parts]


def _annex(plan: Plan) -> list[AskEntry]:
    return [
        {"text": ask.text, "origin": ask.origin, "status": ask.status, "reason": ask.reason} for ask in plan.asks.all()
    ]
