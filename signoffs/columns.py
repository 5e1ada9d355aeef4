"""The columns of the board: each kind of sign-off (departments, both sides, minister, network, organisations) registers
its own at start-up, and answers for all rows at once.

    columns.register(columns.Provider("minister", 30, columns=columns_of, cells=cells_of))

The board draws nothing that its provider does not say, so the board, the desk and a commitment's page agree as long as
each provider asks the function that its own pages ask.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from signoffs.choices import STAND_COLOURS, Stand

if TYPE_CHECKING:
    from commitments.models import Commitment
    from drafting.models import Edition
    from plans.models import Plan


@dataclass(frozen=True)
class Column:
    """`key` stands in addresses ("minister", "department-dfid"); `heading` is short, `title` in full where it differs.

    Columns of one `group` ("Departments") stand together under its name.
    """

    key: str
    heading: str
    title: str = ""
    group: str = ""


@dataclass(frozen=True)
class Cell:
    """`words` where the state's own will not do ("approved", "waiting 4 days"); `href` is the page of what was signed,
    or where it is asked for; `notes` are small lines below ("with a remark"); `is_asked`: an answer is waited for,
    whatever was said before; `is_late`: its day has passed; `is_mine`: it waits for this reader."""

    state: Stand
    words: str = ""
    href: str = ""
    notes: tuple[str, ...] = ()
    is_asked: bool = False
    is_late: bool = False
    is_mine: bool = False

    @property
    def text(self) -> str:
        return self.words or str(self.state.label)

    @property
    def colour(self) -> str:
        return STAND_COLOURS[self.state]


@dataclass(frozen=True)
class Row:
    """A commitment with the hash of the words that count now: those in clearance while it is there, else those it says.

    `edition` is the one that is, or last was, in clearance; None if it never was.
    """

    commitment: Commitment
    sha256: str
    edition: Edition | None = None


Columns = Callable[["Plan", Any], Sequence[Column]]
Cells = Callable[[Sequence[Row], Any], Mapping[tuple[int, str], Cell]]


@dataclass(frozen=True)
class Provider:
    """`columns(plan, user)` are the columns of the plan's board; `cells(rows, user)` what stands in them, by (key of
    the commitment, key of the column). What it leaves out has no part in that commitment. Both ask a number of
    questions that does not grow with the rows. Providers stand in the order of their number."""

    name: str
    order: int
    columns: Columns
    cells: Cells


_providers: dict[str, Provider] = {}


def register(provider: Provider) -> None:
    """Registering a name again replaces the earlier one."""
    _providers[provider.name] = provider


def providers() -> list[Provider]:
    return sorted(_providers.values(), key=lambda provider: (provider.order, provider.name))
