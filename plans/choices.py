from django.db import models
from django.utils.translation import gettext_lazy as _


class Openness(models.TextChoices):
    """Who reads what is still being drafted."""

    OPEN = "open", _("Open: everyone can read drafts")
    NETWORK = "network", _("Network: members of the network and officials can read drafts")
    ENGAGED = "engaged", _("Engaged: only those who hold a role can read drafts")


class Owner(models.TextChoices):
    """Which side has the last word on a narrative part."""

    GOVERNMENT = "government", _("Government")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    BOTH = "both", _("Both sides together")


class PlanRule(models.TextChoices):
    """What both sides have to agree on before it changes."""

    OPENNESS = "openness", _("Who can read drafts")
    LATE = "late", _("Who can read drafts in the last weeks")
    CUT_OFF = "cut_off", _("Cut-off")
    MINIMUM_DAYS = "minimum_days", _("Fewest days between proposing and agreeing")
    SILENCE_DAYS = "silence_days", _("Days after which silence no longer holds up a note")


class RuleChangeState(models.TextChoices):
    WAITING = "waiting", _("Waiting for the other side")
    AGREED = "agreed", _("Agreed")
    REFUSED = "refused", _("Refused")
    TAKEN_BACK = "taken_back", _("Taken back")
