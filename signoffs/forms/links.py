from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import LongTextField
from network.forms import SigningForm
from signoffs.forms.approval import APPROVE, REASON, check_answer


class ContactsForm(SigningForm):
    """Who holds the post proves it as for a signature: by these addresses it can be signed."""

    first = forms.EmailField(
        label=_("Where personal links go"), help_text=_("An address that only you read, or your own office.")
    )
    second = forms.EmailField(
        label=_("Where codes go"), help_text=_("Another address, best on another device: a phone that you carry.")
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Eight digits, from the message that we sent to your second contact."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-10"}
        ),
    )


class AnswerByLinkForm(forms.Form):
    """The same two buttons as on the page of who signs in; link and code have said who answers."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = LongTextField(**REASON)

    def clean(self) -> dict[str, Any] | None:
        values = super().clean()
        check_answer(self)
        return values

    @property
    def is_approval(self) -> bool:
        return self.data.get("answer") == APPROVE
