from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commitments import board as boards
from commitments import reading
from commitments.choices import Part, State
from commitments.forms import FilterForm
from commitments.models import Commitment
from commitments.querysets import CommitmentQuerySet
from commitments.rows import rows_of
from commitments.views.loading import load_plan, plan_crumbs
from core.access import public, require
from network.models import Organisation
from plans.models import Plan

PER_PAGE = 50


@public
@require_safe
def index(request: HttpRequest, plan: str) -> HttpResponse:
    """All commitments of the plan that this person may see."""
    the_plan = load_plan(request, plan)
    visible = Commitment.objects.visible_to(request.user).filter(plan=the_plan)
    form = FilterForm(request.GET, plan=the_plan, leads=_leads(visible))
    chosen = form.chosen()
    page = Paginator(narrow(visible, chosen).with_card(), PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    context = {
        "plan": the_plan,
        "breadcrumbs": [*plan_crumbs(the_plan)[:1], (plan_crumbs(the_plan)[1][0], "")],
        "form": form,
        "is_filtered": bool(chosen),
        "page": page,
        "rows": rows_of(shown, reading.news_of(shown, request.user)),
        "states": state_links(visible, the_plan, chosen.get("state", "")),
        "reads_drafts": the_plan.shows_drafts_to(request.user),
        "may_propose": request.user.has_perm("commitments.propose", the_plan),
        "may_see_board": request.user.has_perm("commitments.see_board", the_plan),
    }
    return render(request, "commitments/index.html", context)


def board(request: HttpRequest, plan: str) -> HttpResponse:
    """What waits, and for whom: columns by state."""
    the_plan = load_plan(request, plan)
    require(request.user, "commitments.see_board", the_plan)
    visible = Commitment.objects.visible_to(request.user).filter(plan=the_plan)
    context = {
        "plan": the_plan,
        "breadcrumbs": plan_crumbs(the_plan),
        "columns": boards.columns(visible, request.user),
        "vacancies": boards.vacancies(the_plan),
    }
    return render(request, "commitments/board.html", context)


def narrow(commitments: CommitmentQuerySet, chosen: dict[str, str]) -> CommitmentQuerySet:
    """Only those that fit what was chosen in the form."""
    if theme := chosen.get("theme"):
        commitments = commitments.filter(theme=None) if theme == "none" else commitments.filter(theme__slug=theme)
    if lead := chosen.get("lead"):
        commitments = commitments.filter(parts__part=Part.LEAD, parts__organisation__slug=lead)
    for field in ("state", "origin"):
        if value := chosen.get(field):
            commitments = commitments.filter(**{field: value})
    return commitments.mentioning(chosen["q"]) if chosen.get("q") else commitments


def state_links(commitments: CommitmentQuerySet, plan: Plan, current: str) -> list[dict[str, Any]]:
    """How many stand in each state, each a link; states without any are left out."""
    counts = dict(commitments.order_by().values_list("state").annotate(Count("pk")))
    here = reverse("commitments:index", args=[plan.slug])
    every = {"label": None, "count": sum(counts.values()), "href": here, "is_current": not current}
    found = [
        {"label": state.label, "count": counts[state], "href": f"{here}?state={state}", "is_current": current == state}
        for state in State
        if counts.get(state)
    ]
    return [every, *found] if len(found) > 1 else []


def _leads(commitments: CommitmentQuerySet) -> list[Organisation]:
    lead = Q(parts__part=Part.LEAD, parts__commitment__in=commitments.order_by().values("pk"))
    return list(Organisation.objects.filter(lead).distinct().order_by("name"))
