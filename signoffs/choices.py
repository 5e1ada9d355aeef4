"""The words of signing off."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stand(models.TextChoices):
    """Where one of those who are asked stands towards one commitment, as the words are now."""

    NO_PART = "no_part", _("has no part in it")
    NOT_ASKED = "not_asked", _("not asked")
    WAITING = "waiting", _("waiting")
    YES = "yes", _("cleared")
    EARLIER = "earlier", _("signed an earlier text")
    NO = "no", _("returned")


STAND_COLOURS = {
    Stand.NO_PART: "",
    Stand.NOT_ASKED: "grey",
    Stand.WAITING: "yellow",
    Stand.YES: "green",
    Stand.EARLIER: "orange",
    Stand.NO: "red",
}


class ReminderStep(models.TextChoices):
    """When a clearing post is reminded; the last goes to its deputy."""

    BEFORE = "before", _("7 days before")
    DUE = "due", _("on the day")
    LATE = "late", _("3 days after")
    DEPUTY = "deputy", _("to the deputy, 7 days after")


class WhyNot(models.TextChoices):
    """Why a reminder is not sent: for good, or not yet."""

    ENDED = "ended", _("The commitment is no longer in clearance.")
    ANSWERED = "answered", _("The department has cleared these words.")
    SENT = "sent", _("It has been sent.")
    NOT_DUE = "not_due", _("Its day has not come.")
    SHORT = "short", _("Less time was given than that: the request itself said when it is due.")
    OVERTAKEN = "overtaken", _("Its day had passed, and the next reminder took its place.")
    NO_POST = "no_post", _("The department has no clearing post.")
    VACANT = "vacant", _("Nobody holds the clearing post.")
    NO_DEPUTY = "no_deputy", _("The clearing post has no deputy.")
    DEPUTY_VACANT = "deputy_vacant", _("Nobody holds the deputy's post.")
    NOT_LET_IN = "not_let_in", _("The deputy's post was made later: ask the department again, and it may answer.")
    NIGHT = "night", _("Reminders are sent by day.")


class LinkEnd(models.TextChoices):
    """Why a personal link does not serve: for good, except the last."""

    USED = "used", _("It has been used: the answer is on record.")
    ASKED_AGAIN = "asked_again", _("A newer link was sent in its place.")
    TAKEN_BACK = "taken_back", _("It was taken back.")
    CONTACTS = "contacts", _("The contacts were changed after it was sent.")
    TRIES = "tries", _("Too many codes were asked for.")
    MOVED_ON = "moved_on", _("The commitment does not wait for the minister any more, or not in these words.")
    EXPIRED = "expired", _("Its time is over.")
    LEFT = "left", _("Who it was sent to does not hold the post any more.")
    NOT_VERIFIED = "not_verified", _("The code was entered too long ago. Open the link once more.")


class Stance(models.TextChoices):
    """What an organisation says of one edition; the values are the words of the plan file (DESIGN 9)."""

    SUPPORTS = "supports", _("Supports")
    RESERVATIONS = "supports with reservations", _("Supports with reservations")
    DOES_NOT_SUPPORT = "does not support", _("Does not support")
    WITHDRAWN = "withdrawn", _("Withdrawn")


NEEDS_STATEMENT = (Stance.RESERVATIONS, Stance.DOES_NOT_SUPPORT)
STANCE_COLOURS = {
    Stance.SUPPORTS: "green",
    Stance.RESERVATIONS: "yellow",
    Stance.DOES_NOT_SUPPORT: "red",
    Stance.WITHDRAWN: "grey",
}


class PartnershipState(models.TextChoices):
    """How far a decision of the network about the word partnership has come."""

    WAITING = "waiting", _("Waits for signatures")
    IN_EFFECT = "in_effect", _("In effect")
    DROPPED = "dropped", _("Dropped")
