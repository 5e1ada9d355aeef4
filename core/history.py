"""The one way to write a model that keeps its history (django-simple-history)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model

MARKS = ("_history_user", "_change_reason", "_history_date")


def save_as(
    obj: Model,
    *,
    by: AbstractBaseUser | AnonymousUser | None,
    reason: str = "",
    update_fields: Iterable[str] | None = None,
    at: datetime | None = None,
) -> None:
    """Save `obj` so that its history says who, why and (if not now) when. `by=None` is the system itself.

    It does not call full_clean(): forms have worded the questions, the database has the last word.
    """
    marks: dict[str, Any] = {
        "_history_user": by if by is not None and by.is_authenticated else None,
        "_change_reason": reason[:100] or None,
    }
    if at is not None:
        marks["_history_date"] = at
    try:
        for mark, value in marks.items():
            setattr(obj, mark, value)
        obj.save(update_fields=update_fields)
    finally:
        for mark in MARKS:
            obj.__dict__.pop(mark, None)
