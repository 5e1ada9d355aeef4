from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from publications import planfile


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
            self.fields["change_note"].label = _("A note to readers (optional)")


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
