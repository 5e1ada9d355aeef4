"""When the minister was asked. What is answered is a Signature."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from signoffs.models.clearance import Sending


class ApprovalRequest(models.Model):
    """All departments have cleared what was sent: since this moment it waits for the minister's post."""

    sending = models.OneToOneField(Sending, on_delete=models.PROTECT, related_name="approval_request")
    asked_at = models.DateTimeField(_("asked"))

    class Meta:
        verbose_name = _("request for approval")
        verbose_name_plural = _("requests for approval")
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return str(self.sending)
