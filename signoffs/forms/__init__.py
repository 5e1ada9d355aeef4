from signoffs.forms.board import BoardForm
from signoffs.forms.clearance import AnswerForm, DueForm, TermsForm

__all__ = ["AnswerForm", "BoardForm", "DueForm", "TermsForm"]
