from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DatePartsField, LongTextField, Radios


class JoinForm(forms.Form):
    reason = LongTextField(
        label=_("Why would you like to write here?"),
        rows=4,
        help_text=_("What you know about it, and for whom you speak. The leads of your side read this and answer."),
    )


class AnswerRequestForm(forms.Form):
    is_accepted = forms.TypedChoiceField(
        label=_("May this person join?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=Radios(inline=True),
    )
    answer = LongTextField(label=_("Reason"), rows=3, help_text=_("The person who asked reads it."))


class GroupForm(forms.Form):
    purpose = LongTextField(label=_("What is this working group for?"), required=False, rows=3)
    starts = DatePartsField(label=_("Works from"), required=False)
    ends = DatePartsField(label=_("Until"), required=False)
    result = LongTextField(label=_("What came of it"), required=False, rows=3)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("The end cannot be before the beginning."))
        return cleaned


class AddToGroupForm(forms.Form):
    """Posts and people of one's own side: nobody appoints for the other."""

    who = forms.ChoiceField(label=_("Post or person"))

    def __init__(self, *args: Any, candidates: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["who"]
        field.choices = [("", ""), *candidates]
