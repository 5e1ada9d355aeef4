from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Reading(models.Model):
    """When a person last read a thing ("commitments.commitment", its key), for "new since you last read this"."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("person")
    )
    thing_label = models.CharField(_("kind of thing"), max_length=100)
    thing_id = models.CharField(_("key of the thing"), max_length=64)
    read_at = models.DateTimeField(_("read"))

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = [
            models.UniqueConstraint(fields=["person", "thing_label", "thing_id"], name="drafting_reading_once"),
        ]

    def __str__(self) -> str:
        return f"{self.thing_label} {self.thing_id}"
