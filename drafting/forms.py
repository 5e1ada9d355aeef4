from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from core.forms import LongTextField, Radios
from drafting.choices import SuggestionState
from drafting.merge import has_markers
from drafting.models import Revision, Suggestion, Text
from drafting.services import clean
from drafting.suggestions import LONGEST_REASON


class EditForm(forms.Form):
    """A text being written. It carries the number of the revision it started from (0: none yet), refused without."""

    marks_optional = False
    body = LongTextField(label=_("Text"), required=False, strip=False, rows=20)
    note = forms.CharField(
        label=_("What did you change, and why? (optional)"),
        help_text=_("One line for the history. Everyone who may read this text can read it."),
        max_length=500,
        required=False,
    )
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, text: Text, guidance: str = "", word_limit: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.text = text
        self.base_revision: Revision | None = None
        self.is_base_known = True
        body = self.fields["body"]
        body.help_text = escape(guidance)
        body.max_words = word_limit  # type: ignore[attr-defined]

    def clean_body(self) -> str:
        body = clean(self.cleaned_data["body"])
        if has_markers(body):
            raise ValidationError(
                _("There are still places to decide: search for “[[”, keep what is right and remove the marks.")
            )
        return body

    def typed(self, name: str) -> str:
        """What came in, valid or not."""
        return str(self.data.get(name, ""))

    def clean_base(self) -> str:
        base = str(self.cleaned_data["base"])
        if base != "0":
            self.base_revision = self.text.revisions.filter(number=int(base)).first() if is_number(base) else None
            self.is_base_known = self.base_revision is not None
        return base


class CompareForm(forms.Form):
    """Any two revisions by their numbers."""

    marks_optional = False
    old = forms.IntegerField(label=_("Compare revision"), min_value=1)
    new = forms.IntegerField(label=_("with revision"), min_value=1)

    def __init__(self, *args: Any, latest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        message = _("The latest revision is %(limit_value)s.")
        for name in ("old", "new"):
            field = self.fields[name]
            assert isinstance(field, forms.IntegerField)
            field.widget.attrs["class"] = "govuk-input--width-4"
            field.validators.append(MaxValueValidator(latest, message))


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


class SuggestForm(forms.Form):
    """Other words for one passage, and why."""

    marks_optional = False
    replacement = LongTextField(
        label=_("The passage as you would have it"),
        help_text=_("Change the words below. What is written now stays as it is until your suggestion is decided."),
        required=False,
        strip=False,
        rows=10,
    )
    reason = LongTextField(
        label=_("Why?"),
        help_text=_("Everyone who may read this text can read your suggestion, your reason and your name."),
        rows=4,
        max_length=LONGEST_REASON,
    )


class DecisionForm(forms.Form):
    """Why a suggestion gets its outcome."""

    reason = LongTextField(
        label=_("Why?"),
        help_text=_("The author is told. Everyone who may read this text can read it, with your name."),
        rows=4,
        max_length=LONGEST_REASON,
    )


class WithdrawForm(forms.Form):
    reason = LongTextField(label=_("Why?"), required=False, rows=3, max_length=LONGEST_REASON)


class MeetForm(EditForm):
    """A text, and what becomes of each of some suggestions with it; empty: the suggestion stays open."""

    LEFT_OPEN = ("", _("Leave it open"))

    def __init__(self, *args: Any, suggestions: Sequence[Suggestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["note"]
        self.suggestions = list(suggestions)
        outcomes = [SuggestionState.ACCEPTED, SuggestionState.PARTLY, SuggestionState.NOT_ACCEPTED]
        for number in (one.number for one in self.suggestions):
            self.fields[f"outcome_{number}"] = forms.ChoiceField(
                label=_("What becomes of S%(number)d with this text?") % {"number": number},
                choices=[self.LEFT_OPEN, *((one.value, one.label) for one in outcomes)],
                widget=Radios(inline=True, small=True),
                required=False,
            )
            self.fields[f"reason_{number}"] = LongTextField(
                label=_("Why is this what becomes of S%(number)d?") % {"number": number},
                required=False,
                rows=2,
                max_length=LONGEST_REASON,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        decided = [one.number for one in self.suggestions if cleaned.get(f"outcome_{one.number}")]
        for number in decided:
            if not cleaned.get(f"reason_{number}") and f"reason_{number}" not in self.errors:
                self.add_error(f"reason_{number}", _("Give the reason for what becomes of S%d.") % number)
        if not decided and not self.errors:
            first = self.suggestions[0].number
            self.add_error(f"outcome_{first}", _("Say of at least one suggestion what becomes of it."))
        return cleaned

    def decisions(self) -> list[tuple[Suggestion, str, str]]:
        said = self.cleaned_data
        asked = [(one, said[f"outcome_{one.number}"], said[f"reason_{one.number}"]) for one in self.suggestions]
        return [decision for decision in asked if decision[1]]
