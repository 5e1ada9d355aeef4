"""What became weaker in one step of a commitment's history: the findings of ``weakening``, at the moment they came in.

A step is read only when its page is shown, so that a long history costs no more than a short one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from commitments import weakening
from commitments.canonical import dates
from commitments.choices import Part
from commitments.weakening import Content, Finding
from drafting.models import Revision

Number = tuple[int, int]  # of a revision: text, number
Bodies = Mapping[Number, str]
Find = Callable[[Bodies], Iterable[Finding]]

# What one person did in one go is saved row by row; a change of organisations is judged when all of it is there.
IN_ONE_GO = dt.timedelta(seconds=5)


def read_bodies(numbers: Iterable[Number]) -> dict[Number, str]:
    """What these revisions say, and those before them: one query."""
    wanted = Q(pk__in=[])
    for text, number in numbers:
        wanted |= Q(text=text, number__in=(number - 1, number))
    rows = Revision.objects.filter(wanted).order_by().values_list("text", "number", "body")
    return {(text, number): body for text, number, body in rows}


def by_revision(text: int, number: int) -> Find:
    return partial(_by_revision, text, number)


def _by_revision(text: int, number: int, bodies: Bodies) -> Iterator[Finding]:
    return weakening.wording("", bodies.get((text, number - 1), ""), bodies.get((text, number), ""))


def by_details(old: Any, new: Any) -> Find:
    """Two rows of a commitment's history."""
    return lambda bodies: [
        *weakening.wording(_("Title"), old.title, new.title),
        *weakening.dates(_("Dates"), dates(old), dates(new)),
    ]


def by_milestone(old: Any, new: Any) -> Find:
    """Two rows of a milestone's history; the second says that it was removed, or what it became."""
    return lambda bodies: weakening.milestone(_milestone(old), None if new.history_type == "-" else _milestone(new))


def _milestone(row: Any) -> Content:
    return {"ref": row.ref, "text": row.text, "expected_outputs": row.expected_outputs, "lead": [], **dates(row)}


@dataclass(frozen=True)
class Gone:
    """A row of the history that removed an organisation, and who was left when all that was done in one go was."""

    row: Any
    left: Content

    @property
    def find(self) -> Find:
        name = self.row.organisation.name
        before = {**{part: [] for part in weakening.PARTS}, str(self.row.part): [name]}
        return lambda bodies: weakening.organisations(before, self.left)


def removals(rows: Iterable[Any]) -> Iterator[Gone]:
    """Of the history of a commitment's organisations, in its order."""
    named: dict[int, Any] = {}
    for done in _in_one_go(rows):
        for row in done:
            named[row.id] = row
            if row.history_type == "-":
                del named[row.id]
        left: Content = {str(part): [] for part in Part}
        for row in named.values():
            left[row.part].append(row.organisation.name)
        yield from (Gone(row, left) for row in done if row.history_type == "-")


def _in_one_go(rows: Iterable[Any]) -> Iterator[list[Any]]:
    done: list[Any] = []
    for row in rows:
        if done and (row.history_user_id != done[-1].history_user_id or _is_later(row, done[-1])):
            yield done
            done = []
        done.append(row)
    if done:
        yield done


def _is_later(row: Any, other: Any) -> bool:
    return bool(row.history_date - other.history_date > IN_ONE_GO)


def released(rows: Iterable[Any], milestones: Mapping[int, Any]) -> Iterator[tuple[Any, Find]]:
    """Rows in which an organisation ceased to answer for a milestone that goes on, with what they say. `milestones`:
    the last row of each milestone's history."""
    for row in rows:
        milestone = milestones.get(row.milestone_id)
        if row.history_type != "-" or milestone is None:
            continue
        if milestone.history_type == "-" and not _is_later(milestone, row):
            continue  # the milestone itself was removed
        old: Content = {**_milestone(milestone), "lead": [row.organisation.name]}
        yield row, partial(_released, old)


def _released(old: Content, bodies: Bodies) -> Iterator[Finding]:
    return weakening.milestone(old, {**old, "lead": []})
