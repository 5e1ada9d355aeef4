from signoffs.models.approval import ApprovalRequest
from signoffs.models.clearance import ClearanceRequest, ClearanceTerms, Sending
from signoffs.models.endorsements import Endorsement, MadePublic
from signoffs.models.links import Contacts, SigningLink
from signoffs.models.partnership import PartnershipDecision
from signoffs.models.reminders import Reminder

__all__ = [
    "ApprovalRequest",
    "ClearanceRequest",
    "ClearanceTerms",
    "Contacts",
    "Endorsement",
    "MadePublic",
    "PartnershipDecision",
    "Reminder",
    "Sending",
    "SigningLink",
]
