from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drafting.choices import FormAct
from drafting.models.comments import Thread
from drafting.models.texts import Revision, Text
from drafting.querysets import UnsentFormQuerySet, WorkingCopyQuerySet


class WorkingCopy(models.Model):
    """Words that one person is writing and has not saved. Nobody else ever sees them.

    One for each form that was opened (its `sitting`), so that two windows never overwrite each other's words. When
    the form is saved the row stays a while, empty and closed: a late message of the same form finds it and stops.
    """

    sitting = models.UUIDField(_("sitting"), unique=True)
    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="+", verbose_name=_("text"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("person")
    )
    base = models.ForeignKey(
        Revision, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("written from")
    )
    body = models.TextField(_("text"), blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    saved_at = models.DateTimeField(_("kept"))
    closed_at = models.DateTimeField(_("closed"), null=True)

    objects = WorkingCopyQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        verbose_name = _("working copy")
        verbose_name_plural = _("working copies")
        indexes = [models.Index(fields=["person", "text"], name="drafting_working_copy_by")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(body="", note=""), name="drafting_working_copy_closed_is_empty"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Words not saved yet"))


class UnsentForm(models.Model):
    """What one person typed into a form about a text (`fields`, by name) and has not sent. Nobody else ever sees it.

    As with working copies, one for each form that was opened; once the form is sent the row stays a while, empty.
    """

    sitting = models.UUIDField(_("sitting"), unique=True)
    act = models.CharField(_("for what"), max_length=20, choices=FormAct.choices)
    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="+", verbose_name=_("text"))
    thread = models.ForeignKey(
        Thread, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("conversation answered")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("person")
    )
    address = models.CharField(_("page of the form"), max_length=1_000)
    fields = models.JSONField(_("what was typed"), default=dict)
    saved_at = models.DateTimeField(_("kept"))
    closed_at = models.DateTimeField(_("closed"), null=True)

    objects = UnsentFormQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        verbose_name = _("form not sent")
        verbose_name_plural = _("forms not sent")
        indexes = [models.Index(fields=["person", "text"], name="drafting_unsent_form_by")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(fields={}), name="drafting_unsent_form_closed_is_empty"
            ),
            models.CheckConstraint(
                condition=Q(act=FormAct.ANSWER, thread__isnull=False) | (~Q(act=FormAct.ANSWER) & Q(thread=None)),
                name="drafting_unsent_form_answers_a_thread",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Words not sent yet"))


class Presence(models.Model):
    """Who has a text open to write in it."""

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="+", verbose_name=_("text"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("person")
    )
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [models.UniqueConstraint(fields=["text", "person"], name="drafting_presence_once")]

    def __str__(self) -> str:
        return str(_("Has the text open"))
