"""The network's word: whether the plan is called a partnership."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as gettext_now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from signoffs.choices import PartnershipState
from signoffs.querysets import PartnershipDecisionQuerySet


class PartnershipDecision(models.Model):
    """A decision of the plan's network, written down by a steering member and signed by two of them.

    What it says never changes (the database refuses); another decision is the next row. Only signoffs.partnership
    writes its state. An edition of it, frozen when the first of them signs, is what they sign.
    """

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="partnership_decisions")
    number = models.PositiveSmallIntegerField(_("number"))
    is_stated = models.BooleanField(_("the plan is called a partnership"))
    statement = models.TextField(_("public statement"))
    decision = models.CharField(_("how the network decided"), max_length=300)
    decided_on = models.DateField(_("decided on"))
    state = models.CharField(_("state"), max_length=20, choices=PartnershipState, default=PartnershipState.WAITING)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(_("written down"))
    in_effect_at = models.DateTimeField(_("in effect since"), null=True, blank=True)
    history = HistoricalRecords()

    objects = PartnershipDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision about the partnership")
        verbose_name_plural = _("decisions about the partnership")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="partnership_decision_number_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state=PartnershipState.WAITING), name="partnership_one_decision_waits"
            ),
            models.CheckConstraint(condition=Q(state__in=PartnershipState.values), name="partnership_state_is_known"),
            models.CheckConstraint(condition=~Q(statement="") & ~Q(decision=""), name="partnership_says_something"),
            models.CheckConstraint(
                condition=Q(state=PartnershipState.IN_EFFECT, in_effect_at__isnull=False)
                | (~Q(state=PartnershipState.IN_EFFECT) & Q(in_effect_at__isnull=True)),
                name="partnership_in_effect_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        words = (
            gettext_now("The word partnership is stated")
            if self.is_stated
            else gettext_now("The word partnership is withheld")
        )
        return f"{words} ({self.plan.slug} {self.number})"

    def get_absolute_url(self) -> str:
        return f"{reverse('signoffs:partnership', args=[self.plan.slug])}#decision-{self.number}"

    def ledger_name(self) -> str:
        return f"{self.plan.slug} partnership {self.number}"
