"""Saving fields of something that others may be editing at the same moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import save_as

if TYPE_CHECKING:
    from network.models import User


class NotEditable(ValidationError):
    """The commitment has left the states in which it may be written."""

    def __init__(self) -> None:
        super().__init__(_("This commitment can no longer be edited in its present state."), code="not_editable")


class ChangedMeanwhile(ValidationError):
    """Someone else changed the same fields since the form was opened; nothing was saved."""

    def __init__(self, theirs: Mapping[str, Any]) -> None:
        self.theirs = dict(theirs)
        message = _("Someone changed this while you were writing. Compare both, then save again to keep yours.")
        super().__init__(dict.fromkeys(theirs, message))


def save_changes(
    row: models.Model,
    changes: Mapping[str, Any],
    *,
    by: User | None,
    base: int | None = None,
    at: dt.datetime | None = None,
) -> list[str]:
    """Write what ``changes`` alters in a locked row and return the names of its fields.

    ``base`` is the number of the history entry that the writer saw: fields they left alone keep what others wrote
    since, and a field both changed differently raises ChangedMeanwhile.
    """
    seen = _seen(row, base)
    mine = {name: value for name, value in changes.items() if value != getattr(seen, name)}
    altered = {name: value for name, value in mine.items() if value != getattr(row, name)}
    collisions = {name: getattr(row, name) for name in altered if getattr(row, name) != getattr(seen, name)}
    if collisions:
        raise ChangedMeanwhile(collisions)
    for name, value in altered.items():
        setattr(row, name, value)
    if altered:
        save_as(row, by=by, at=at)
    return list(altered)


def delete_as(row: models.Model, *, by: User | None) -> None:
    row._history_user = by  # type: ignore[attr-defined]
    row.delete()


def version_of(row: models.Model) -> int | None:
    """The number of the newest history entry: what a form carries as its base."""
    return row.history.order_by("-history_id").values_list("history_id", flat=True).first()  # type: ignore[attr-defined, no-any-return]


def _seen(row: models.Model, base: int | None) -> models.Model:
    if base is None:
        return row
    return row.history.filter(history_id=base).first() or row  # type: ignore[attr-defined]
