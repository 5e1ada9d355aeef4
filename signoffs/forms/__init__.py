from signoffs.forms.board import BoardForm
from signoffs.forms.clearance import AnswerForm, DueForm, TermsForm
from signoffs.forms.endorsements import EndorseForm
from signoffs.forms.partnership import PartnershipForm

__all__ = ["AnswerForm", "BoardForm", "DueForm", "EndorseForm", "PartnershipForm", "TermsForm"]
