"""The asks of the annex."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from commitments.choices import (
    AskOrigin,
    AskStatus,
)
from commitments.models.commitments import Commitment, reference
from commitments.querysets import (
    AskQuerySet,
)


class Ask(models.Model):
    """What civil society asks for and government has not agreed to; the asks are the plan's annex."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="asks")
    ref = models.CharField(_("reference"), max_length=40, validators=[reference])
    text = models.TextField(_("what is asked for"))
    origin = models.CharField(_("where it comes from"), max_length=200, choices=AskOrigin.choices)
    origin_commitment = models.ForeignKey(
        Commitment, on_delete=models.SET_NULL, null=True, blank=True, related_name="asks"
    )
    became = models.ForeignKey(
        Commitment, on_delete=models.SET_NULL, null=True, blank=True, related_name="came_from_asks"
    )
    origin_suggestion = models.OneToOneField(
        "drafting.Suggestion", on_delete=models.PROTECT, null=True, blank=True, related_name="ask"
    )
    status = models.CharField(_("status"), max_length=20, choices=AskStatus.choices, default=AskStatus.OPEN)
    reason = models.TextField(_("government's reason"), blank=True)
    position = models.PositiveIntegerField(default=0)
    history = HistoricalRecords()

    objects = AskQuerySet.as_manager()

    class Meta:
        verbose_name = _("ask")
        verbose_name_plural = _("asks")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "ref"], name="ask_ref_once_in_a_plan"),
            models.CheckConstraint(condition=~Q(text=""), name="ask_has_a_text"),
            models.CheckConstraint(condition=Q(status__in=AskStatus.values), name="ask_status_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.text[:80]}"

    def get_absolute_url(self) -> str:
        return f"{reverse('commitments:asks', args=[self.plan.slug])}#{self.ref}"

    @property
    def suggestion_href(self) -> str:
        """The page of the suggestion it was carried from, empty if it comes from elsewhere."""
        if self.origin_suggestion is None:
            return ""
        section = self.origin_suggestion.text.section
        place = [section.commitment.plan.slug, section.commitment.ref, section.template_section.key]
        return reverse("commitments:suggestion", args=[*place, self.origin_suggestion.number])

    def ledger_name(self) -> str:
        return f"{self.plan.slug} annex {self.ref}"
