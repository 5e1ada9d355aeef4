from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments import ogp
from commitments.choices import Origin, Part
from commitments.forms.fields import BasedForm, OrganisationBoxes, day, organisation_choices, written_date
from commitments.models import Commitment
from core.forms import Checkboxes, LongTextField, Radios
from network.choices import Side
from network.models import Organisation
from plans.models import Plan, Theme


class ThemeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Theme.objects.none(), required=False, empty_label=_("No theme yet"), **kwargs)


class ProposeForm(forms.Form):
    """What a proposal needs: the rest is written by both sides once it is there."""

    title = LongTextField(
        label=_("Title"),
        max_length=600,
        rows=2,
        help_text=_("What will be done, in one sentence that people can repeat."),
    )
    theme = ThemeField(label=_("Theme"))
    origin = forms.ChoiceField(
        label=_("Where does it come from?"),
        choices=Origin.choices,
        widget=Radios(),
        help_text=_("Whose idea it was. This stands beside the commitment in the plan."),
    )
    ref = forms.CharField(
        label=_("Reference"),
        max_length=40,
        required=False,
        help_text=_("For example 2.3. Leave empty to get the next number. It cannot be changed later."),
    )
    continues = forms.ModelChoiceField(
        label=_("Does it continue a commitment of an earlier plan?"),
        queryset=Commitment.objects.none(),
        required=False,
        empty_label=_("No"),
    )

    def __init__(self, *args: Any, plan: Plan, earlier: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _theme(self).queryset = plan.themes.all()
        _continues(self).queryset = earlier
        if not earlier.exists():
            del self.fields["continues"]


class DetailsForm(BasedForm):
    title = LongTextField(label=_("Title"), max_length=600, rows=2)
    theme = ThemeField(label=_("Theme"))
    origin = forms.ChoiceField(label=_("Origin"), choices=Origin.choices, widget=Radios())
    starts_text = written_date(_("Starts"), _("As the plan will say it, for example “Spring 2015”."))
    starts_on = day(_("Read as this day"))
    ends_text = written_date(_("Ends"), _("For example “by the end of 2015” or “ongoing”."))
    ends_on = day(_("Read as this day"))
    other_actors_text = LongTextField(
        label=_("Other actors"), required=False, rows=3, help_text=_("Who else takes part, in your own words.")
    )
    continues = forms.ModelChoiceField(
        label=_("Continues a commitment of an earlier plan"),
        queryset=Commitment.objects.none(),
        required=False,
        empty_label=_("No"),
    )

    def __init__(self, *args: Any, commitment: Commitment, earlier: Any, base: int | None, **kwargs: Any) -> None:
        kwargs["initial"] = {**_initial(commitment), "base": base}
        super().__init__(*args, **kwargs)
        _theme(self).queryset = commitment.plan.themes.all()
        _continues(self).queryset = earlier
        if not earlier.exists():
            del self.fields["continues"]


class SubjectsForm(BasedForm):
    """What OGP files a commitment under, by its own list."""

    values = forms.MultipleChoiceField(label=_("OGP values"), required=False, widget=Checkboxes())
    policy_areas = forms.MultipleChoiceField(label=_("Policy areas"), required=False, widget=Checkboxes())

    def __init__(self, *args: Any, commitment: Commitment, base: int | None, **kwargs: Any) -> None:
        self.commitment = commitment
        kwargs["initial"] = {
            "values": [ogp.official_value(name) or name for name in commitment.values],
            "policy_areas": [ogp.official_area(name) or name for name in commitment.policy_areas],
            "base": base,
        }
        super().__init__(*args, **kwargs)
        _choices(self, "values", value_choices(commitment.values))
        _choices(self, "policy_areas", area_choices(commitment.policy_areas))

    def changes(self) -> dict[str, Any]:
        """The choices of OGP's lists are put back into the words in which they were written."""
        changes = super().changes()
        written = self.commitment
        changes["values"] = ogp.keep_as_written(changes["values"], written.values, ogp.official_value)
        changes["policy_areas"] = ogp.keep_as_written(changes["policy_areas"], written.policy_areas, ogp.official_area)
        return changes


class OrganisationsForm(forms.Form):
    """Leads and supporters of both sides, each in its order."""

    def __init__(
        self, *args: Any, commitment: Commitment, organisations: Iterable[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = {one.pk: one for one in organisations}
        everyone = organisation_choices(known.values())
        government = organisation_choices(one for one in known.values() if one.side == Side.GOVERNMENT)
        parts = list(commitment.parts.all())
        self.known = known
        self.boxes = {
            part: OrganisationBoxes(self, part.value, label, _chosen(parts, part), choices)
            for part, label, choices in (
                (Part.LEAD, _("Lead"), everyone),
                (Part.SUPPORTING_GOVERNMENT, _("Supporting, government"), government),
                (Part.SUPPORTING_OTHER, _("Supporting, civil society and others"), everyone),
            )
        }

    def picked(self, part: Part) -> list[Organisation]:
        return [self.known[pk] for pk in self.boxes[part].picked()]


def value_choices(written: Sequence[str]) -> list[tuple[str, str]]:
    """OGP's values, and after them what was written that is not one of them."""
    own = [name for name in written if not ogp.official_value(name)]
    return [(name, name) for name in (*ogp.values(), *own)]


def area_choices(written: Sequence[str]) -> list[tuple[Any, Any]]:
    own = [name for name in written if not ogp.official_area(name)]
    groups = [(group.name or _("Other areas"), [(area, area) for area in group.areas]) for group in ogp.groups()]
    return [*groups, *([(_("Written in this plan"), [(name, name) for name in own])] if own else [])]


def _initial(commitment: Commitment) -> dict[str, Any]:
    plain = ("title", "theme", "origin", "starts_text", "starts_on", "ends_text", "ends_on", "other_actors_text")
    return {
        **{name: getattr(commitment, name) for name in plain},
        "continues": commitment.continues_id,
    }


def _chosen(parts: Iterable[Any], part: Part) -> list[Organisation]:
    return [row.organisation for row in parts if row.part == part]


def _theme(form: forms.Form) -> Any:
    return form.fields["theme"]


def _continues(form: forms.Form) -> Any:
    return form.fields["continues"]


def _choices(form: forms.Form, name: str, choices: Any) -> None:
    field: Any = form.fields[name]
    field.choices = choices
