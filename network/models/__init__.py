from network.models.membership import Applicant, Membership, MembershipRequest
from network.models.organisations import Network, Organisation
from network.models.people import User, UserManager
from network.models.posts import Handover, Post, Tenure

__all__ = [
    "Applicant",
    "Handover",
    "Membership",
    "MembershipRequest",
    "Network",
    "Organisation",
    "Post",
    "Tenure",
    "User",
    "UserManager",
]
