from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import LongTextField, Radios
from network.choices import OrganisationKind, Side
from network.models import Network, Organisation
from network.services.organisations import SIDE_OF_KIND


class OrganisationFilter(forms.Form):
    marks_optional = False
    name = forms.CharField(label=_("Name"), required=False)
    side = forms.ChoiceField(label=_("Side"), required=False, choices=[("", _("All sides")), *Side.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *OrganisationKind.choices])


class OrganisationForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=300)
    acronym = forms.CharField(label=_("Short name"), max_length=30, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices, widget=Radios())
    side = forms.ChoiceField(label=_("Side"), choices=Side.choices, widget=Radios())
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    about = LongTextField(label=_("About"), required=False, help_text=_("What it does, and why it takes part."))

    def __init__(self, *args: Any, organisation: Organisation | None = None, **kwargs: Any) -> None:
        if organisation:
            kwargs["initial"] = {name: getattr(organisation, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        if organisation:  # posts and their rights hang on the side
            del self.fields["side"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        same = Organisation.objects.filter(name__iexact=name)
        if same.exclude(pk=self.organisation.pk if self.organisation else 0).exists():
            raise ValidationError(_("There is an organisation of this name already."))
        return name

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        side = self.organisation.side if self.organisation else cleaned.get("side")
        kind = cleaned.get("kind")
        if side and kind and SIDE_OF_KIND.get(OrganisationKind(kind), side) != side:
            self.add_error("kind", _("An organisation of this kind is on the other side."))
        return cleaned


class NetworkForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    nation = forms.CharField(label=_("Nation"), max_length=100, required=False)
    about = LongTextField(label=_("About"), required=False)
    criteria = LongTextField(
        label=_("Who may join"), help_text=_("Published beside the form. Every answer to a request refers to them.")
    )

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(network, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.network = network

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if Network.objects.filter(name__iexact=name).exclude(pk=self.network.pk).exists():
            raise ValidationError(_("There is a network of this name already."))
        return name
