from django.db import models
from django.utils.translation import gettext_lazy as _


class Why(models.TextChoices):
    """Why somebody is told (as a plan's leads read it); the first that holds is kept."""

    WAITS = "waits", _("it waits for them")
    MENTIONED = "mentioned", _("they are mentioned")
    TOLD = "told", _("it concerns them")
    FOLLOWS = "follows", _("they follow it")
    ROLE = "role", _("they hold a role on it")


AT_ONCE = (Why.WAITS, Why.MENTIONED)


class Frequency(models.TextChoices):
    """How often somebody's digest comes; empty in the database: what is usual for them."""

    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every Monday")
    NEVER = "never", _("Never, except decisions asked of my post")


class MailKind(models.TextChoices):
    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("daily digest")
    WEEKLY = "weekly", _("weekly digest")


class MailState(models.TextChoices):
    WAITING = "waiting", _("waiting to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    NOT_SENT = "not_sent", _("not sent")
    FAILED = "failed", _("given up")


class Reason(models.TextChoices):
    """Why a message is not sent: for good (KEPT_BACK), or not yet."""

    NO_ADDRESS = "no_address", _("The account is closed or has no address.")
    NOT_VISIBLE = "not_visible", _("They may not see what it is about.")
    POST_LEFT = "post_left", _("They no longer hold the post that was asked.")
    DONE = "done", _("Somebody has decided or answered it meanwhile.")
    TOO_OLD = "too_old", _("It is more than 30 days old.")
    MUTED = "muted", _("They have switched these messages off.")
    SEALED = "sealed", _("It is in a mail already.")
    WINDOW = "window", _("They had a mail minutes ago: it goes with the next one.")
    NOT_DUE = "not_due", _("It goes with the next digest.")
    NIGHT = "night", _("Digests are sent by day.")


KEPT_BACK = (
    Reason.NO_ADDRESS,
    Reason.NOT_VISIBLE,
    Reason.POST_LEFT,
    Reason.DONE,
    Reason.TOO_OLD,
    Reason.MUTED,
)
