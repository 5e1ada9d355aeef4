"""Where else a plan leads: the apps above add their pages to it at start-up (AppConfig.ready)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from plans.models import Plan


@dataclass(frozen=True)
class Link:
    label: Any
    href: str
    hint: Any = ""


LinksOf = Callable[[Plan, Any], Iterable[Link]]
StartsFor = Callable[[Any], Iterable[Link]]
_registered: dict[str, LinksOf] = {}
_starts: dict[str, StartsFor] = {}


def register(name: str, links_of: LinksOf) -> None:
    """`links_of(plan, user)` gives the links this user may follow, in a constant number of queries."""
    _registered[name] = links_of


def links_of(plan: Plan, user: Any) -> list[Link]:
    return [link for found in _registered.values() for link in found(plan, user)]


def register_start(name: str, starts_for: StartsFor) -> None:
    """`starts_for(user)` gives other ways to begin a plan, shown beside "Start a plan" to those who may."""
    _starts[name] = starts_for


def starts_for(user: Any) -> list[Link]:
    return [link for found in _starts.values() for link in found(user)]
