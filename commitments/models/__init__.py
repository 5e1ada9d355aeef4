from commitments.models.annex import Ask
from commitments.models.commitments import (
    REF_PATTERN,
    Commitment,
    CommitmentGroupObjectPermission,
    CommitmentOrganisation,
    CommitmentUserObjectPermission,
    Milestone,
    MilestoneOrganisation,
    Section,
)
from commitments.models.corrections import ProposedCorrection
from commitments.models.groups import GroupRequest, WorkingGroup
from commitments.models.late import LateChange

__all__ = [
    "Ask",
    "Commitment",
    "CommitmentGroupObjectPermission",
    "CommitmentOrganisation",
    "CommitmentUserObjectPermission",
    "GroupRequest",
    "LateChange",
    "Milestone",
    "MilestoneOrganisation",
    "ProposedCorrection",
    "REF_PATTERN",
    "Section",
    "WorkingGroup",
]
