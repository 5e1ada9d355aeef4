from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import get_visible, public
from core.dates import readable
from plans import services
from plans.calendars import calendar_of
from plans.forms import BackwardsForm, StageForm, others
from plans.models import Plan, Stage
from plans.timetable import plan_backwards as place_backwards
from plans.timetable import warnings, words_for
from plans.views.loading import acting, load_plan, load_plan_for, page, posted
from plans.views.rows import span, stage_rows

FIELDS = ("title", "description", "starts", "ends", "length_days", "minimum_days", "position")


def timetable_page(plan: Plan, **context: Any) -> dict[str, Any]:
    address = reverse("plans:timetable", args=[plan.slug])
    return page(plan, (_("Timetable"), address), cancel_url=address, **context)


@public
@require_safe
def timetable(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_plan(request, plan)
    prefetch_related_objects([found], "stages")
    stages = list(found.stages.all())
    can_edit = request.user.has_perm("plans.edit_timetable", found)
    context = page(
        found, stages=stage_rows(found, stages), warnings=warnings(found, stages) if can_edit else [], can_edit=can_edit
    )
    return render(request, "plans/timetable.html", context)


@public
@require_safe
def calendar(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_plan(request, plan)
    answer = HttpResponse(
        calendar_of(found, at_address=request.build_absolute_uri), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = f'inline; filename="{found.slug}.ics"'
    return answer


def plan_backwards(request: HttpRequest, plan: str) -> HttpResponse:
    """First shows what would come of it; a second button applies it."""
    found = load_plan_for(request, plan, "plans.edit_timetable")
    form = BackwardsForm(posted(request), stages=found.stages.all(), initial={"launch_on": found.launch_on})
    placed = []
    if request.method == "POST" and form.is_valid():
        launch, first = form.cleaned_data["launch_on"], form.cleaned_data["not_before"] or timezone.localdate()
        placed = place_backwards(launch, form.stages_as_asked(), not_before=first)
        if "apply" in request.POST:
            services.apply_backwards(found, launch_on=launch, placed=placed, by=acting(request))
            messages.success(request, _("The timetable now leads to %(date)s.") % {"date": readable(launch)})
            return redirect("plans:timetable", found.slug)
    rows = [(p.stage.title, span(p.starts, p.ends), p.days, words_for(p)) for p in placed]
    context = timetable_page(found, form=form, rows=rows, is_squeezed=any(p.squeezed for p in placed))
    return render(request, "plans/plan_backwards.html", context)


def load_stage(request: HttpRequest, plan: str, slug: str) -> Stage:
    found = load_plan_for(request, plan, "plans.edit_timetable")
    return get_visible(Stage.objects.select_related("plan"), plan=found, slug=slug)


def add_stage(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_plan_for(request, plan, "plans.edit_timetable")
    form = StageForm(posted(request), siblings=others(found.stages, None))
    if request.method == "POST" and form.is_valid():
        services.add_stage(plan=found, by=acting(request), **form.cleaned_data)
        return redirect("plans:timetable", found.slug)
    return render(request, "plans/add_stage.html", timetable_page(found, form=form))


def edit_stage(request: HttpRequest, plan: str, stage: str) -> HttpResponse:
    found = load_stage(request, plan, stage)
    initial = {name: getattr(found, name) for name in FIELDS}
    form = StageForm(posted(request), siblings=others(found.plan.stages, found), initial=initial)
    if request.method == "POST" and form.is_valid():
        services.edit_stage(found, by=acting(request), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("plans:timetable", found.plan.slug)
    return render(request, "plans/edit_stage.html", timetable_page(found.plan, form=form, stage=found))


def remove_stage(request: HttpRequest, plan: str, stage: str) -> HttpResponse:
    found = load_stage(request, plan, stage)
    if request.method == "POST":
        services.remove_stage(found, by=acting(request))
        messages.success(request, _("The stage is removed."))
        return redirect("plans:timetable", found.plan.slug)
    return render(request, "plans/remove_stage.html", timetable_page(found.plan, stage=found))
