"""Positions and addresses among the themes, stages or parts of one plan."""

from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.text import slugify

from core.history import save_as


def put_at(thing: Any, position: int | None, siblings: QuerySet[Any], *, by: Any, at: datetime | None = None) -> None:
    """Save `thing` at `position` (1 is first; None or too far is last) and close the ranks around it."""
    others = list(siblings.exclude(pk=thing.pk))
    index = len(others) if position is None else min(max(position - 1, 0), len(others))
    thing.position = index + 1
    save_as(thing, by=by, at=at)
    for number, other in enumerate([*others[:index], thing, *others[index:]], start=1):
        if other.position != number:
            other.position = number
            save_as(other, by=by, at=at, update_fields=["position"])


def close_ranks(siblings: QuerySet[Any], *, by: Any) -> None:
    for number, thing in enumerate(siblings, start=1):
        if thing.position != number:
            thing.position = number
            save_as(thing, by=by, update_fields=["position"])


def free_slug(title: str, siblings: QuerySet[Any], *, fallback: str, taken: frozenset[str] = frozenset()) -> str:
    """An address made of the title that no sibling has: `integrity`, then `integrity-2`."""
    stem = slugify(title)[:70].strip("-") or fallback
    used = taken | set(siblings.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in _candidates(stem, len(used) + 2) if slug not in used)


def _candidates(stem: str, count: int) -> list[str]:
    return [stem, *(f"{stem}-{number}" for number in range(2, count + 1))]


def assign(thing: Model, values: dict[str, Any]) -> list[str]:
    """Set fields and name those that changed; one that does not exist is a mistake of the caller."""
    changed = []
    for name, value in values.items():
        thing._meta.get_field(name)
        if getattr(thing, name) != value:
            setattr(thing, name, value)
            changed.append(name)
    return changed
