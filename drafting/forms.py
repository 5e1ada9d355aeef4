from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from core.forms import LongTextField
from drafting.merge import has_markers
from drafting.models import Revision, Text
from drafting.services import clean


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
                _("There are still places to decide: search for “[[ YOURS:”, keep what is right and remove the marks.")
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
