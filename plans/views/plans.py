from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import public, require
from ledger.models import Entry
from ledger.reading import tell
from network import roles
from plans import services
from plans.changes import changes_of
from plans.forms import CreatePlanForm, EditPlanForm
from plans.links import links_of, starts_for
from plans.models import Plan
from plans.views import rows
from plans.views.loading import acting, crumbs, load_plan, load_plan_for, page, posted


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    plans = Plan.objects.visible_to(request.user).select_related("network").prefetch_related("stages")
    context = {
        "plans": [rows.plan_row(plan) for plan in plans],
        "can_create": request.user.has_perm("plans.create", Plan()),
        "starts": starts_for(request.user),
        "breadcrumbs": [],
    }
    return render(request, "plans/index.html", context)


@public
@require_safe
def detail(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_plan(request, plan)
    prefetch_related_objects([found], "stages")
    stages = list(found.stages.all())
    context = page(
        found,
        stages=rows.stage_rows(found, stages),
        stage_now=rows.stage_words(found.current_stage()),
        stage_next=rows.stage_words(found.next_stage()),
        themes=rows.theme_rows(found, request.user),
        parts=list(found.parts.all()),
        shows_drafts=found.shows_drafts_to(request.user),
        holdings=rows.holding_rows(roles.holders(found)),
        links=links_of(found, request.user),
        waiting=found.rule_changes.filter(state="waiting").count(),
        can_edit=request.user.has_perm("plans.edit", found),
        can_give=request.user.has_perm("plans.give_role", found),
    )
    context["breadcrumbs"].pop()
    return render(request, "plans/detail.html", context)


def create(request: HttpRequest) -> HttpResponse:
    require(request.user, "plans.create", Plan())
    form = CreatePlanForm(posted(request), initial={"openness": "network"})
    if request.method == "POST" and form.is_valid():
        plan = services.create_plan(by=acting(request), **form.values())
        messages.success(request, _("The plan is here. Next: its themes and its timetable."))
        return redirect(plan)
    return render(request, "plans/create.html", {"form": form, "breadcrumbs": crumbs()})


def edit(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_plan_for(request, plan, "plans.edit")
    form = EditPlanForm(posted(request), initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        services.edit_plan(found, by=acting(request), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(found)
    return render(request, "plans/edit.html", page(found, form=form, cancel_url=found.get_absolute_url()))


def _initial(plan: Plan) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in EditPlanForm.base_fields}


@public
@require_safe
def history(request: HttpRequest, plan: str) -> HttpResponse:
    """What changed in the plan and by whom; who decided and why stands in the ledger, beside it."""
    found = load_plan(request, plan)
    changes = Paginator(changes_of(found), 50).get_page(request.GET.get("page"))
    acts = tell(Entry.objects.about(found)[:50], request.user)
    return render(request, "plans/history.html", page(found, changes=changes, acts=acts))
