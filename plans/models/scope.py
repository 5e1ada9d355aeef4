"""What both sides agree early on: the plan's scope, and how they work together."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from plans.choices import Owner
from plans.models.plans import Plan
from plans.querysets import PartnershipAgreementQuerySet, ScopeQuerySet


class Scope(models.Model):
    """A plan's themes, its timetable and which partnership agreement holds, as something with editions of its own.

    It has no fields: what an edition of it says stands in the plan (`plans.canonical.scope_content`).
    """

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="scope")

    objects = ScopeQuerySet.as_manager()

    class Meta:
        verbose_name = _("scope of a plan")
        verbose_name_plural = _("scopes of plans")

    def __str__(self) -> str:
        return str(_("Scope of %(plan)s") % {"plan": self.plan})

    def get_absolute_url(self) -> str:
        return reverse("plans:scope", args=[self.plan.slug])

    def ledger_name(self) -> str:
        return f"{self.plan.slug} scope"

    @property
    def owner(self) -> str:
        return Owner.BOTH


class PartnershipAgreement(models.Model):
    """How the two sides of a plan work together, drafted by both like any other text and agreed edition by edition."""

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, related_name="partnership_agreement")
    text = models.OneToOneField("drafting.Text", on_delete=models.PROTECT, related_name="partnership_agreement")

    objects = PartnershipAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("partnership agreement")
        verbose_name_plural = _("partnership agreements")

    def __str__(self) -> str:
        return str(_("Partnership agreement of %(plan)s") % {"plan": self.plan})

    def get_absolute_url(self) -> str:
        return reverse("plans:partnership", args=[self.plan.slug])

    def get_edit_url(self) -> str:
        return reverse("plans:write_partnership", args=[self.plan.slug])

    def ledger_name(self) -> str:
        return f"{self.plan.slug} partnership agreement"

    @property
    def owner(self) -> str:
        """It belongs to both sides, as a joint narrative part does; the same rules hold for it."""
        return Owner.BOTH
