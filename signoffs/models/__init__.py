from signoffs.models.approval import ApprovalRequest
from signoffs.models.clearance import ClearanceRequest, ClearanceTerms, Sending
from signoffs.models.links import Contacts, SigningLink
from signoffs.models.reminders import Reminder

__all__ = [
    "ApprovalRequest",
    "ClearanceRequest",
    "ClearanceTerms",
    "Contacts",
    "Reminder",
    "Sending",
    "SigningLink",
]
