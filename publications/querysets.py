from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from plans.models import Plan
    from publications.models import PlanEdition  # noqa: F401 (named in the base class)


class PlanEditionQuerySet(models.QuerySet["PlanEdition"]):
    def visible_to(self, user: Any) -> PlanEditionQuerySet:
        """What is published is published to everyone; the drafts it was made of are not in this table."""
        return self

    def of(self, plan: Plan) -> PlanEditionQuerySet:
        return self.filter(plan=plan).order_by("-number")

    def for_lists(self) -> PlanEditionQuerySet:
        """Without the content: a list of editions must not load every plan whole."""
        return self.select_related("plan").defer("edition__content").select_related("edition")
