from signoffs.models.approval import ApprovalRequest
from signoffs.models.clearance import ClearanceRequest, ClearanceTerms, Sending
from signoffs.models.reminders import Reminder

__all__ = [
    "ApprovalRequest",
    "ClearanceRequest",
    "ClearanceTerms",
    "Reminder",
    "Sending",
]
