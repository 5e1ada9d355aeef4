"""The difference of a whole commitment between two of its contents, as rows for the page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from commitments.choices import Origin
from commitments.weakening import Content, matched, milestone_name
from core.dates import readable
from drafting.difference import Change, compare_data

PROSE = ("title", "section-", "text", "expected_outputs")


@dataclass(frozen=True)
class Row:
    """`html` for prose, drawn word by word; for the rest what it was and what it is."""

    where: str
    what: str
    old: str
    new: str
    html: SafeString | None = None


def rows(old: Content, new: Content) -> list[Row]:
    words = _words(new)
    pairs = matched(old["milestones"], new["milestones"])
    before, after = _flat(old), _flat(new)
    for number, (one, other) in enumerate(pairs):
        key, there = f"milestone-{number}", other or one
        assert there is not None
        words[key] = _("Milestone %(name)s") % {"name": milestone_name(there)}
        before[key] = _milestone(one) if one else None
        after[key] = _milestone(other) if other else None
    found = [_row(change) for change in compare_data(before, after, words=words)]
    return [*found, *_order(old, pairs)]


def _row(change: Change) -> Row:
    where = change.labels[0] if len(change.labels) > 1 else ""
    name = change.path.rpartition(".")[2]
    drawn = change.text_difference.html if change.text_difference and name.startswith(PROSE) else None
    return Row(where, change.labels[-1], _shown(change.old), _shown(change.new), drawn)


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        days = " – ".join(day for day in (value["starts"], value["ends"]) if day)
        return " · ".join(part for part in (value["text"], days, value["lead"]) if part)
    return "" if value is None else str(value)


def _order(old: Content, pairs: list[tuple[Content | None, Content | None]]) -> list[Row]:
    stayed = [before for before, after in pairs if before is not None and after is not None]
    was = [one for one in old["milestones"] if any(one is other for other in stayed)]
    if all(one is other for one, other in zip(was, stayed, strict=True)):
        return []
    before, after = ("; ".join(milestone_name(one) for one in order) for order in (was, stayed))
    return [Row("", _("Order of the milestones"), before, after)]


def _flat(content: Content) -> dict[str, Any]:
    continues = content["continues"]
    return {
        "ref": content["ref"],
        "title": content["title"],
        "theme": content["theme"] or "",
        "origin": str(Origin(content["origin"]).label),
        "lead": "; ".join(content["lead"]),
        "supporting_government": "; ".join(content["supporting_government"]),
        "supporting_other": "; ".join(content["supporting_other"]),
        "other_actors_text": content["other_actors_text"],
        **_dates(content),
        "values": ", ".join(content["values"]),
        "policy_areas": ", ".join(content["policy_areas"]),
        "continues": f"{continues['plan']} {continues['ref']}" if continues else "",
        **{f"section-{section['key']}": section["body"] for section in content["sections"]},
    }


def _milestone(one: Content) -> dict[str, str]:
    return {
        "ref": one["ref"],
        "text": one["text"],
        **_dates(one),
        "expected_outputs": one["expected_outputs"],
        "lead": "; ".join(one["lead"]),
    }


def _dates(content: Content) -> dict[str, str]:
    """As written and, where that is all, as read; a day read differently from the same words is a change too."""
    return {name: _date(content[f"{name}_text"], content[f"{name}_on"]) for name in ("starts", "ends")}


def _date(written: str, on: str | None) -> str:
    day = readable(dt.date.fromisoformat(on)) if on else ""
    return f"{written} ({day})" if written and day and day != written else written or day


def _words(content: Content) -> dict[str, str]:
    return {
        "ref": _("Reference"),
        "title": _("Title"),
        "theme": _("Theme"),
        "origin": _("Origin"),
        "lead": _("Lead"),
        "supporting_government": _("Supporting, government"),
        "supporting_other": _("Supporting, civil society and others"),
        "other_actors_text": _("Other actors"),
        "starts": _("Start date"),
        "ends": _("End date"),
        "values": _("OGP values"),
        "policy_areas": _("Policy areas"),
        "continues": _("Continues from"),
        "text": _("What will be done"),
        "expected_outputs": _("Expected outputs"),
        **{f"section-{section['key']}": section["title"] for section in content["sections"]},
    }
