from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from signoffs.board import SHOWS
from signoffs.columns import Column


class BoardForm(forms.Form):
    """Whose column, and what stands in it."""

    marks_optional = False

    who = forms.ChoiceField(label=_("Who signs"), required=False)
    show = forms.ChoiceField(label=_("What stands there"), required=False)

    def __init__(self, *args: Any, columns: Sequence[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who: Any = self.fields["who"]
        show: Any = self.fields["show"]
        who.choices = [("", _("Everybody")), *_grouped(columns)]
        show.choices = [(name, label) for name, (label, _fits) in SHOWS.items()]


def _grouped(columns: Sequence[Column]) -> list[Any]:
    return [
        (name, [(one.key, one.title or one.heading) for one in found])
        for name, found in groupby(columns, key=lambda one: one.group)
    ]
