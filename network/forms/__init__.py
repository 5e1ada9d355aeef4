from network.forms.acts import ConfirmForm, done
from network.forms.membership import AnswerForm, EndMembershipForm, JoinForm
from network.forms.organisations import NetworkForm, OrganisationFilter, OrganisationForm
from network.forms.people import SignUpForm
from network.forms.posts import AppointForm, EndTenureForm, HandoverNoteForm, PostForm, kinds_for
from network.forms.signing import SigningForm

__all__ = [
    "AnswerForm",
    "AppointForm",
    "ConfirmForm",
    "EndMembershipForm",
    "EndTenureForm",
    "HandoverNoteForm",
    "JoinForm",
    "NetworkForm",
    "OrganisationFilter",
    "OrganisationForm",
    "PostForm",
    "SignUpForm",
    "SigningForm",
    "done",
    "kinds_for",
]
