from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """How far a published edition of a plan has come."""

    CONSULTATION_DRAFT = "consultation_draft", _("Consultation draft")
    FINAL = "final", _("Final")
    AMENDED = "amended", _("Amended")


class PresentedAs(models.TextChoices):
    """Whose plan it is called: a joint plan needs the network's word (DESIGN 4.6)."""

    UNDECIDED = "", _("Not yet decided")
    JOINT = "joint", _("Written in partnership")
    GOVERNMENT = "government", _("The government's plan")


class ReleaseState(models.TextChoices):
    """How far a final edition is on its way to the public."""

    SEALED = "sealed", _("Sealed: waiting for signatures")
    SCHEDULED = "scheduled", _("Will be published at its hour")
    STOPPED = "stopped", _("Stopped before its hour")
    PUBLISHED = "published", _("Published")
    CANCELLED = "cancelled", _("Cancelled")


LIVE_RELEASES = (ReleaseState.SEALED, ReleaseState.SCHEDULED, ReleaseState.STOPPED)


class Opened(models.TextChoices):
    """How somebody opened a text that circulates."""

    PAGE = "page", _("the page")
    PDF = "pdf", _("the PDF")
