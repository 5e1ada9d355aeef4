"""Which departments are asked for clearance, about which edition, until when. What they answer is a Signature."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from signoffs.querysets import ClearanceRequestQuerySet, SendingQuerySet

USUAL_DAYS = 14


class ClearanceTerms(models.Model):
    """How long the departments of a plan have: a number of days, or until the last day of a stage of its timetable."""

    plan = models.OneToOneField("plans.Plan", on_delete=models.CASCADE, related_name="clearance_terms")
    days = models.PositiveSmallIntegerField(
        _("days to clear"), default=USUAL_DAYS, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    stage = models.ForeignKey(
        "plans.Stage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="clearance_terms",
        verbose_name=_("until the end of"),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("terms of clearance")
        verbose_name_plural = _("terms of clearance")
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=365), name="clearance_days_within_a_year")
        ]

    def __str__(self) -> str:
        return str(self.plan)


class Sending(models.Model):
    """A commitment was sent for clearance: these words, from this moment until it came back or was approved."""

    commitment = models.ForeignKey("commitments.Commitment", on_delete=models.PROTECT, related_name="sendings")
    edition = models.ForeignKey("drafting.Edition", on_delete=models.PROTECT, related_name="sendings")
    sent_at = models.DateTimeField(_("sent"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = SendingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sending for clearance")
        verbose_name_plural = _("sendings for clearance")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment"], condition=Q(ended_at__isnull=True), name="commitment_in_clearance_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("sent_at")), name="sending_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment}, {self.edition}"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


class ClearanceRequest(models.Model):
    """One department is asked. `post` is the clearing post that was told; none while the department has none."""

    sending = models.ForeignKey(Sending, on_delete=models.PROTECT, related_name="requests")
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, related_name="clearance_requests"
    )
    post = models.ForeignKey(
        "network.Post", on_delete=models.PROTECT, null=True, blank=True, related_name="clearance_requests"
    )
    asked_at = models.DateTimeField(_("asked"))
    due_on = models.DateField(_("due"))

    objects = ClearanceRequestQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("request for clearance")
        verbose_name_plural = _("requests for clearance")
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["sending", "organisation"], name="department_is_asked_once")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.sending}"
