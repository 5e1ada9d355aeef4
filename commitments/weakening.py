"""What became weaker in a commitment between two of its contents: dates, milestones, organisations, wording.

The same for everybody who may read both; it points, and people judge. ``drafting.strength`` reads the wording.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from core.dates import parse_written, readable
from drafting import strength
from drafting.alignment import pairs

Content = dict[str, Any]
PARTS = ("lead", "supporting_government", "supporting_other")


class Kind(StrEnum):
    DATE = "date"
    MILESTONE = "milestone"
    ORGANISATION = "organisation"
    WORDING = "wording"


@dataclass(frozen=True)
class Finding:
    kind: Kind
    where: str
    says: str
    old: str = ""  # the sentences, for wording only
    new: str = ""


def findings(old: Content, new: Content) -> list[Finding]:
    """Of two ``canonical.content`` dicts, in the order of the page."""
    return [
        *wording(_("Title"), old["title"], new["title"]),
        *organisations(old, new),
        *dates(_("Dates"), old, new),
        *_sections(old, new),
        *_milestones(old, new),
    ]


def matched(old: list[Content], new: list[Content]) -> list[tuple[Content | None, Content | None]]:
    """Milestones with what became of them: by their words, then by their reference, then by likeness."""
    left, place_of = list(new), dict[int, Content]()
    for same in (_same_text, _same_ref):
        for number, before in enumerate(old):
            found = next((one for one in left if same(before, one)), None) if number not in place_of else None
            if found is not None:
                place_of[number] = found
                left = [one for one in left if one is not found]
    rest = [number for number in range(len(old)) if number not in place_of]
    places = pairs([old[number]["text"] for number in rest], [one["text"] for one in left])
    place_of |= {number: left[place] for number, place in zip(rest, places, strict=True) if place is not None}
    came_from = {id(after): old[number] for number, after in place_of.items()}
    return [
        *((came_from.get(id(after)), after) for after in new),
        *((before, None) for number, before in enumerate(old) if number not in place_of),
    ]


def milestone_name(one: Content) -> str:
    text = one["text"] if len(one["text"]) <= 80 else f"{one['text'][:79].rstrip()}…"
    return " ".join(part for part in (one["ref"], text) if part)


def _same_text(one: Content, other: Content) -> bool:
    return bool(one["text"].split() == other["text"].split())


def _same_ref(one: Content, other: Content) -> bool:
    return bool(one["ref"] and one["ref"] == other["ref"])


def organisations(old: Content, new: Content) -> Iterator[Finding]:
    """Of contents in which only the organisations have to stand."""
    still = {name for part in PARTS for name in new[part]}
    for part in PARTS:
        for name in old[part]:
            if name not in still:
                yield Finding(Kind.ORGANISATION, _("Organisations"), _("%(name)s is no longer named") % {"name": name})
            elif part == "lead" and name not in new["lead"]:
                yield Finding(Kind.ORGANISATION, _("Organisations"), _("%(name)s no longer leads") % {"name": name})


def _sections(old: Content, new: Content) -> Iterator[Finding]:
    after = {section["key"]: section["body"] for section in new["sections"]}
    for section in old["sections"]:
        yield from wording(section["title"], section["body"], after.get(section["key"], ""))


def _milestones(old: Content, new: Content) -> Iterator[Finding]:
    for before, after in matched(old["milestones"], new["milestones"]):
        if before is not None:
            yield from milestone(before, after)


def milestone(before: Content, after: Content | None) -> Iterator[Finding]:
    name = milestone_name(before)
    where = _("Milestone %(name)s") % {"name": name}
    if after is None:
        yield Finding(Kind.MILESTONE, _("Milestones"), _("Milestone removed: %(name)s") % {"name": name})
        return
    yield from dates(where, before, after)
    for organisation in before["lead"]:
        if organisation not in after["lead"]:
            says = _("%(name)s no longer answers for it") % {"name": organisation}
            yield Finding(Kind.ORGANISATION, where, says)
    yield from wording(where, before["text"], after["text"])
    yield from wording(where, before["expected_outputs"], after["expected_outputs"])


def dates(where: str, old: Content, new: Content) -> Iterator[Finding]:
    for name, label in (("starts", _("start date")), ("ends", _("end date"))):
        before, after = _day(old, name), _day(new, name)
        words = {"label": label, "old": _written(old, name), "new": _written(new, name)}
        if before and after and after > before:
            yield Finding(Kind.DATE, where, _("Later %(label)s: %(old)s → %(new)s") % words)
        elif before and after is None:
            says = _("Its %(label)s, %(old)s, is no longer given") % words
            if words["new"]:
                says = _("Its %(label)s no longer names a day: %(old)s → %(new)s") % words
            yield Finding(Kind.DATE, where, says)


def _day(content: Content, name: str) -> dt.date | None:
    """As it is written, so that a date is what people read; the parsed one only where nothing is written."""
    if content[f"{name}_text"]:
        return parse_written(content[f"{name}_text"], end=name == "ends")
    return dt.date.fromisoformat(content[f"{name}_on"]) if content[f"{name}_on"] else None


def _written(content: Content, name: str) -> str:
    return content[f"{name}_text"] or readable(_day(content, name))


def wording(where: str, old: str, new: str) -> Iterator[Finding]:
    for found in strength.weaker(old, new):
        yield Finding(Kind.WORDING, where, found.says, found.old, found.new)
