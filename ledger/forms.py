from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger.machine import Transition


class ReasonForm(forms.Form):
    """What a transition asks before it is done. Forms that ask more add fields; cleaned_data goes to the verb."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4000)

    def __init__(self, *args: Any, transition: Transition, obj: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.transition, self.obj, self.by = transition, obj, by
        reason = self.fields["reason"]
        reason.required = transition.needs_reason
        reason.error_messages["required"] = _("Give a reason")
        if not transition.needs_reason:
            reason.label = _("Reason (optional)")
        if transition.reason_is_public:
            reason.help_text = _("Everybody can read it, in the public ledger too.")
        else:
            reason.help_text = _("Only those who may see this can read it.")
