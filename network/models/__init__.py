from network.models.membership import Applicant, Membership, MembershipRequest
from network.models.organisations import Network, Organisation
from network.models.people import User, UserManager
from network.models.posts import Handover, Post, Tenure
from network.models.proofs import LastCode

__all__ = [
    "Applicant",
    "Handover",
    "LastCode",
    "Membership",
    "MembershipRequest",
    "Network",
    "Organisation",
    "Post",
    "Tenure",
    "User",
    "UserManager",
]
