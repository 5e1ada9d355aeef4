"""What can be announced: apps register their kinds of event at start-up, with the words a message uses."""

from dataclasses import dataclass

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Kind:
    name: str
    label: Words
    why: Words
    asks_decision: bool


class UnknownKind(LookupError):
    """Nobody registered a kind under this name: a typing error, or an app that is not installed."""


_kinds: dict[str, Kind] = {}


def register(kind: str, label: Words, why: Words, *, asks_decision: bool = True) -> None:
    """`label` says what happened ("A suggestion was made"), `why` why those of `to` are told ("you take part in it").

    For those it waits for the message says that it does. `asks_decision`: what waits is a decision, which reaches the
    holder of a post even if they have switched messages off; False for an answer, a reading and the like.
    """
    _kinds[kind] = Kind(kind, label, why, asks_decision)


def kind_of(name: str) -> Kind:
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(name) from None


def label_for(name: str) -> Words:
    """The label, or the bare name of a kind that is no longer registered."""
    return _kinds[name].label if name in _kinds else name


def asks_decision(name: str) -> bool:
    return name in _kinds and _kinds[name].asks_decision


def why_for(name: str) -> Words:
    return _kinds[name].why if name in _kinds else ""
