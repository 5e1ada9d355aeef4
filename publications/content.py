"""What an edition of a plan says: canonical content composed of what each of its parts says."""

from collections.abc import Iterable
from typing import Any

from commitments import canonical
from commitments.choices import MAIN_BODY_STATES, State
from commitments.models import Commitment
from plans.models import Plan
from publications.planfile.dumping import dump_head, organisations_named
from signoffs import rows

FORMAT = "ogpnap-plan-edition/1"
# Proposed by one side only is not in the plan yet: it comes in when the other side takes it up.
IN_AN_EDITION = tuple(state for state in MAIN_BODY_STATES if state != State.PROPOSED)


def plan_content(plan: Plan) -> dict[str, Any]:
    """A plain dict; names of organisations are copied, so that a renamed department voids nothing."""
    commitments, parts = list(commitments_of(plan)), list(plan.parts.select_related("text__latest"))
    contents = contents_of(commitments)
    withheld = [
        {"title": part.title, "owner": part.owner, "reason": part.withheld_reason} for part in parts if part.is_withheld
    ]
    return {
        "format": FORMAT,
        "plan": dict(dump_head(plan)),
        "themes": [{"title": t.title, "slug": t.slug, "summary": t.summary} for t in plan.themes.all()],
        "organisations": list(organisations_named(commitments, contents)),
        "narrative": [
            {"title": part.title, "slug": part.slug, "owner": part.owner, "body": part.text.body}
            for part in parts
            if not part.is_withheld
        ],
        **({"withheld": withheld} if withheld else {}),
        "commitments": contents,
        **({"without_agreement": alone} if (alone := without_agreement(commitments)) else {}),
        "annex": [
            {"ref": ask.ref, "text": ask.text, "origin": ask.origin, "status": ask.status, "reason": ask.reason}
            for ask in plan.asks.all()
        ],
    }


def contents_of(commitments: Iterable[Commitment]) -> list[dict[str, Any]]:
    """What each says: of one that is approved the very words that were, whatever was renamed since."""
    commitments = list(commitments)
    approved = rows.last_sent([one for one in commitments if one.state == State.APPROVED])
    return [dict(approved[one.pk].data) if one.pk in approved else canonical.content(one) for one in commitments]


def without_agreement(commitments: Iterable[Commitment]) -> list[dict[str, str]]:
    """Those to which civil society has not agreed, and why government goes on: beside the words of the commitments,
    whose editions it is no part of."""
    return [{"ref": one.ref, "reason": one.public_reason} for one in commitments if one.is_without_agreement]


def commitments_of(plan: Plan) -> Any:
    found: Any = plan.commitments.filter(state__in=IN_AN_EDITION)
    return found.with_content()
