from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments.choices import AskOrigin, AskStatus
from commitments.forms.fields import BasedForm
from core.forms import LongTextField, Radios

BY_HAND = (AskOrigin.NETWORK, AskOrigin.SUGGESTION, AskOrigin.IDEA, AskOrigin.RESPONSE)


class AskForm(BasedForm):
    text = LongTextField(label=_("What does civil society ask for?"), rows=5)
    origin = forms.ChoiceField(
        label=_("Where does it come from?"),
        choices=[(origin.value, origin.label) for origin in BY_HAND],
        widget=Radios(),
        initial=AskOrigin.NETWORK,
    )


class AnswerAskForm(BasedForm):
    status = forms.ChoiceField(
        label=_("Where does it stand?"),
        choices=[(status.value, status.label) for status in AskStatus if status != AskStatus.TAKEN_UP],
        widget=Radios(),
    )
    reason = LongTextField(
        label=_("Government's reason"), rows=4, help_text=_("It is published beside the ask, in these words.")
    )
