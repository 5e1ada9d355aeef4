from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DatePartsField, LongTextField, Radios

STATED, WITHHELD = "stated", "withheld"


class PartnershipForm(forms.Form):
    """What the network decided, as a steering member writes it down."""

    says = forms.ChoiceField(
        label=_("What did the network decide?"),
        choices=(
            (STATED, _("The plan is called a partnership")),
            (WITHHELD, _("The plan is not called a partnership")),
        ),
        widget=Radios(
            hints={
                STATED: _("Page, PDF and data then say that government and civil society wrote it together."),
                WITHHELD: _(
                    "Page, PDF and data then say that it is the government's plan. This also takes the word back."
                ),
            }
        ),
    )
    statement = LongTextField(
        label=_("Public statement"),
        rows=6,
        max_length=5000,
        help_text=_("What the network says to the public about its decision, and why."),
    )
    decision = forms.CharField(
        label=_("How the network decided"),
        max_length=300,
        help_text=_("For example, “Meeting of the steering group, minute 4”."),
    )
    decided_on = DatePartsField(label=_("Decided on"), help_text=_("For example, 27 6 2013"))

    @property
    def values(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        found["is_stated"] = found.pop("says") == STATED
        return found
