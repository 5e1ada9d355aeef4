"""The questions people are asked about commitments."""

from commitments.forms.annex import AnswerAskForm, AskForm
from commitments.forms.changes import BetweenForm
from commitments.forms.commitment import DetailsForm, OrganisationsForm, ProposeForm, SubjectsForm
from commitments.forms.corrections import DeclareCorrectionForm, ObjectForm, ProposeCorrectionForm
from commitments.forms.groups import AddToGroupForm, AnswerRequestForm, GroupForm, JoinForm
from commitments.forms.late import AnswerLateChangeForm, AskLateChangeForm
from commitments.forms.lists import FilterForm
from commitments.forms.milestones import MilestoneForm, MoveForm
from commitments.forms.transitions import AnnexForm, MergeForm, NoReasonForm, PublicReasonForm, ReasonForm

__all__ = [
    "ProposeCorrectionForm",
    "ObjectForm",
    "DeclareCorrectionForm",
    "AddToGroupForm",
    "AnnexForm",
    "AnswerAskForm",
    "AnswerLateChangeForm",
    "AnswerRequestForm",
    "AskForm",
    "AskLateChangeForm",
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
    "PublicReasonForm",
    "ReasonForm",
    "SubjectsForm",
]
