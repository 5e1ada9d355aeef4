"""Which suggestions on a plan's texts have been decided: the part of the coverage that drafting knows."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drafting.choices import SuggestionState
from drafting.models import Suggestion
from publications.coverage import Coverage, Item


def suggestions(plan: Any) -> Coverage:
    """Of the commitments that are in the plan and of its narrative parts; withdrawn ones need no answer."""
    of_plan = Q(text__section__commitment__plan=plan) | Q(text__narrative_part__plan=plan)
    found = Suggestion.objects.filter(of_plan).exclude(state=SuggestionState.WITHDRAWN)
    waiting = found.filter(state=SuggestionState.OPEN).select_related(
        "text__section__commitment__plan", "text__section__template_section", "text__narrative_part__plan"
    )
    items = tuple(Item(*_named(one)) for one in waiting.order_by("text", "number"))
    return Coverage("suggestions", _("Suggestions"), found.count(), items)


def _named(suggestion: Suggestion) -> tuple[str, str]:
    section = getattr(suggestion.text, "section", None)
    owner = section or suggestion.text.narrative_part
    return f"S{suggestion.number} · {owner}", owner.get_absolute_url()
