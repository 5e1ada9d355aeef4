"""What a thing belongs to (suggestion → commitment → plan): there people follow, mute and set their digest."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import BigIntegerField, Model, QuerySet, Value
from django.utils.functional import Promise

from ledger import visibility
from network import roles
from network.models import User


@dataclass(frozen=True)
class Named:
    """As much of an act as ledger.visibility asks for."""

    thing_label: str
    thing_id: str


AT_ONE_GO = 25  # readers asked about in one question: each is a part of it
Parent = Callable[[Any], Model | None]
_parents: dict[str, Parent | None] = {}
_followable: dict[str, str | Promise] = {}


def register(thing_label: str, parent: Parent | None, *, followable_as: str | Promise = "") -> None:
    """`parent(thing)` is what a thing of this kind belongs to; None for the kind at the top. `followable_as`
    ("Commitment") lets people follow things of this kind and set a digest for them."""
    _parents[thing_label.lower()] = parent
    if followable_as:
        _followable[thing_label.lower()] = followable_as


def key_of(thing: Model) -> str:
    return f"{thing._meta.label_lower}:{thing.pk}"


def chain(thing: Model) -> list[Model]:
    """The thing and all that it belongs to, the nearest first; a kind that nobody registered stands alone."""
    found: list[Model] = []
    step: Model | None = thing
    while step is not None and len(found) < 10:
        found.append(step)
        parent = _parents.get(step._meta.label_lower)
        step = parent(step) if parent else None
    return found


def is_followable(thing_label: str) -> bool:
    return thing_label in _followable


def followable_as(thing_label: str) -> str | Promise:
    return _followable[thing_label]


def tops() -> list[type[Model]]:
    """The models that belong to nothing else: plans."""
    return [apps.get_model(label) for label, parent in _parents.items() if parent is None]


def visible(keys: Sequence[str], user: Any) -> dict[str, Model]:
    """Those of the keys whose thing `user` may see, with the thing: one question for each kind."""
    named = [Named(*key.split(":", 1)) for key in keys if ":" in key]
    found = visibility.visible_things(named, user)
    return {f"{label}:{number}": thing for (label, number), thing in found.items()}


def visible_to_each(wanted: Mapping[User, Collection[str]]) -> dict[int, set[str]]:
    """By key of the reader: which of the keys wanted for them they may see. As `visible` for each, but one question
    for each kind of thing (and each AT_ONE_GO readers)."""
    people = list(wanted)
    roles.ask_ahead([person.pk for person in people])
    found: dict[int, set[str]] = {person.pk: set() for person in people}
    for start in range(0, len(people), AT_ONE_GO):
        some = people[start : start + AT_ONE_GO]
        for label in sorted({key.partition(":")[0] for person in some for key in wanted[person]}):
            for reader, pk in _seen_by_each(label, {person: wanted[person] for person in some}):
                found[reader].add(f"{label}:{pk}")
    return found


def _seen_by_each(label: str, wanted: Mapping[User, Collection[str]]) -> Iterable[tuple[int, Any]]:
    parts: list[QuerySet[Any, Any]] = []
    for person, keys in wanted.items():
        numbers = [key.partition(":")[2] for key in keys if key.partition(":")[0] == label]
        visible = visibility.visible_of_kind(label, person) if numbers else None
        if visible is not None:
            reader = Value(person.pk, output_field=BigIntegerField())
            parts.append(visible.filter(pk__in=numbers).order_by().annotate(reader=reader).values_list("reader", "pk"))
    return parts[0].union(*parts[1:]) if parts else ()
