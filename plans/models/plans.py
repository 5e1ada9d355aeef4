"""A national action plan: its template, themes, timetable, narrative parts and the rules both sides play by."""

import datetime as dt
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from simple_history.models import HistoricalRecords

from core.dates import readable, readable_moment
from network.roles import role_permissions
from plans.choices import Openness, Owner, PlanRule, RuleChangeState
from plans.querysets import NarrativePartQuerySet, PlanQuerySet, TemplateQuerySet

RESERVED_SLUGS = frozenset({"new", "templates"})


def refuse_reserved(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("This word is part of another address. Choose another one."), code="reserved")


class Template(models.Model):
    """A versioned list of the sections of a commitment. A version in use never changes: an edit makes the next one."""

    key = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(_("title"), max_length=200)
    source = models.TextField(_("source"), blank=True)
    has_milestones = models.BooleanField(default=True)
    has_milestone_starts = models.BooleanField(default=True)
    has_expected_outputs = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = TemplateQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ["key", "-version"]
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="template_version_once")]

    def __str__(self) -> str:
        return self.title if self.version == 1 else f"{self.title} ({self.version})"

    def get_absolute_url(self) -> str:
        return reverse("plans:template_detail", args=[self.key, self.version])

    @property
    def reference(self) -> str:
        """How a plan file names this version: `uk-2013`, later `uk-2013/2`."""
        return self.key if self.version == 1 else f"{self.key}/{self.version}"


class TemplateSection(models.Model):
    template = models.ForeignKey(
        Template, verbose_name=_("template"), on_delete=models.CASCADE, related_name="sections"
    )
    key = models.SlugField(max_length=40)
    title = models.CharField(_("title"), max_length=200)
    guidance = models.TextField(_("guidance"), blank=True)
    word_limit = models.PositiveIntegerField(_("most words"), null=True, blank=True)
    position = models.PositiveSmallIntegerField()
    is_required = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["template", "key"], name="section_key_once"),
            models.UniqueConstraint(fields=["template", "position"], name="section_position_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Plan(models.Model):
    slug = models.SlugField(max_length=60, unique=True, validators=[refuse_reserved])
    title = models.CharField(_("title"), max_length=300)
    country = models.CharField(_("country"), max_length=100)
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    period_start = models.DateField(_("first day"), null=True, blank=True)
    period_end = models.DateField(_("last day"), null=True, blank=True)
    template = models.ForeignKey(Template, verbose_name=_("template"), on_delete=models.PROTECT, related_name="plans")
    network = models.ForeignKey(
        "network.Network",
        verbose_name=_("network"),
        on_delete=models.PROTECT,
        related_name="plans",
        null=True,
        blank=True,
    )
    summary = models.TextField(_("summary"), blank=True)
    source = models.TextField(_("source"), blank=True)
    what_is_fixed = models.TextField(_("what is fixed"), blank=True)
    what_is_open = models.TextField(_("what is open"), blank=True)
    who_decides = models.TextField(_("who decides"), blank=True)
    openness = models.CharField(_("who can read drafts"), max_length=10, choices=Openness, default=Openness.NETWORK)
    late_openness = models.CharField(
        _("who can read drafts in the last weeks"), max_length=10, choices=Openness, blank=True
    )
    late_from = models.DateField(_("narrower from"), null=True, blank=True)
    minimum_days = models.PositiveSmallIntegerField(_("fewest days"), default=14, validators=[MaxValueValidator(365)])
    silence_days = models.PositiveSmallIntegerField(
        _("days of silence"), default=10, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    cut_off = models.DateTimeField(_("cut-off"), null=True, blank=True)
    launch_on = models.DateField(_("launch"), null=True, blank=True)
    calendar_uid = models.UUIDField(default=uuid.uuid4, editable=False)
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    calendar_changed_at = models.DateTimeField(default=timezone.now, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PlanQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["calendar_uid", "calendar_sequence", "calendar_changed_at"])

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = [F("period_start").desc(nulls_first=True), "title"]
        permissions = tuple(role_permissions())
        constraints = [
            models.CheckConstraint(
                condition=Q(period_end__isnull=True)
                | Q(period_start__isnull=True)
                | Q(period_end__gte=F("period_start")),
                name="plan_period_in_order",
            ),
            models.CheckConstraint(
                condition=(Q(late_openness="") & Q(late_from__isnull=True))
                | (~Q(late_openness="") & Q(late_from__isnull=False)),
                name="plan_late_openness_whole",
            ),
            models.CheckConstraint(condition=~Q(slug__in=sorted(RESERVED_SLUGS)), name="plan_slug_not_reserved"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plans:detail", args=[self.slug])

    def openness_at(self, at: dt.datetime | None = None) -> Openness:
        """Who reads drafts at this moment: in the last weeks a plan may be narrower."""
        if self.late_from and timezone.localdate(at) >= self.late_from:
            return Openness(self.late_openness)
        return Openness(self.openness)

    @property
    def late(self) -> tuple[Openness, dt.date] | None:
        """Who reads drafts in the last weeks and from when, if fewer do."""
        return (Openness(self.late_openness), self.late_from) if self.late_from else None

    @late.setter
    def late(self, value: tuple[Openness, dt.date] | None) -> None:
        self.late_openness, self.late_from = value or ("", None)

    def shows_drafts_to(self, user: Any, at: dt.datetime | None = None) -> bool:
        return bool(user.has_perm("plans.see_drafts", self))

    def is_past_cut_off(self, at: dt.datetime | None = None) -> bool:
        return self.cut_off is not None and (at or timezone.now()) >= self.cut_off

    def current_stage(self, at: dt.datetime | None = None) -> "Stage | None":
        """The stage we are in; where two overlap, the one that began last."""
        today = timezone.localdate(at)
        running = [s for s in self.stages.all() if s.starts and s.ends and s.starts <= today <= s.ends]
        return max(running, key=lambda s: (s.starts, s.position), default=None)

    def next_stage(self, at: dt.datetime | None = None) -> "Stage | None":
        today = timezone.localdate(at)
        coming = [s for s in self.stages.all() if s.starts and s.starts > today]
        return min(coming, key=lambda s: (s.starts, s.position), default=None)


class PlanUserObjectPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(Plan, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False


class PlanGroupObjectPermission(GroupObjectPermissionBase):
    content_object = models.ForeignKey(Plan, on_delete=models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False


class Theme(models.Model):
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="themes")
    slug = models.SlugField(max_length=80)
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("summary"), blank=True)
    position = models.PositiveSmallIntegerField()
    government_lead = models.ForeignKey(
        "network.Post",
        verbose_name=_("lead for government"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="government_themes",
    )
    civil_society_lead = models.ForeignKey(
        "network.Post",
        verbose_name=_("lead for civil society"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="civil_society_themes",
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "slug"], name="theme_slug_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.plan.get_absolute_url()}#theme-{self.slug}"


class Stage(models.Model):
    """One dated stretch of the timetable. Days are whole and both ends belong to it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="stages")
    slug = models.SlugField(max_length=80)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("what happens"), blank=True)
    starts = models.DateField(_("first day"), null=True, blank=True)
    ends = models.DateField(_("last day"), null=True, blank=True)
    length_days = models.PositiveSmallIntegerField(
        _("days it should have"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    minimum_days = models.PositiveSmallIntegerField(_("fewest days"), default=1, validators=[MinValueValidator(1)])
    position = models.PositiveSmallIntegerField()
    calendar_uid = models.UUIDField(default=uuid.uuid4, editable=False)
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    calendar_changed_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords(excluded_fields=["calendar_uid", "calendar_sequence", "calendar_changed_at"])

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "slug"], name="stage_slug_once"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gte=F("starts")),
                name="stage_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('plans:timetable', args=[self.plan.slug])}#stage-{self.slug}"

    @property
    def days(self) -> int | None:
        return (self.ends - self.starts).days + 1 if self.starts and self.ends else None


class NarrativePart(models.Model):
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="parts")
    slug = models.SlugField(max_length=80)
    title = models.CharField(_("title"), max_length=300)
    owner = models.CharField(_("owner"), max_length=15, choices=Owner)
    guidance = models.TextField(_("guidance"), blank=True)
    word_limit = models.PositiveIntegerField(_("most words"), null=True, blank=True)
    position = models.PositiveSmallIntegerField()
    text = models.OneToOneField("drafting.Text", on_delete=models.PROTECT, related_name="narrative_part")
    withheld_reason = models.TextField(_("why the network withholds it"), blank=True)

    objects = NarrativePartQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("narrative part")
        verbose_name_plural = _("narrative parts")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "slug"], name="part_slug_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plans:part", args=[self.plan.slug, self.slug])

    @property
    def is_withheld(self) -> bool:
        """The network does not let it stand in the plan; it is left out of what is published, and named."""
        return bool(self.withheld_reason)

    def get_edit_url(self) -> str:
        return reverse("plans:write_part", args=[self.plan.slug, self.slug])


def rule_as_text(value: Any) -> str:
    """How a rule's value is kept in a RuleChange: a choice or a number as it is, days and moments after ISO 8601."""
    if isinstance(value, tuple):
        return f"{value[0]} {value[1].isoformat()}"
    return value.isoformat() if isinstance(value, dt.datetime) else "" if value is None else str(value)


def rule_from_text(rule: str, text: str) -> Any:
    if rule == PlanRule.OPENNESS:
        return Openness(text)
    if rule == PlanRule.LATE:
        openness, _space, day = text.partition(" ")
        return (Openness(openness), dt.date.fromisoformat(day)) if text else None
    if rule == PlanRule.CUT_OFF:
        return dt.datetime.fromisoformat(text) if text else None
    return int(text)


def rule_in_words(rule: str, text: str) -> str:
    value = rule_from_text(rule, text)
    if rule == PlanRule.OPENNESS:
        return str(value.label)
    if rule == PlanRule.LATE:
        if value is None:
            return str(_("The same people as before"))
        return str(_("From %(day)s: %(who)s") % {"day": readable(value[1]), "who": value[0].label})
    if rule == PlanRule.CUT_OFF:
        return readable_moment(value) or str(_("No cut-off"))
    return ngettext("%(days)d day", "%(days)d days", value) % {"days": value}


class RuleChange(models.Model):
    """One side asks to change a rule of the plan, with a reason in public; it changes when the other side agrees."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="rule_changes")
    number = models.PositiveSmallIntegerField(_("number"))
    rule = models.CharField(_("rule"), max_length=15, choices=PlanRule)
    old = models.CharField(max_length=40, blank=True)
    new = models.CharField(max_length=40, blank=True)
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey("network.User", on_delete=models.PROTECT, related_name="+")
    asked_side = models.CharField(max_length=15)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=RuleChangeState, default=RuleChangeState.WAITING)
    answer_reason = models.TextField(blank=True)
    answered_by = models.ForeignKey("network.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("change of a rule")
        verbose_name_plural = _("changes of rules")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="rule_change_number_once"),
            models.UniqueConstraint(
                fields=["plan", "rule"], condition=Q(state="waiting"), name="rule_change_one_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rule_display()} ({self.number})"

    def get_absolute_url(self) -> str:
        return f"{reverse('plans:rules', args=[self.plan.slug])}#change-{self.number}"

    @property
    def old_words(self) -> str:
        return rule_in_words(self.rule, self.old)

    @property
    def new_words(self) -> str:
        return rule_in_words(self.rule, self.new)
