"""Which things the ledger's public pages may call by name. What nobody registered stays unnamed."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from django.db.models import Model, QuerySet

from ledger.actors import Person


class Named(Protocol):
    """What names a thing: an act of the ledger, an event that somebody is told of."""

    @property
    def thing_label(self) -> str: ...
    @property
    def thing_id(self) -> str: ...


VisibleTo = Callable[[Any], QuerySet[Any]]
_visible: dict[str, VisibleTo] = {}


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
