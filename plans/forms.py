"""The questions that plans ask. What they mean stands in the services."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DatePartsField, LongTextField, Radios
from network.choices import PostKind, Role, Side
from network.models import Network, Post, User
from plans.choices import Openness, Owner, PlanRule
from plans.models import NarrativePart, Plan, Stage, Template, Theme, refuse_reserved


class PeriodForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=300)
    number = forms.IntegerField(
        label=_("Number of the plan"),
        min_value=1,
        max_value=99,
        required=False,
        help_text=_("The country's first, second, third …"),
    )
    period_start = DatePartsField(
        label=_("First day of the plan"), required=False, help_text=_("For example, 31 10 2013")
    )
    period_end = DatePartsField(label=_("Last day of the plan"), required=False, help_text=_("For example, 31 12 2015"))
    summary = LongTextField(label=_("In short"), required=False, max_words=150)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        starts, ends = values.get("period_start"), values.get("period_end")
        if starts and ends and ends < starts:
            self.add_error("period_end", _("The last day comes after the first day."))
        return values


class CutOffFields(forms.Form):
    cut_off_day = DatePartsField(
        label=_("Cut-off"),
        required=False,
        help_text=_("From this moment nothing new comes in unless both sides agree."),
    )
    cut_off_time = forms.TimeField(
        label=_("Hour of the cut-off"), required=False, help_text=_("For example, 17:00. If empty, the end of the day.")
    )

    def cut_off(self) -> dt.datetime | None:
        day = self.cleaned_data.get("cut_off_day")
        if not day:
            return None
        hour = self.cleaned_data.get("cut_off_time") or dt.time(23, 59)
        return timezone.make_aware(dt.datetime.combine(day, hour))


class CreatePlanForm(CutOffFields, PeriodForm):
    slug = forms.SlugField(
        label=_("Address"),
        max_length=60,
        validators=[refuse_reserved],
        help_text=_("Short and lasting, for example uk-2013."),
    )
    country = forms.CharField(label=_("Country"), max_length=100)
    template = forms.ModelChoiceField(Template.objects.none(), label=_("Template of its commitments"), empty_label=None)
    network = forms.ModelChoiceField(
        Network.objects.all(),
        label=_("Civil-society network"),
        required=False,
        help_text=_("Its coordinator leads the plan for civil society."),
    )
    lead_post = forms.ModelChoiceField(
        Post.objects.filter(kind=PostKind.LEAD_OFFICIAL, side=Side.GOVERNMENT).select_related("organisation"),
        label=_("Lead official"),
        help_text=_("The post that leads the plan for government."),
    )
    openness = forms.ChoiceField(label=_("Who can read drafts"), choices=Openness, widget=Radios)
    minimum_days = forms.IntegerField(
        label=_("Fewest days between proposing and agreeing"), min_value=0, max_value=365, initial=14
    )
    silence_days = forms.IntegerField(
        label=_("Days after which silence no longer holds up a note"), min_value=1, max_value=365, initial=10
    )
    field_order = ["title", "slug", "country", "number", "period_start", "period_end", "summary", "template", "network"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = Template.objects.latest_versions()  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if Plan.objects.filter(slug=slug).exists():
            raise ValidationError(_("Another plan has this address."))
        return slug

    def values(self) -> dict[str, Any]:
        given = {key: value for key, value in self.cleaned_data.items() if not key.startswith("cut_off_")}
        return {**given, "cut_off": self.cut_off()}


class EditPlanForm(PeriodForm):
    source = LongTextField(
        label=_("Source"),
        required=False,
        rows=2,
        help_text=_("Where a plan made elsewhere comes from, and its licence."),
    )
    what_is_fixed = LongTextField(
        label=_("What is fixed"), required=False, help_text=_("What nobody can change by taking part, and why.")
    )
    what_is_open = LongTextField(label=_("What is open"), required=False, help_text=_("What people can still change."))
    who_decides = LongTextField(
        label=_("Who decides"), required=False, help_text=_("Who has the last word on what, and by when.")
    )
    launch_on = DatePartsField(label=_("Day of the launch"), required=False)


class OrderedForm(forms.Form):
    """A thing among its siblings: `siblings` are the others, in order."""

    position = forms.TypedChoiceField(label=_("Place"), coerce=int, choices=())

    def __init__(self, *args: Any, siblings: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        after = [(n, _("After “%(title)s”") % {"title": other.title}) for n, other in enumerate(siblings, start=2)]
        self.fields["position"].choices = [(1, _("First")), *after]  # type: ignore[attr-defined]
        self.initial.setdefault("position", len(siblings) + 1)


class ThemeForm(OrderedForm):
    title = forms.CharField(label=_("Title"), max_length=300)
    summary = LongTextField(label=_("In short"), required=False, max_words=100)
    government_lead = forms.ModelChoiceField(Post.objects.none(), label=_("Leads for government"), required=False)
    civil_society_lead = forms.ModelChoiceField(Post.objects.none(), label=_("Leads for civil society"), required=False)
    field_order = ["title", "summary"]

    def __init__(self, *args: Any, side: str | None, **kwargs: Any) -> None:
        """Each side names its own lead; the other side's is not asked."""
        super().__init__(*args, **kwargs)
        for name, own in (("government_lead", Side.GOVERNMENT), ("civil_society_lead", Side.CIVIL_SOCIETY)):
            if side == own:
                self.fields[name].queryset = posts_of(own)  # type: ignore[attr-defined]
            else:
                del self.fields[name]


class StageForm(OrderedForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    description = LongTextField(label=_("What happens in it"), required=False, rows=3)
    starts = DatePartsField(label=_("First day"), required=False)
    ends = DatePartsField(label=_("Last day"), required=False)
    length_days = forms.IntegerField(
        label=_("Days it should have"),
        min_value=1,
        max_value=3650,
        required=False,
        help_text=_("For planning backwards."),
    )
    minimum_days = forms.IntegerField(
        label=_("Fewest days it can do with"),
        min_value=1,
        max_value=3650,
        initial=1,
        help_text=_("With fewer, it is shown as squeezed."),
    )
    field_order = ["title", "description", "starts", "ends", "length_days", "minimum_days"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        starts, ends = values.get("starts"), values.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("The last day comes after the first day."))
        length, minimum = values.get("length_days"), values.get("minimum_days")
        if length and minimum and length < minimum:
            self.add_error("length_days", _("It should have at least the fewest days it can do with."))
        return values


class BackwardsForm(forms.Form):
    launch_on = DatePartsField(label=_("Day of the launch"))
    not_before = DatePartsField(
        label=_("Not before"), required=False, help_text=_("The first day that is still free. If empty, today.")
    )

    def __init__(self, *args: Any, stages: Iterable[Stage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stages = list(stages)
        for stage in self.stages:
            self.fields[f"days-{stage.slug}"] = forms.IntegerField(
                label=_("Days for “%(stage)s”") % {"stage": stage.title},
                min_value=1,
                max_value=3650,
                initial=stage.length_days or stage.days or stage.minimum_days,
                help_text=_("At least %(days)d") % {"days": stage.minimum_days},
            )

    def stages_as_asked(self) -> list[Stage]:
        for stage in self.stages:
            stage.length_days = self.cleaned_data[f"days-{stage.slug}"]
        return self.stages


class PartForm(OrderedForm):
    title = forms.CharField(label=_("Title"), max_length=300)
    guidance = LongTextField(label=_("What should be in it"), required=False, rows=3)
    word_limit = forms.IntegerField(label=_("Most words"), min_value=1, max_value=50_000, required=False)
    field_order = ["title", "owner", "guidance", "word_limit"]


class AddPartForm(PartForm):
    owner = forms.ChoiceField(
        label=_("Who has the last word on it"), choices=Owner, widget=Radios, help_text=_("This stays as it is.")
    )


class GiveRoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=())
    post = forms.ModelChoiceField(
        Post.objects.none(),
        label=_("To a post"),
        required=False,
        help_text=_("Whoever comes into the post inherits the role."),
    )
    email = forms.EmailField(
        label=_("Or to a person, by e-mail address"),
        required=False,
        help_text=_("Only for those who act without a post."),
    )

    def __init__(self, *args: Any, roles: Iterable[Role], sides: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
        self.fields["post"].queryset = posts_of(*sides)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and bool(values.get("post")) == bool(values.get("email")):
            self.add_error("post", _("Choose a post or name a person: one of the two."))
        if values.get("email"):
            values["person"] = User.objects.filter(email__iexact=values["email"], is_active=True).first()
            if values["person"] is None:
                self.add_error("email", _("Nobody with this e-mail address has an account here."))
        return values

    def holder(self) -> Post | User:
        return self.cleaned_data["post"] or self.cleaned_data["person"]  # type: ignore[no-any-return]


class ChangeRuleForm(forms.Form):
    reason = LongTextField(label=_("Why"), rows=4, help_text=_("Everyone can read this."))


class ChangeOpennessForm(ChangeRuleForm):
    new = forms.ChoiceField(label=_("Who can read drafts"), choices=Openness, widget=Radios)
    field_order = ["new", "reason"]

    def value(self) -> Any:
        return Openness(self.cleaned_data["new"])


class ChangeLateForm(ChangeRuleForm):
    late_from = DatePartsField(
        label=_("Narrower from"),
        required=False,
        help_text=_("Leave it empty if the same people read drafts to the end."),
    )
    late_openness = forms.ChoiceField(
        label=_("Who can read drafts from then on"), choices=Openness, required=False, widget=Radios
    )
    field_order = ["late_from", "late_openness", "reason"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("late_from") and not values.get("late_openness"):
            self.add_error("late_openness", _("Say who can read drafts from then on."))
        return values

    def value(self) -> Any:
        day = self.cleaned_data["late_from"]
        return (Openness(self.cleaned_data["late_openness"]), day) if day else None


class ChangeDaysForm(ChangeRuleForm):
    new = forms.IntegerField(label=_("Days"), min_value=1, max_value=365)
    field_order = ["new", "reason"]

    def value(self) -> Any:
        return self.cleaned_data["new"]


class ChangeCutOffForm(CutOffFields, ChangeRuleForm):
    field_order = ["cut_off_day", "cut_off_time", "reason"]

    def value(self) -> Any:
        return self.cut_off()


RULE_FORMS: dict[str, type[ChangeOpennessForm | ChangeLateForm | ChangeDaysForm | ChangeCutOffForm]] = {
    PlanRule.OPENNESS: ChangeOpennessForm,
    PlanRule.LATE: ChangeLateForm,
    PlanRule.CUT_OFF: ChangeCutOffForm,
    PlanRule.MINIMUM_DAYS: ChangeDaysForm,
    PlanRule.SILENCE_DAYS: ChangeDaysForm,
}


def rule_initial(plan: Plan, rule: str) -> dict[str, Any]:
    if rule == PlanRule.LATE:
        return {"late_from": plan.late_from, "late_openness": plan.late_openness}
    if rule != PlanRule.CUT_OFF:
        return {"new": getattr(plan, rule)}
    local = timezone.localtime(plan.cut_off) if plan.cut_off else None
    return {"cut_off_day": local.date(), "cut_off_time": local.time()} if local else {}


class AnswerForm(forms.Form):
    reason = LongTextField(label=_("Reason"), required=False, rows=4, help_text=_("Everyone can read this."))


class TemplateForm(forms.ModelForm[Template]):
    class Meta:
        model = Template
        fields = ["title", "source", "has_milestones", "has_milestone_starts", "has_expected_outputs"]
        labels = {
            "title": _("Title"),
            "source": _("Where it comes from"),
            "has_milestones": _("Commitments have milestones"),
            "has_milestone_starts": _("Milestones have a start as well as an end"),
            "has_expected_outputs": _("Milestones name what will come of them"),
        }


class SectionForm(forms.Form):
    key = forms.SlugField(widget=forms.HiddenInput, required=False, max_length=40)
    title = forms.CharField(label=_("Heading"), max_length=200)
    guidance = LongTextField(label=_("Guidance"), required=False, rows=3)
    word_limit = forms.IntegerField(label=_("Most words"), min_value=1, max_value=50_000, required=False)
    is_required = forms.BooleanField(label=_("Has to be filled in before both sides can agree"), required=False)


class BaseSectionFormSet(forms.BaseFormSet[SectionForm]):
    def add_fields(self, form: SectionForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = _("Place")
        form.fields["DELETE"].label = _("Leave this section out")


SectionFormSet = forms.formset_factory(
    SectionForm, formset=BaseSectionFormSet, extra=2, can_order=True, can_delete=True, max_num=60
)


def posts_of(*sides: str) -> Any:
    return Post.objects.filter(side__in=sides).select_related("organisation", "network")


def others(siblings: Any, thing: Theme | Stage | NarrativePart | None) -> list[Any]:
    return [one for one in siblings.all() if thing is None or one.pk != thing.pk]


class WithholdForm(forms.Form):
    reason = LongTextField(label=_("Why?"), rows=4, help_text=_("Everyone can read it, for good."))


class GiveBackForm(forms.Form):
    """Nothing to fill in: the button is the answer."""
