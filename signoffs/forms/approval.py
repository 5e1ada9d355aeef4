from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import LongTextField
from network.forms import SigningForm

APPROVE, DECLINE = "approve", "decline"
REASON: dict[str, Any] = {
    "label": _("If you decline: why?"),
    "rows": 4,
    "required": False,
    "help_text": _("Everyone can read it, on the page of the commitment and in the public record."),
}


def check_answer(form: forms.Form) -> None:
    """One of the two buttons, with the reason that the second one needs and the first one must not have."""
    answer, reason = form.data.get("answer"), form.cleaned_data.get("reason", "").strip()
    if answer not in (APPROVE, DECLINE):
        raise ValidationError(_("Press one of the two buttons: approve or decline."))
    if answer == DECLINE and not reason:
        form.add_error("reason", _("Say why you decline: the reason is public."))
    if answer == APPROVE and reason:
        form.add_error("reason", _("You wrote why you decline. To approve, empty this box."))


class ApprovalForm(SigningForm):
    """Two buttons named `answer`."""

    reason = LongTextField(**REASON)

    def clean(self) -> dict[str, Any] | None:
        values = super().clean()
        check_answer(self)
        return values

    @property
    def is_approval(self) -> bool:
        return self.data.get("answer") == APPROVE
