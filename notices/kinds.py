"""What can be announced: apps register their kinds of event at start-up, with the words a message uses."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

Words = str | Promise
Waiting = Callable[[], QuerySet[Any]]


@dataclass(frozen=True)
class Kind:
    name: str
    label: Words
    why: Words
    asks_decision: bool
    waiting: Waiting | None


class UnknownKind(LookupError):
    """Nobody registered a kind under this name: a typing error, or an app that is not installed."""


_kinds: dict[str, Kind] = {}


def register(
    kind: str, label: Words, why: Words, *, asks_decision: bool = True, waiting: Waiting | None = None
) -> None:
    """`label` says what happened ("A suggestion was made"), `why` why those of `to` are told ("you take part in it").

    For those it waits for the message says that it does. `asks_decision`: what waits is a decision, which reaches the
    holder of a post even if they have switched messages off; False for an answer, a reading and the like.
    `waiting()` gives the things that still wait: of any other nobody is told any more that it does.
    """
    _kinds[kind] = Kind(kind, label, why, asks_decision, waiting)


def kind_of(name: str) -> Kind:
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(name) from None


def is_registered(name: str) -> bool:
    return name in _kinds


def label_for(name: str) -> Words:
    """The label, or the bare name of a kind that is no longer registered."""
    return _kinds[name].label if name in _kinds else name


def asks_decision(name: str) -> bool:
    return name in _kinds and _kinds[name].asks_decision


def why_for(name: str) -> Words:
    return _kinds[name].why if name in _kinds else ""


def no_longer_waiting(kind: str, thing_ids: Iterable[str]) -> set[str]:
    """Those of the things of a kind of event that somebody has decided or answered. One query."""
    asked, registered = set(thing_ids), _kinds.get(kind)
    if registered is None or registered.waiting is None:
        return set()
    return asked - {str(pk) for pk in registered.waiting().filter(pk__in=asked).values_list("pk", flat=True)}
