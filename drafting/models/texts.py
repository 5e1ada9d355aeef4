from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drafting import owners
from drafting.querysets import RevisionQuerySet, TextQuerySet

MAX_LENGTH = 200_000


class Text(models.Model):
    """One co-drafted passage. What it says stands in its revisions; `latest` is written by drafting.services only."""

    created_at = models.DateTimeField(_("started"), default=timezone.now)
    latest = models.ForeignKey(
        "Revision", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("latest revision")
    )

    objects = TextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")

    def __str__(self) -> str:
        found = owners.find(self)
        return found[0].title(found[1]) if found else str(_("A text"))

    @property
    def body(self) -> str:
        return self.latest.body if self.latest else ""

    @property
    def owner(self) -> models.Model | None:
        found = owners.find(self)
        return found[1] if found else None

    @property
    def number(self) -> int:
        """The number of the latest revision, 0 before the first: what a form that edits carries as its base."""
        return self.latest.number if self.latest else 0


class Revision(models.Model):
    """What a text said at one moment, and who wrote it. The database refuses to change or delete it."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="revisions", verbose_name=_("text"))
    number = models.PositiveIntegerField(_("number"))
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("parent"))
    base = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("base"))
    author = models.ForeignKey(  # None: the operator, importing a plan file
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("author")
    )
    side = models.CharField(_("side"), max_length=20, blank=True)
    post = models.CharField(_("post"), max_length=300, blank=True)
    organisation = models.CharField(_("organisation"), max_length=300, blank=True)
    body = models.TextField(_("text"), blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    created_at = models.DateTimeField(_("saved"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    merged = models.BooleanField(_("merged"), default=False)
    restored_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("restored from")
    )
    took_in = models.JSONField(_("took in"), default=list, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["text", "-number"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="drafting_revision_number_once"),
            models.UniqueConstraint(fields=["parent"], name="drafting_revision_one_after_another"),
            models.CheckConstraint(
                condition=models.Q(number=1, parent=None) | models.Q(number__gt=1, parent__isnull=False),
                name="drafting_revision_first_has_no_parent",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Revision %(number)d") % {"number": self.number})

    @staticmethod
    def hash_of(body: str) -> str:
        return hashlib.sha256(body.encode()).hexdigest()
