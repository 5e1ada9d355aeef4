from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    QUEUED = "queued", _("being prepared")
    RUNNING = "running", _("being prepared now")
    DONE = "done", _("ready")
    FAILED = "failed", _("failed")


LIVE = (JobState.QUEUED, JobState.RUNNING)
