"""The working group that writes a commitment, and who asks to join it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from commitments.choices import (
    RequestState,
)
from commitments.models.commitments import Commitment
from commitments.querysets import (
    GroupRequestQuerySet,
    WorkingGroupQuerySet,
)


class WorkingGroup(models.Model):
    """Drafters of both sides who write a commitment: the holders of the role drafter on it."""

    commitment = models.OneToOneField(Commitment, on_delete=models.CASCADE, related_name="working_group")
    purpose = models.TextField(_("purpose"), blank=True)
    starts = models.DateField(_("starts"), null=True, blank=True)
    ends = models.DateField(_("ends"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True)
    history = HistoricalRecords()

    objects = WorkingGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gte=F("starts")),
                name="working_group_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Working group on %(ref)s") % {"ref": self.commitment.ref})


class GroupRequest(models.Model):
    """Someone asks to write in a working group. Personal data: kept here only, no history, not in ledger leaves."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="group_requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="group_requests")
    reason = models.TextField(_("why you would like to join"))
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=20, choices=RequestState.choices, default=RequestState.WAITING)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = GroupRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to join a working group")
        verbose_name_plural = _("requests to join working groups")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "person"],
                condition=Q(state=RequestState.WAITING),
                name="one_waiting_request_per_person",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.WAITING) | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="group_request_answered_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment.ref}: {self.get_state_display()}"
