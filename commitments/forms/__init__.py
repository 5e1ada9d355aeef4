"""The questions people are asked about commitments."""

from commitments.forms.annex import AnswerAskForm, AskForm
from commitments.forms.changes import BetweenForm
from commitments.forms.commitment import DetailsForm, OrganisationsForm, ProposeForm, SubjectsForm
from commitments.forms.groups import AddToGroupForm, AnswerRequestForm, GroupForm, JoinForm
from commitments.forms.lists import FilterForm
from commitments.forms.milestones import MilestoneForm, MoveForm
from commitments.forms.transitions import AnnexForm, MergeForm, NoReasonForm, ReasonForm

__all__ = [
    "AddToGroupForm",
    "AnnexForm",
    "AnswerAskForm",
    "AnswerRequestForm",
    "AskForm",
    "BetweenForm",
    "DetailsForm",
    "FilterForm",
    "GroupForm",
    "JoinForm",
    "MergeForm",
    "MilestoneForm",
    "MoveForm",
    "NoReasonForm",
    "OrganisationsForm",
    "ProposeForm",
    "ReasonForm",
    "SubjectsForm",
]
