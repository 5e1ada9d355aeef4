"""Editorial corrections that one side's lead proposes and both declare."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.choices import CorrectionState
from commitments.models.commitments import Commitment
from network.choices import Side


class ProposedCorrection(models.Model):
    """Other words for sections of a commitment that is past drafting. With both leads' signatures it is made
    (`drafting.Correction`); only ``commitments.corrections`` writes its state."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="proposed_corrections")
    number = models.PositiveSmallIntegerField(_("number"))
    edition = models.ForeignKey(
        "drafting.Edition", on_delete=models.PROTECT, related_name="+", verbose_name=_("edition that is corrected")
    )
    bodies = models.JSONField(_("sections as they would be"))  # by key, of those that change
    corrected_sha256 = models.CharField(_("SHA-256 of the corrected text"), max_length=64)
    reason = models.TextField(_("why it is editorial"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_side = models.CharField(max_length=20, choices=Side.choices)
    proposed_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=20, choices=CorrectionState.choices, default=CorrectionState.WAITING)
    for_government = models.OneToOneField(
        "drafting.Signature", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    for_civil_society = models.OneToOneField(
        "drafting.Signature", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    correction = models.OneToOneField(
        "drafting.Correction", on_delete=models.PROTECT, null=True, blank=True, related_name="proposed"
    )
    dropped_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("proposed correction")
        verbose_name_plural = _("proposed corrections")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "number"], name="correction_number_once"),
            models.UniqueConstraint(
                fields=["commitment"], condition=Q(state=CorrectionState.WAITING), name="correction_one_waiting"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_a_reason"),
            models.CheckConstraint(condition=Q(state__in=CorrectionState.values), name="correction_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=CorrectionState.DECLARED)
                | Q(correction__isnull=False, for_government__isnull=False, for_civil_society__isnull=False),
                name="correction_declared_by_both",
            ),
        ]

    def __str__(self) -> str:
        words = {"number": self.number, "commitment": self.commitment}
        return str(_("Correction %(number)d of %(commitment)s") % words)

    def get_absolute_url(self) -> str:
        return reverse("commitments:correction", args=[self.commitment.plan.slug, self.commitment.ref, self.number])

    def ledger_name(self) -> str:
        return f"{self.commitment.ledger_name()} correction {self.number}"

    def signed_for(self, side: str) -> bool:
        return bool(self.for_government_id if side == Side.GOVERNMENT else self.for_civil_society_id)
