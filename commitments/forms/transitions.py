from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments.models import Commitment
from core.forms import LongTextField


class NoReasonForm(forms.Form):
    """Nothing to fill in: the button is the answer."""


class ReasonForm(forms.Form):
    reason = LongTextField(label=_("Reason"), rows=4, help_text=_("Everyone who can read the plan can read it."))


class PublicReasonForm(forms.Form):
    reason = LongTextField(
        label=_("Reason"),
        rows=4,
        help_text=_("It is published with the commitment, on the page, in the PDF and in the data."),
    )


class MergeForm(ReasonForm):
    target = forms.ModelChoiceField(
        label=_("Merge into"), queryset=Commitment.objects.none(), empty_label=_("Choose a commitment")
    )
    field_order = ("target", "reason")

    def __init__(self, *args: Any, targets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        target: Any = self.fields["target"]
        target.queryset = targets


class AnnexForm(ReasonForm):
    text = LongTextField(
        label=_("The ask, in the words of civil society"),
        rows=4,
        required=False,
        help_text=_("This is what the annex will say. Leave empty to use the title."),
    )
    field_order = ("text", "reason")
