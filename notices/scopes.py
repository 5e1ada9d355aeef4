"""What a thing belongs to (suggestion → commitment → plan): there people follow, mute and set their digest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.functional import Promise

from ledger import visibility


@dataclass(frozen=True)
class Named:
    """As much of an act as ledger.visibility asks for."""

    thing_label: str
    thing_id: str


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
