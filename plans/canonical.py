"""What editions of a plan's own texts say: a narrative part, the partnership agreement, the plan's scope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.canonical import instant
from drafting import agreement

if TYPE_CHECKING:
    from datetime import date

    from plans.models import NarrativePart, PartnershipAgreement, Plan, Scope, Stage


def part_content(part: NarrativePart) -> dict[str, Any]:
    return {
        "format": "ogpnap-part/1",
        "plan": part.plan.slug,
        "title": part.title,
        "owner": part.owner,
        "body": part.text.body,
    }


def partnership_content(partnership: PartnershipAgreement) -> dict[str, Any]:
    return {
        "format": "ogpnap-partnership-agreement/1",
        "plan": partnership.plan.slug,
        "title": partnership.plan.title,
        "body": partnership.text.body,
    }


def scope_content(scope: Scope) -> dict[str, Any]:
    """Themes, timetable, and the edition of the partnership agreement that both sides agreed last. Five queries."""
    plan = scope.plan
    return {
        "format": "ogpnap-scope/1",
        "plan": plan.slug,
        "title": plan.title,
        "period_start": _iso(plan.period_start),
        "period_end": _iso(plan.period_end),
        "themes": [{"title": theme.title, "summary": theme.summary} for theme in plan.themes.all()],
        "timetable": {
            "stages": [_stage(stage) for stage in plan.stages.all()],
            "cut_off": instant(plan.cut_off) if plan.cut_off else None,
            "launch_on": _iso(plan.launch_on),
        },
        "partnership_agreement": _partnership(plan),
    }


def _stage(stage: Stage) -> dict[str, Any]:
    return {
        "title": stage.title,
        "description": stage.description,
        "starts": _iso(stage.starts),
        "ends": _iso(stage.ends),
    }


def _partnership(plan: Plan) -> dict[str, Any] | None:
    edition = agreement.agreed_edition(plan.partnership_agreement)
    return {"edition": edition.number, "sha256": edition.sha256} if edition else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
