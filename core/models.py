"""Rows that any site needs: work for the background, and files kept by what they contain."""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.choices import LIVE, JobState


class Job(models.Model):
    """One piece of background work. This row is the truth; a message in the broker only wakes a worker up."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=100)
    argument = models.CharField(_("argument"), max_length=200)
    key = models.CharField(
        _("key"), max_length=200, help_text=_("No two live jobs of one name have the same key; usually the argument.")
    )
    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.QUEUED)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    max_tries = models.PositiveSmallIntegerField(_("most tries"), default=3)
    error = models.TextField(_("error"), blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    run_after = models.DateTimeField(_("not before"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["name", "key"], condition=models.Q(state__in=LIVE), name="one_live_job"),
            models.CheckConstraint(condition=models.Q(state__in=JobState.values), name="job_state_is_known"),
        ]
        indexes = [
            models.Index(fields=["name", "argument", "-created_at"], name="job_latest"),
            models.Index(fields=["created_at"], condition=models.Q(state__in=LIVE), name="job_live"),
        ]

    def __str__(self) -> str:
        return f"{self.name}({self.argument})"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def is_done(self) -> bool:
        return self.state == JobState.DONE

    @property
    def is_failed(self) -> bool:
        return self.state == JobState.FAILED


class KeptFile(models.Model):
    """A finished file, found by a key that names everything it was made from (content hash + renderer version)."""

    key = models.CharField(_("key"), max_length=200, unique=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    path = models.CharField(_("path below the files folder"), max_length=200)
    name = models.CharField(_("file name"), max_length=200)
    media_type = models.CharField(_("media type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    class Meta:
        verbose_name = _("kept file")
        verbose_name_plural = _("kept files")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def location(self) -> Path:
        return Path(settings.MEDIA_ROOT) / self.path
