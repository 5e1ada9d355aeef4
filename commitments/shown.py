"""What an edition of a commitment says, heading by heading, in the order of its page.

Nothing that goes into the hash is left out: whoever signs has seen all of it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from commitments.choices import Origin
from core.dates import readable
from drafting import shown
from drafting.shown import Part, Passage
from network.choices import Side


def parts_of(data: dict[str, Any]) -> list[Passage]:
    """(key, heading, Markdown) of everything an edition says."""
    earlier = data["continues"]
    facts = [
        (_("Reference"), data["ref"]),
        (_("Lead"), "; ".join(data["lead"])),
        (_("Supporting, government"), "; ".join(data["supporting_government"])),
        (_("Supporting, civil society and others"), "; ".join(data["supporting_other"])),
        (_("Other actors"), data["other_actors_text"]),
        (_("Theme"), data["theme"] or ""),
        (_("Starts"), _date(data, "starts")),
        (_("Ends"), _date(data, "ends")),
        (_("OGP values"), ", ".join(data["values"])),
        (_("Policy areas"), ", ".join(data["policy_areas"])),
        (_("Origin"), str(Origin(data["origin"]).label)),
        (_("Proposed by"), str(Side(data["proposed_by_side"]).label) if data["proposed_by_side"] else ""),
        (_("Continues"), f"{earlier['plan']} {earlier['ref']}" if earlier else ""),
        (_("Plan and template"), f"{data['plan']}, {data['template']}"),
    ]
    return [
        ("title", _("Title"), data["title"]),
        ("facts", _("Details"), "\n".join(f"- {name}: {value}" for name, value in facts if value)),
        *((f"section-{section['key']}", section["title"], section["body"]) for section in data["sections"]),
        ("milestones", _("Milestones"), "\n".join(_milestone(one) for one in data["milestones"])),
    ]


def changed_parts(before: dict[str, Any], after: dict[str, Any]) -> list[Part]:
    return shown.changed_parts(parts_of(before), parts_of(after))


def _milestone(one: dict[str, Any]) -> str:
    dates = " – ".join(text for text in (_date(one, "starts"), _date(one, "ends")) if text)
    more = [dates, ", ".join(one["lead"]), one["expected_outputs"]]
    return "- " + " · ".join(part for part in (one["ref"], one["text"], *more) if part)


def _date(data: dict[str, Any], edge: str) -> str:
    """As written, and beside it the day it is read as, where that says more."""
    written, day = data[f"{edge}_text"], data[f"{edge}_on"]
    read = readable(dt.date.fromisoformat(day)) if day else ""
    if not written or not read or read == written:
        return written or read
    return _("%(written)s (read as %(day)s)") % {"written": written, "day": read}
