"""The words a commitment, its parts and the annex choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    DRAFTING = "drafting", _("Drafting")
    AGREED = "agreed", _("Agreed")
    CLEARANCE = "clearance", _("Clearance")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ANNEXED = "annexed", _("In the annex")
    MERGED = "merged", _("Merged")


EDITABLE_STATES = (State.PROPOSED, State.DRAFTING)
MAIN_BODY_STATES = (State.PROPOSED, State.DRAFTING, State.AGREED, State.CLEARANCE, State.APPROVED)

CORRECTABLE_STATES = (State.AGREED, State.CLEARANCE, State.APPROVED)

STATE_COLOURS = {
    State.PROPOSED: "yellow",
    State.DRAFTING: "blue",
    State.AGREED: "teal",
    State.CLEARANCE: "purple",
    State.APPROVED: "green",
    State.DECLINED: "red",
    State.WITHDRAWN: "grey",
    State.ANNEXED: "orange",
    State.MERGED: "grey",
}


class Origin(models.TextChoices):
    GOVERNMENT = "government", _("Government")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    BOTH = "both", _("Both sides")


class Part(models.TextChoices):
    LEAD = "lead", _("Lead")
    SUPPORTING_GOVERNMENT = "supporting_government", _("Supporting, government")
    SUPPORTING_OTHER = "supporting_other", _("Supporting, civil society and others")


class AskOrigin(models.TextChoices):
    COMMITMENT = "commitment", _("A commitment")
    SUGGESTION = "suggestion", _("A suggestion")
    IDEA = "idea", _("An idea")
    RESPONSE = "response", _("A response to a consultation")
    NETWORK = "network", _("The network")


class AskStatus(models.TextChoices):
    OPEN = "open", _("Not agreed")
    UNDER_DISCUSSION = "under_discussion", _("Under discussion")
    REFUSED = "refused", _("Refused by government")
    PARTLY_MET = "partly_met", _("Met in part")
    TAKEN_UP = "taken_up", _("Taken up as a commitment")


class RequestState(models.TextChoices):
    WAITING = "waiting", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Not accepted")


class LateKind(models.TextChoices):
    """What after the cut-off needs the consent of both sides: the names of the acts, as the state machine has them."""

    PROPOSE = "propose", _("Propose a new commitment")
    TAKE_UP = "take_up", _("Take up a proposed commitment")
    TAKE_UP_AGAIN = "take_up_again", _("Take up a commitment of the annex again")
    REOPEN = "reopen", _("Reopen a commitment")
    WITHOUT_AGREEMENT = "send_without_agreement", _("Send for clearance without civil society's agreement")


class LateState(models.TextChoices):
    WAITING = "waiting", _("Waiting for the other side")
    CONSENTED = "consented", _("Both sides consent")
    USED = "used", _("Both sides consented, and it was done")
    REFUSED = "refused", _("Refused")
    TAKEN_BACK = "taken_back", _("Taken back")


class CorrectionState(models.TextChoices):
    WAITING = "waiting", _("Waiting for both leads")
    DECLARED = "declared", _("Made")
    DROPPED = "dropped", _("Dropped")
