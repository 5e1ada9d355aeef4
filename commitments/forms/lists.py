from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments.choices import Origin, State
from network.models import Organisation
from plans.models import Plan


class FilterForm(forms.Form):
    """Every question may stay empty; a value nobody offers shows everything rather than an error."""

    marks_optional = False

    q = forms.CharField(label=_("Words in the title, reference or sections"), max_length=200, required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Any")), *State.choices])
    lead = forms.ChoiceField(label=_("Lead organisation"), required=False)
    origin = forms.ChoiceField(label=_("Origin"), required=False, choices=[("", _("Any")), *Origin.choices])

    def __init__(self, *args: Any, plan: Plan, leads: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        any_one = ("", _("Any"))
        theme: Any = self.fields["theme"]
        theme.choices = [any_one, *((one.slug, one.title) for one in plan.themes.all()), ("none", _("No theme yet"))]
        lead: Any = self.fields["lead"]
        lead.choices = [any_one, *((one.slug, one.name) for one in leads)]

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
