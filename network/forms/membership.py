from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import LongTextField, Radios
from network.choices import ApplicantKind
from network.models import Network


class JoinForm(forms.Form):
    network = forms.ModelChoiceField(
        label=_("Network"), queryset=Network.objects.all(), to_field_name="slug", widget=Radios(), empty_label=None
    )
    kind = forms.ChoiceField(label=_("Who asks to join"), choices=ApplicantKind.choices, widget=Radios())
    organisation_name = forms.CharField(
        label=_("Name of the organisation"), max_length=200, required=False, help_text=_("If it is your organisation.")
    )
    name = forms.CharField(label=_("Your name"), max_length=200)
    email = forms.EmailField(label=_("Your e-mail address"), help_text=_("The answer goes there."))
    statement = LongTextField(label=_("How you meet the criteria"), max_words=300, max_length=5000)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == ApplicantKind.ORGANISATION and not cleaned.get("organisation_name"):
            self.add_error("organisation_name", _("Enter the name of the organisation."))
        return cleaned


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Answer"), choices=[("accept", _("Accept")), ("decline", _("Decline"))], widget=Radios()
    )
    reason = LongTextField(
        label=_("Reason"), rows=5, help_text=_("Sent to the applicant. Say which of the criteria are met or are not.")
    )


class EndMembershipForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False, help_text=_("Not published."))
