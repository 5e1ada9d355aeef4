"""A commitment on its plan's template, with its sections and milestones."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from simple_history.models import HistoricalRecords

from commitments.choices import (
    EDITABLE_STATES,
    STATE_COLOURS,
    Origin,
    Part,
    State,
)
from commitments.querysets import (
    CommitmentQuerySet,
    SectionQuerySet,
)
from network.choices import Side
from network.roles import role_permissions

REF_PATTERN = r"^[^\s/?#%\\]+\Z"
reference = RegexValidator(REF_PATTERN, _("A reference has no spaces and none of / ? # % \\"))


class Commitment(models.Model):
    """A promise in a plan. Only ``commitments.workflow`` writes its state."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="commitments")
    ref = models.CharField(_("reference"), max_length=40, validators=[reference])
    ogp_id = models.CharField(_("OGP's own number"), max_length=40, blank=True)
    theme = models.ForeignKey(
        "plans.Theme", on_delete=models.SET_NULL, null=True, blank=True, related_name="commitments"
    )
    title = models.CharField(_("title"), max_length=600)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.PROPOSED)
    origin = models.CharField(_("origin"), max_length=20, choices=Origin.choices)
    proposed_by_side = models.CharField(_("proposed by"), max_length=20, choices=Side.choices, blank=True)
    proposed_at = models.DateTimeField(_("proposed on"), default=timezone.now)
    other_actors_text = models.TextField(_("other actors"), blank=True)
    starts_text = models.CharField(_("starts, as written"), max_length=300, blank=True)
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_text = models.CharField(_("ends, as written"), max_length=300, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    values = models.JSONField(_("OGP values"), default=list, blank=True)
    policy_areas = models.JSONField(_("policy areas"), default=list, blank=True)
    position = models.PositiveIntegerField(default=0)
    status = models.CharField(_("status of delivery"), max_length=60, blank=True)
    result = models.TextField(_("result"), blank=True)
    next_steps = models.TextField(_("next steps"), blank=True)
    continues = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="continued_by")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from")
    public_reason = models.TextField(_("public reason for its state"), blank=True)
    is_without_agreement = models.BooleanField(_("not agreed by civil society"), default=False)

    organisations = models.ManyToManyField(
        "network.Organisation", through="CommitmentOrganisation", related_name="commitments"
    )
    history = HistoricalRecords()
    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["position", "pk"]
        permissions = tuple(role_permissions())
        indexes = [models.Index(fields=["plan", "state"]), models.Index(fields=["plan", "position"])]
        constraints = [
            models.UniqueConstraint(fields=["plan", "ref"], name="commitment_ref_once_in_a_plan"),
            models.CheckConstraint(condition=~Q(ref=""), name="commitment_has_a_ref"),
            models.CheckConstraint(condition=~Q(title=""), name="commitment_has_a_title"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="commitment_state_is_known"),
            models.CheckConstraint(
                condition=Q(is_without_agreement=False)
                | (
                    Q(state__in=[State.CLEARANCE, State.APPROVED, State.DECLINED, State.ANNEXED]) & ~Q(public_reason="")
                ),
                name="commitment_without_agreement_says_why",
            ),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="commitment_origin_is_known"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | (Q(state=State.MERGED) & ~Q(merged_into=F("pk"))),
                name="commitment_merged_into_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.MERGED) | Q(merged_into__isnull=False), name="commitment_merged_names_target"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("commitments:detail", args=[self.plan.slug, self.ref])

    def ledger_name(self) -> str:
        return f"{self.plan.slug} {self.ref}"

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE_STATES

    @property
    def state_colour(self) -> str:
        return STATE_COLOURS[State(self.state)]

    def is_visible_to(self, user: Any) -> bool:
        """The twin of ``CommitmentQuerySet.visible_to``; tests prove that they agree."""
        return bool(user.has_perm("commitments.see", self))


class CommitmentUserObjectPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(Commitment, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False


class CommitmentGroupObjectPermission(GroupObjectPermissionBase):
    content_object = models.ForeignKey(Commitment, on_delete=models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False


class CommitmentOrganisation(models.Model):
    """An organisation's part in a commitment; several leads are normal, their order is kept."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="parts")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="parts")
    part = models.CharField(_("part"), max_length=30, choices=Part.choices)
    position = models.PositiveIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("organisation in a commitment")
        verbose_name_plural = _("organisations in commitments")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "organisation", "part"], name="organisation_has_a_part_once"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="commitment_part_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_part_display()}"


class Section(models.Model):
    """The passage of a commitment that stands under one heading of the template."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="sections")
    template_section = models.ForeignKey("plans.TemplateSection", on_delete=models.PROTECT, related_name="sections")
    text = models.OneToOneField("drafting.Text", on_delete=models.PROTECT, related_name="section")

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["template_section__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "template_section"], name="section_once_in_a_commitment"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment.ref} · {self.template_section.title}"

    def get_absolute_url(self) -> str:
        return f"{self.commitment.get_absolute_url()}#section-{self.template_section.key}"

    def get_edit_url(self) -> str:
        return f"{self.commitment.get_absolute_url()}edit/{self.template_section.key}/"


class Milestone(models.Model):
    """A dated step towards the commitment; the date as written stands beside the parsed one."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="milestones")
    ref = models.CharField(_("reference"), max_length=40, blank=True)
    text = models.TextField(_("what will be done"))
    starts_text = models.CharField(_("starts, as written"), max_length=300, blank=True)
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_text = models.CharField(_("ends, as written"), max_length=300, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    expected_outputs = models.TextField(_("expected outputs"), blank=True)
    status = models.CharField(_("status of delivery"), max_length=60, blank=True)
    result = models.TextField(_("result"), blank=True)
    position = models.PositiveIntegerField(default=0)

    organisations = models.ManyToManyField(
        "network.Organisation", through="MilestoneOrganisation", related_name="milestones"
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="milestone_has_a_text")]

    def __str__(self) -> str:
        return f"{self.commitment.ref}: {self.text[:80]}"


class MilestoneOrganisation(models.Model):
    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="parts")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="milestone_parts")
    position = models.PositiveIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("organisation responsible for a milestone")
        verbose_name_plural = _("organisations responsible for milestones")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "organisation"], name="organisation_once_in_a_milestone"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)
