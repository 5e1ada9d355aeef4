"""The board: rows are commitments, columns those who sign, each cell in words. Nothing here writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.models import Commitment
from signoffs import columns
from signoffs.choices import Stand
from signoffs.columns import Cell, Column
from signoffs.rows import rows_of

if TYPE_CHECKING:
    from plans.models import Plan

Fits = Callable[[Cell], bool]
# What can be asked for, in the order of the page; the first is everything.
SHOWS: dict[str, tuple[Any, Fits]] = {
    "": (_("All"), lambda cell: True),
    "waiting": (_("Waiting"), lambda cell: cell.is_asked),
    "mine": (_("Waiting for me"), lambda cell: cell.is_mine),
    "late": (_("Late"), lambda cell: cell.is_late),
    "earlier": (_("Signed an earlier text"), lambda cell: cell.state == Stand.EARLIER),
    "no": (_("Returned or refused"), lambda cell: cell.state == Stand.NO),
    "not-asked": (_("Not asked"), lambda cell: cell.state == Stand.NOT_ASKED),
    "yes": (_("Cleared, agreed or approved"), lambda cell: cell.state == Stand.YES),
}
NO_PART = Cell(Stand.NO_PART)


@dataclass(frozen=True)
class Line:
    """One commitment; `cells` stand in the order of the columns."""

    ref: str
    title: str
    href: str
    state: str
    colour: str
    cells: tuple[Cell, ...]
    columns: tuple[Column, ...]

    @property
    def groups(self) -> list[tuple[str, list[tuple[Column, Cell]]]]:
        """For paper: the cells of each group together, without those that have no part."""
        pairs = zip(self.columns, self.cells, strict=True)
        return [
            (name, [pair for pair in found if pair[1].state != Stand.NO_PART])
            for name, found in groupby(pairs, key=lambda pair: pair[0].group or pair[0].heading)
        ]


@dataclass(frozen=True)
class Heading:
    """A column with how many have said yes, of those who have a part in a shown commitment."""

    column: Column
    yes: int
    of: int


@dataclass(frozen=True)
class Shortcut:
    label: Any
    href: str
    count: int
    is_current: bool


@dataclass(frozen=True)
class Board:
    groups: list[tuple[str, int]]
    headings: list[Heading]
    lines: list[Line]
    shortcuts: list[Shortcut]
    choices: list[Column]

    @property
    def paper_headings(self) -> list[str]:
        named = (heading.column.group or heading.column.heading for heading in self.headings)
        return [name for name, _found in groupby(named)]


def build(plan: Plan, user: Any, *, who: str = "", show: str = "") -> Board:
    """`who` narrows to those in whose column something stands, `show` (of SHOWS) to what stands there."""
    everything, lines = _everything(plan, user)
    wanted = next((one for one in everything if one.key == who), None)
    concerned = [line for line in lines if wanted is None or _stands_in(line, wanted)]
    shown = [line for line in concerned if _fits(line, wanted, SHOWS.get(show, SHOWS[""])[1])]
    kept = [one for one in everything if wanted is None or one == wanted or one.group != wanted.group]
    narrowed = [_narrowed(line, kept) for line in shown]
    return Board(
        groups=[(name, len(list(found))) for name, found in groupby(kept, key=lambda one: one.group)],
        headings=[_heading(index, column, narrowed) for index, column in enumerate(kept)],
        lines=narrowed,
        shortcuts=_shortcuts(plan, concerned, wanted, show),
        choices=everything,
    )


def _everything(plan: Plan, user: Any) -> tuple[list[Column], list[Line]]:
    found = Commitment.objects.visible_to(user).filter(plan=plan).in_main_body().select_related("plan")
    rows = rows_of(found.order_by("position", "pk"))
    all_columns: list[Column] = []
    cells: dict[tuple[int, str], Cell] = {}
    for provider in columns.providers():
        all_columns += provider.columns(plan, user)
        cells |= provider.cells(rows, user)
    return all_columns, [_line(row.commitment, all_columns, cells) for row in rows]


def _line(commitment: Commitment, every: Sequence[Column], cells: dict[tuple[int, str], Cell]) -> Line:
    return Line(
        ref=commitment.ref,
        title=commitment.title,
        href=commitment.get_absolute_url(),
        state=str(commitment.get_state_display()),
        colour=commitment.state_colour,
        cells=tuple(cells.get((commitment.pk, one.key), NO_PART) for one in every),
        columns=tuple(every),
    )


def _stands_in(line: Line, column: Column) -> bool:
    return line.cells[line.columns.index(column)].state != Stand.NO_PART


def _fits(line: Line, wanted: Column | None, fits: Fits) -> bool:
    pairs = zip(line.columns, line.cells, strict=True)
    return any(fits(cell) for column, cell in pairs if wanted is None or column == wanted)


def _narrowed(line: Line, kept: Sequence[Column]) -> Line:
    pairs = [(column, cell) for column, cell in zip(line.columns, line.cells, strict=True) if column in kept]
    cells, every = tuple(cell for _column, cell in pairs), tuple(column for column, _cell in pairs)
    return Line(line.ref, line.title, line.href, line.state, line.colour, cells, every)


def _heading(index: int, column: Column, lines: Sequence[Line]) -> Heading:
    states = Counter(line.cells[index].state for line in lines)
    return Heading(column, states[Stand.YES], len(lines) - states[Stand.NO_PART])


def _shortcuts(plan: Plan, lines: Sequence[Line], wanted: Column | None, show: str) -> list[Shortcut]:
    here = reverse("signoffs:board", args=[plan.slug])
    found = []
    for name, (label, fits) in SHOWS.items():
        count = sum(_fits(line, wanted, fits) for line in lines)
        asked = {key: value for key, value in (("who", wanted.key if wanted else ""), ("show", name)) if value}
        query = "&".join(f"{key}={value}" for key, value in asked.items())
        if count or name in ("", show):
            found.append(Shortcut(label, f"{here}?{query}" if query else here, count, name == show))
    return found
