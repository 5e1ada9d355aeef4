"""Which things the ledger's public pages may call by name. What nobody registered stays unnamed."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Model, Q, QuerySet

from ledger.actors import Person


class Named(Protocol):
    """What names a thing: an act of the ledger, an event that somebody is told of."""

    @property
    def thing_label(self) -> str: ...
    @property
    def thing_id(self) -> str: ...


VisibleTo = Callable[[Any], QuerySet[Any]]
_visible: dict[str, VisibleTo] = {}
_sealed: dict[str, "Sealed"] = {}


@dataclass(frozen=True)
class Sealed:
    """Who may open the sealed acts of one verb: `opened_to(user)` gives the acts of which `user` may know post,
    organisation and private words, `named_to(user)` those of which they may know the person too."""

    opened_to: VisibleTo
    named_to: VisibleTo


def register(thing_label: str, visible_to: VisibleTo) -> None:
    """`visible_to(user)` gives the things of this kind ("commitments.Commitment") that `user` may see."""
    _visible[thing_label.lower()] = visible_to


def visible_of_kind(thing_label: str, user: Person) -> QuerySet[Any] | None:
    """All things of the kind that `user` may see; None for a kind that nobody registered."""
    return _visible[thing_label.lower()](user) if thing_label.lower() in _visible else None


def visible_things(entries: Iterable[Named], user: Person) -> dict[tuple[str, str], Model]:
    """The things these acts are about, as far as `user` may see them: one query for each kind."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.thing_label in _visible:
            wanted[entry.thing_label].add(entry.thing_id)
    return {
        (label, str(thing.pk)): thing
        for label, keys in wanted.items()
        for thing in _visible[label](user).filter(pk__in=keys).distinct()
    }


def register_sealed(verb: str, sealed: Sealed) -> None:
    """Sealed acts of a verb that nobody registered stay closed."""
    _sealed[verb] = sealed


def closed_to(user: Any, *, verb: str, entry: str) -> Q:
    """The condition on rows with these two columns that show who acted: a sealed act of which `user` may not know."""
    closed = Q(pk__in=[])
    for name, sealed in _sealed.items():
        closed |= Q(**{verb: name}) & ~Q(**{f"{entry}__in": sealed.named_to(user).order_by().values("pk")})
    return closed


def opened(entries: Iterable[Any], user: Any) -> tuple[set[int], set[int]]:
    """Numbers of the sealed acts among these that `user` may open, and of those with the person's name: two queries
    for each verb that is among them."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        if entry.is_sealed and entry.verb in _sealed:
            wanted[entry.verb].add(entry.index)
    may_open: set[int] = set()
    may_name: set[int] = set()
    for verb, indexes in wanted.items():
        may_open |= set(_sealed[verb].opened_to(user).filter(pk__in=indexes).values_list("pk", flat=True))
        may_name |= set(_sealed[verb].named_to(user).filter(pk__in=indexes).values_list("pk", flat=True))
    return may_open, may_name
