from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.forms import LongTextField, Radios
from network.forms import SigningForm
from signoffs.choices import NEEDS_STATEMENT, Stance
from signoffs.services.endorsements import SaidMeanwhile

LONGEST_STATEMENT = 5000


class EndorseForm(SigningForm):
    """What an organisation says; `sentences` are those that the signature will keep, by stance, and so the choices."""

    stance = forms.ChoiceField(label=_("What does your organisation say?"), widget=Radios)
    statement = LongTextField(
        label=_("Statement"),
        rows=5,
        required=False,
        max_length=LONGEST_STATEMENT,
        help_text=_("Needed for reservations and for “does not support”. Plain text, no formatting."),
    )
    is_name_public = forms.BooleanField(
        label=_("Publish the name of our organisation and its statement"),
        required=False,
        help_text=_(
            "From the day the plan is published. Without this your organisation is counted there and not named. The "
            "two sides of this plan see the name in any case, from now on. What has been published stays published."
        ),
    )
    replaces = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, sentences: Mapping[Stance, str], shown: int | None, **kwargs: Any) -> None:
        """`shown` is the act by which the organisation said what the page shows as its stance until now."""
        self.shown = "" if shown is None else str(shown)
        self.is_overtaken = False
        initial = {**kwargs.pop("initial", {}), "replaces": shown}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["stance"].choices = [(stance.value, str(LABELS[stance])) for stance in sentences]  # type: ignore[attr-defined]
        self.fields["stance"].widget.hints = {stance.value: words for stance, words in sentences.items()}

    def _with_new_words(self, data: QueryDict | None) -> QueryDict | None:
        """Drawn again, the form is about the stance that stands on the page then."""
        data = super()._with_new_words(data)
        if data is None or data.get("replaces", "") == self.shown:
            return data
        self.is_overtaken = True
        data = data.copy()
        data["replaces"] = self.shown
        return data

    def clean(self) -> dict[str, Any] | None:
        values = super().clean()
        stance, statement = self.cleaned_data.get("stance"), self.cleaned_data.get("statement", "").strip()
        if stance in NEEDS_STATEMENT and not statement:
            self.add_error("statement", _needed(Stance(stance)))
        if self.is_overtaken:
            raise SaidMeanwhile
        return values

    @property
    def stance_chosen(self) -> Stance:
        return Stance(self.cleaned_data["stance"])


LABELS: Mapping[Stance, Any] = {
    Stance.SUPPORTS: _("Supports"),
    Stance.RESERVATIONS: _("Supports with reservations"),
    Stance.DOES_NOT_SUPPORT: _("Does not support"),
    Stance.WITHDRAWN: _("Take back what we said"),
}


def _needed(stance: Stance) -> Any:
    if stance == Stance.RESERVATIONS:
        return _("Write which reservations your organisation has.")
    return _("Write why your organisation does not support it.")
