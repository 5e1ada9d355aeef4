from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments.forms.fields import BasedForm, OrganisationBoxes, day, organisation_choices, written_date
from commitments.models import Milestone
from core.forms import LongTextField
from network.models import Organisation
from plans.models import Template

FIELDS = ("ref", "text", "starts_text", "starts_on", "ends_text", "ends_on", "expected_outputs")


class MilestoneForm(BasedForm):
    """What the template asks of a milestone."""

    text = LongTextField(label=_("What will be done"), rows=4)
    ref = forms.CharField(label=_("Reference"), max_length=40, required=False, help_text=_("For example a or 2.1."))
    starts_text = written_date(_("Starts"), _("As the plan will say it, for example “January 2014”."))
    starts_on = day(_("Read as this day"))
    ends_text = written_date(_("Done by"), _("For example “by the end of 2015”."))
    ends_on = day(_("Read as this day"))
    expected_outputs = LongTextField(
        label=_("Expected outputs"), required=False, rows=3, help_text=_("What people will be able to see or use.")
    )

    def __init__(
        self,
        *args: Any,
        template: Template,
        organisations: Iterable[Organisation],
        milestone: Milestone | None = None,
        base: int | None = None,
        **kwargs: Any,
    ) -> None:
        if milestone:
            kwargs["initial"] = {name: getattr(milestone, name) for name in FIELDS} | {"base": base}
        super().__init__(*args, **kwargs)
        if not template.has_milestone_starts and not (milestone and milestone.starts_text):
            del self.fields["starts_text"], self.fields["starts_on"]
        if not template.has_expected_outputs and not (milestone and milestone.expected_outputs):
            del self.fields["expected_outputs"]
        self.known = {one.pk: one for one in organisations}
        chosen = [part.organisation for part in milestone.parts.all()] if milestone else []
        self.boxes = OrganisationBoxes(
            self, "lead", _("Responsible organisation"), chosen, organisation_choices(self.known.values())
        )

    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in super().changes().items() if name in FIELDS}

    def lead(self) -> list[Organisation]:
        return [self.known[pk] for pk in self.boxes.picked()]


class MoveForm(forms.Form):
    to = forms.IntegerField(min_value=1)
