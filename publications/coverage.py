"""How much of what people said has been answered. Each kind of thing that needs a reply registers how it is counted;
below 100 % a final edition is published only with a list of what is open and why (DESIGN 4.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Item:
    """One that nobody has answered yet."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Coverage:
    kind: str
    label: str | Promise
    total: int
    open: tuple[Item, ...]

    @property
    def answered(self) -> int:
        return self.total - len(self.open)

    @property
    def is_full(self) -> bool:
        return not self.open

    @property
    def in_words(self) -> str:
        """41 of 57 answered."""
        return _("%(answered)d of %(total)d answered") % {"answered": self.answered, "total": self.total}


Counting = Callable[[Any], Coverage]
_registered: dict[str, Counting] = {}


def register(kind: str, counting: Counting) -> None:
    """`counting(plan)` answers a Coverage of this kind in a constant number of queries."""
    _registered[kind] = counting


def of(plan: Any) -> list[Coverage]:
    """Every kind of which the plan has any, in the order of registration."""
    return [found for counting in _registered.values() if (found := counting(plan)).total]
