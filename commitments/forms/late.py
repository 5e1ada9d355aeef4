from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments.choices import LateKind
from commitments.models import Commitment
from core.forms import LongTextField

PUBLIC = _("Everyone can read it, for good.")


class AskLateChangeForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What should still be possible?"), choices=LateKind.choices, widget=forms.RadioSelect
    )
    commitment = forms.ModelChoiceField(
        label=_("Which commitment?"),
        queryset=Commitment.objects.none(),
        required=False,
        empty_label=_("Choose a commitment"),
        help_text=_("Not needed for a new commitment."),
    )
    reason = LongTextField(label=_("Why now?"), rows=4, help_text=PUBLIC)

    def __init__(self, *args: Any, commitments: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        commitment: Any = self.fields["commitment"]
        commitment.queryset = commitments


class AnswerLateChangeForm(forms.Form):
    reason = LongTextField(label=_("Reason"), rows=4, help_text=PUBLIC)
