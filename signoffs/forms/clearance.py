from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DatePartsField, LongTextField, Radios
from network.forms import SigningForm
from plans.models import Stage
from signoffs.models import ClearanceRequest, ClearanceTerms

CLEAR, REMARK, RETURN = "clear", "remark", "return"
ANSWERS = (
    (CLEAR, _("Clear")),
    (REMARK, _("Clear, with a remark")),
    (RETURN, _("Return to drafting, with a reason")),
)


class AnswerForm(SigningForm):
    """A department's answer; `statements` are the sentences that the signature will keep, by answer."""

    answer = forms.ChoiceField(label=_("What do you answer?"), choices=ANSWERS, widget=Radios)
    remark = LongTextField(
        label=_("Remark, or reason for returning it"),
        rows=4,
        required=False,
        help_text=_(
            "A remark is read by everyone who can read this commitment. The reason for returning it is told to both "
            "sides and stands in the public record."
        ),
    )

    def __init__(self, *args: Any, statements: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].widget.hints = dict(statements)

    def clean(self) -> dict[str, Any] | None:
        values = super().clean()
        answer, remark = self.cleaned_data.get("answer"), self.cleaned_data.get("remark", "").strip()
        if answer == REMARK and not remark:
            self.add_error("remark", _("Write the remark, or choose “Clear”."))
        if answer == RETURN and not remark:
            self.add_error("remark", _("Say why you return it: everyone who works on it is told."))
        if answer == CLEAR and remark:
            self.add_error("answer", _("You wrote a remark: choose “Clear, with a remark”, or empty the box."))
        return values

    @property
    def is_return(self) -> bool:
        return bool(self.cleaned_data["answer"] == RETURN)


class DueForm(forms.Form):
    department = forms.ChoiceField(label=_("For which department?"), widget=Radios)
    due_on = DatePartsField(label=_("New date"), help_text=_("For example, 27 6 2013"))
    reason = LongTextField(
        label=_("Reason"), rows=3, help_text=_("The departments are told. It stands in the public record.")
    )

    def __init__(self, *args: Any, requests: Iterable[ClearanceRequest], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.requests = list(requests)
        each = [(one.organisation.slug, str(one.organisation)) for one in self.requests]
        every = [("", _("All that have still to answer"))] if len(each) > 1 else []
        department: Any = self.fields["department"]
        department.choices = [*every, *each]
        department.required = not every
        department.initial = "" if every else each[0][0]

    def chosen(self) -> list[ClearanceRequest]:
        slug = self.cleaned_data["department"]
        return [one for one in self.requests if not slug or one.organisation.slug == slug]


class TermsForm(forms.Form):
    days = forms.IntegerField(
        label=_("Days that a department has to clear"), min_value=1, max_value=365, widget=forms.TextInput
    )
    stage = forms.ModelChoiceField(
        label=_("Or until the last day of a stage"),
        queryset=Stage.objects.none(),
        required=False,
        empty_label=_("No: the number of days counts"),
        help_text=_("While that day is still to come, it is the date for every commitment."),
    )
    reason = LongTextField(
        label=_("Reason"), rows=3, help_text=_("Both sides can read it. It stands in the public record.")
    )

    def __init__(self, *args: Any, terms: ClearanceTerms, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"days": terms.days, "stage": terms.stage}
        stage: Any = self.fields["stage"]
        stage.queryset = terms.plan.stages.filter(ends__isnull=False)
