from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import LongTextField
from network.forms import SigningForm

APPROVE, DECLINE = "approve", "decline"


class ApprovalForm(SigningForm):
    """Two buttons named `answer`, and the reason that the second one needs."""

    reason = LongTextField(
        label=_("If you decline: why?"),
        rows=4,
        required=False,
        help_text=_("Everyone can read it, on the page of the commitment and in the public record."),
    )

    def clean(self) -> dict[str, Any] | None:
        values = super().clean()
        answer, reason = self.data.get("answer"), self.cleaned_data.get("reason", "").strip()
        if answer not in (APPROVE, DECLINE):
            raise ValidationError(_("Press one of the two buttons: approve or decline."))
        if answer == DECLINE and not reason:
            self.add_error("reason", _("Say why you decline: the reason is public."))
        if answer == APPROVE and reason:
            self.add_error("reason", _("You wrote why you decline. To approve, empty this box."))
        return values

    @property
    def is_approval(self) -> bool:
        return self.data.get("answer") == APPROVE
