import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DatePartsField, LongTextField
from network.models import Post, User
from plans.forms import posts_of
from publications import planfile
from publications.coverage import Coverage


class PublishForm(forms.Form):
    change_note = forms.CharField(
        label=_("What changed since the last edition"),
        help_text=_("It is published beside the edition. Two or three sentences are enough."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
    seen_sha256 = forms.CharField(widget=forms.HiddenInput, min_length=64, max_length=64)

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            self.fields["change_note"].required = False
            self.fields["change_note"].label = _("A note to readers")


class SealForm(forms.Form):
    """What changed, and for each kind of thing that is not answered whole why it stays open."""

    seen_sha256 = forms.CharField(widget=forms.HiddenInput, min_length=64, max_length=64)

    def __init__(self, *args: Any, is_first: bool, coverage: Iterable[Coverage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.coverage = [one for one in coverage if not one.is_full]
        for one in self.coverage:
            self.fields[f"open_{one.kind}"] = LongTextField(
                label=_("%(kind)s: %(words)s. Why does the rest stay open?")
                % {"kind": one.label, "words": one.in_words},
                help_text=_("It is published with the list of what is open."),
                rows=3,
            )
        if not is_first:
            self.fields["change_note"] = LongTextField(
                label=_("What changed since the last edition"),
                help_text=_("It is published beside the edition."),
                rows=4,
            )

    def reasons(self) -> dict[str, str]:
        return {one.kind: self.cleaned_data[f"open_{one.kind}"] for one in self.coverage}


class ScheduleForm(forms.Form):
    day = DatePartsField(label=_("Day of publication"))
    hour = forms.TimeField(label=_("Hour"), help_text=_("In the country’s time. For example, 10:00."))

    def publish_at(self) -> dt.datetime:
        return timezone.make_aware(dt.datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"]))


class CancelForm(forms.Form):
    reason = LongTextField(label=_("Why?"), rows=4, help_text=_("Everyone can read it, for good."))


class CirculateForm(forms.Form):
    until = DatePartsField(label=_("Last day"), help_text=_("It can be read until the end of this day."))
    note = LongTextField(
        label=_("A note to the readers"), required=False, rows=4, help_text=_("What you ask of them, for example.")
    )
    seen_sha256 = forms.CharField(widget=forms.HiddenInput, min_length=64, max_length=64)


class AddReaderForm(forms.Form):
    post = forms.ModelChoiceField(
        Post.objects.none(),
        label=_("A post"),
        required=False,
        help_text=_("Whoever holds the post reads for it, and nobody who has left it."),
    )
    email = forms.EmailField(
        label=_("Or a person, by e-mail address"), required=False, help_text=_("Only for those who act without a post.")
    )

    def __init__(self, *args: Any, side: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = posts_of(side)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and bool(values.get("post")) == bool(values.get("email")):
            self.add_error("post", _("Choose a post or name a person: one of the two."))
        if values.get("email"):
            values["person"] = User.objects.filter(email__iexact=values["email"], is_active=True).first()
            if values["person"] is None:
                self.add_error("email", _("Nobody with this e-mail address has an account here."))
        return values

    def reader(self) -> Post | User:
        return self.cleaned_data["post"] or self.cleaned_data["person"]  # type: ignore[no-any-return]


class RemoveReaderForm(forms.Form):
    reason = LongTextField(label=_("Why?"), rows=4, help_text=_("The leads of both sides can read it."))


class PlanFileForm(forms.Form):
    file = forms.FileField(
        label=_("Plan file"),
        help_text=_("A file in the format ogpnap-plan/1, usually called plan.json. You will see what it makes first."),
    )

    def clean_file(self) -> Any:
        """Also sets `plan_file` and `raw`; every problem of the file becomes a message with its path."""
        uploaded = self.cleaned_data["file"]
        try:
            self.raw = uploaded.read(planfile.MOST_BYTES + 1)
            self.plan_file = planfile.read(planfile.parse(self.raw))
            planfile.preview(self.plan_file)
        except planfile.Refused as refused:
            raise forms.ValidationError([str(problem) for problem in refused.problems]) from refused
        return uploaded
