from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments.models import Section
from core.forms import LongTextField
from network.forms import SigningForm


class ProposeCorrectionForm(forms.Form):
    """Every section as it stands, to be corrected in place, and why that changes nothing."""

    def __init__(self, *args: Any, sections: Iterable[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = []
        for section in sections:
            key = section.template_section.key
            self.keys.append(key)
            self.fields[self._name(key)] = LongTextField(
                label=section.template_section.title,
                initial=section.text.body,
                rows=10,
                required=False,
                strip=False,
            )
        self.fields["reason"] = LongTextField(
            label=_("What is corrected, and why it changes nothing that was agreed"),
            help_text=_("For example: “Two spelling mistakes, and a name written out.” Everyone reads it."),
            rows=4,
        )

    def bodies(self) -> dict[str, str]:
        return {key: self.cleaned_data[self._name(key)] for key in self.keys}

    @staticmethod
    def _name(key: str) -> str:
        return f"section_{key}"


class DeclareCorrectionForm(SigningForm):
    corrected = forms.CharField(widget=forms.HiddenInput, min_length=64, max_length=64)


class ObjectForm(SigningForm):
    reason = LongTextField(
        label=_("What does it change, and why do you object?"),
        rows=5,
        help_text=_("Everyone who can read the text reads it."),
    )

    def __init__(self, *args: Any, about: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(about)
        self.fields["about"] = forms.ChoiceField(
            label=_("Your signature"),
            choices=choices,
            widget=forms.RadioSelect,
            initial=choices[0][0] if choices else None,
        )
        self.order_fields(["about", "reason"])
