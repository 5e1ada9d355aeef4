"""Questions that several forms ask: dates as written, organisations in order, what was seen when the form opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments.services.changes import ChangedMeanwhile
from core.forms import DatePartsField
from network.models import Organisation

SPARE_BOXES = 2


def written_date(label: Any, hint: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=300, required=False, help_text=hint)


def day(label: Any) -> DatePartsField:
    return DatePartsField(
        label=label,
        required=False,
        help_text=_("Leave empty to have the words above read. Correct it here if they are read wrongly."),
    )


class BasedForm(forms.Form):
    """Carries what its writer saw, so that fields somebody else changed meanwhile are not overwritten."""

    base = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "base"}

    def show_collision(self, collision: ChangedMeanwhile, *, base: int | None) -> None:
        """Say beside each field what it says now; saving again from here keeps one's own."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data[self.add_prefix("base")] = str(base or "")  # type: ignore[index]
        for name, theirs in collision.theirs.items():
            words = _("Someone changed this meanwhile. It now says: “%(theirs)s”. Save again to keep yours.")
            self.add_error(name, words % {"theirs": theirs if theirs not in (None, "", []) else _("nothing")})


class OrganisationBoxes:
    """A select box for each organisation in its order, with spare ones at the end: order without dragging."""

    def __init__(self, form: forms.Form, name: str, label: Any, chosen: Sequence[Organisation], choices: Iterable[Any]):
        self.form, self.name = form, name
        for index in range(len(chosen) + SPARE_BOXES):
            form.fields[f"{name}_{index}"] = forms.TypedChoiceField(
                label=f"{label} {index + 1}",
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                initial=chosen[index].pk if index < len(chosen) else "",
            )

    def picked(self) -> list[int]:
        values = (self.form.cleaned_data.get(name) for name in self.form.fields if name.startswith(f"{self.name}_"))
        return list(dict.fromkeys(value for value in values if value))


def organisation_choices(organisations: Iterable[Organisation]) -> list[tuple[Any, str]]:
    return [("", ""), *((one.pk, f"{one.name} ({one.acronym})" if one.acronym else one.name) for one in organisations)]
