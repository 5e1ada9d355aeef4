from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from core.dates import parse_written


class MomentField(forms.CharField):
    """A day as people write it, or a moment as links carry it; `end` means the end of the day."""

    def __init__(self, *, end: bool = False, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=60, **kwargs)
        self.end = end

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        moment = _moment(text) or _edge(parse_written(text, end=self.end), end=self.end)
        if moment is None:
            raise ValidationError(_("Enter a date, for example 27 June 2013"))
        return moment


class BetweenForm(forms.Form):
    """Named `from` and `to` in addresses; `from` is a word of the language, so the field has another name here."""

    marks_optional = False

    start = MomentField(label=_("From the beginning of"), help_text=_("For example, 27 June 2013"))
    to = MomentField(label=_("To the end of"), end=True, help_text=_("Leave empty for now"))

    def add_prefix(self, field_name: str) -> str:
        return "from" if field_name == "start" else super().add_prefix(field_name)

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or {}
        start, to = chosen.get("start"), chosen.get("to")
        if start and to and start >= to:
            self.add_error("to", _("The second date must come after the first"))
        return chosen


def _moment(text: str) -> dt.datetime | None:
    try:
        found = parse_datetime(text) if "T" in text else None
    except ValueError:
        return None
    return timezone.make_aware(found) if found and timezone.is_naive(found) else found


def _edge(day: dt.date | None, *, end: bool) -> dt.datetime | None:
    if day is None:
        return None
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=int(end)), dt.time.min))
