"""What comes in after the cut-off."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.choices import (
    LateKind,
    LateState,
)
from commitments.models.commitments import Commitment
from network.choices import Side


class LateChange(models.Model):
    """After the cut-off one side asks that something still comes in; with the other side's consent it may, once."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="late_changes")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("what is asked for"), max_length=30, choices=LateKind.choices)
    # None until a commitment that is let in has been proposed.
    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="late_changes"
    )
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_side = models.CharField(max_length=20, choices=Side.choices)
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=20, choices=LateState.choices, default=LateState.WAITING)
    answer_reason = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("change after the cut-off")
        verbose_name_plural = _("changes after the cut-off")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="late_change_number_once"),
            models.UniqueConstraint(
                fields=["plan", "kind", "commitment"],
                condition=Q(state__in=[LateState.WAITING, LateState.CONSENTED]),
                name="late_change_asked_once_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="late_change_has_a_reason"),
            models.CheckConstraint(condition=Q(state__in=LateState.values), name="late_change_state_is_known"),
            models.CheckConstraint(
                condition=Q(kind=LateKind.PROPOSE) | Q(commitment__isnull=False), name="late_change_names_a_commitment"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[LateState.CONSENTED, LateState.USED]) | Q(answered_by__isnull=False),
                name="late_change_consented_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.number})"

    def get_absolute_url(self) -> str:
        return f"{reverse('commitments:late_changes', args=[self.plan.slug])}#change-{self.number}"

    def ledger_name(self) -> str:
        return f"{self.plan.slug} late change {self.number}"
