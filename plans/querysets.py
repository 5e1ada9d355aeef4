"""Twins of the rules: what a person may see, as querysets."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from network import roles
from plans.choices import Openness

if TYPE_CHECKING:
    from plans.models import (  # noqa: F401 (in the bases below)
        NarrativePart,
        PartnershipAgreement,
        Plan,
        Scope,
        Template,
    )


class TemplateQuerySet(models.QuerySet["Template"]):
    def latest_versions(self) -> "TemplateQuerySet":
        newer = self.model._default_manager.filter(key=models.OuterRef("key"), version__gt=models.OuterRef("version"))
        return self.filter(~models.Exists(newer))

    def by_reference(self, reference: str) -> "Template | None":
        """`uk-2013` is version 1, `uk-2013/2` the second."""
        key, _slash, version = reference.partition("/")
        if version and not version.isdecimal():
            return None
        return self.filter(key=key, version=int(version or 1)).first()


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: Any) -> "PlanQuerySet":
        """That a plan is being made is public; what its drafts say is not (see `with_drafts_visible_to`)."""
        return self

    def with_drafts_visible_to(self, user: Any, at: dt.datetime | None = None) -> "PlanQuerySet":
        """Twin of the rule `plans.see_drafts`."""
        allowed = Q(openness_now=Openness.OPEN)
        if user.is_authenticated:
            if roles.is_member(user) or roles.is_official(user):
                allowed |= Q(openness_now=Openness.NETWORK)
            allowed |= Q(pk__in=roles.things(user, self.model, at=at).values("pk"))
        found: PlanQuerySet = self.with_openness_now(at).filter(allowed)
        return found

    def with_openness_now(self, at: dt.datetime | None = None) -> "PlanQuerySet":
        today = timezone.localdate(at)
        narrower = models.When(late_from__lte=today, then=models.F("late_openness"))
        return self.annotate(openness_now=models.Case(narrower, default=models.F("openness")))


class NarrativePartQuerySet(models.QuerySet["NarrativePart"]):
    def visible_to(self, user: Any, at: dt.datetime | None = None) -> "NarrativePartQuerySet":
        """A narrative part is a draft like any other: as its plan says."""
        plans: Any = self.model._meta.get_field("plan").related_model
        return self.filter(plan__in=plans._default_manager.with_drafts_visible_to(user, at).values("pk"))


class PartnershipAgreementQuerySet(models.QuerySet["PartnershipAgreement"]):
    def visible_to(self, user: Any, at: dt.datetime | None = None) -> "PartnershipAgreementQuerySet":
        """A draft like any other: as its plan says."""
        plans: Any = self.model._meta.get_field("plan").related_model
        return self.filter(plan__in=plans._default_manager.with_drafts_visible_to(user, at).values("pk"))


class ScopeQuerySet(models.QuerySet["Scope"]):
    def visible_to(self, user: Any) -> "ScopeQuerySet":
        """Themes and timetable are public as the plan itself is."""
        plans: Any = self.model._meta.get_field("plan").related_model
        return self.filter(plan__in=plans._default_manager.visible_to(user).values("pk"))
