from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from drafting.querysets import EditionQuerySet


class Edition(models.Model):
    """A frozen, numbered, hashed copy of a whole thing. The database refuses to change or delete it."""

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+", verbose_name=_("kind"))
    object_id = models.PositiveBigIntegerField(_("of"))
    subject = GenericForeignKey("content_type", "object_id")
    number = models.PositiveIntegerField(_("number"))
    content = models.TextField(_("content"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("frozen by")
    )
    frozen_at = models.DateTimeField(_("frozen"))

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["content_type", "object_id", "-number"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "number"], name="drafting_edition_number_once"
            ),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="drafting_edition_numbers_from_one"),
        ]

    def __str__(self) -> str:
        return str(_("Edition %(number)d") % {"number": self.number})

    @property
    def data(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.content)
        return content
