from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commitments import services
from commitments.forms import MilestoneForm, MoveForm
from commitments.models import Commitment
from commitments.services.changes import ChangedMeanwhile, version_of
from commitments.views.loading import actor, all_organisations, crumbs, load, nth_milestone, posted, while_editable
from core.access import require


@while_editable
def create_milestone(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    commitment = load(request, plan, ref)
    require(request.user, "commitments.edit_milestones", commitment)
    form = MilestoneForm(posted(request), template=commitment.plan.template, organisations=all_organisations())
    if request.method == "POST" and form.is_valid():
        services.add_milestone(commitment, by=actor(request), lead=form.lead(), **form.changes())
        messages.success(request, _("The milestone is added."))
        return redirect(_table(commitment))
    return _page(request, "create_milestone", commitment, form)


@while_editable
def edit_milestone(request: HttpRequest, plan: str, ref: str, number: int) -> HttpResponse:
    commitment = load(request, plan, ref)
    require(request.user, "commitments.edit_milestones", commitment)
    milestone = nth_milestone(commitment, number)
    form = MilestoneForm(
        posted(request),
        template=commitment.plan.template,
        organisations=all_organisations(),
        milestone=milestone,
        base=version_of(milestone),
    )
    if request.method == "POST" and form.is_valid():
        base = form.cleaned_data["base"]
        try:
            services.edit_milestone(milestone, by=actor(request), lead=form.lead(), base=base, **form.changes())
        except ChangedMeanwhile as collision:
            form.show_collision(collision, base=version_of(milestone))
        else:
            messages.success(request, _("The milestone is saved."))
            return redirect(_table(commitment))
    return _page(request, "edit_milestone", commitment, form, number)


@require_POST
@while_editable
def move_milestone(request: HttpRequest, plan: str, ref: str, number: int) -> HttpResponse:
    """Up, down, or to the place chosen in the select box."""
    commitment = load(request, plan, ref)
    require(request.user, "commitments.edit_milestones", commitment)
    milestone = nth_milestone(commitment, number)
    form = MoveForm(request.POST)
    if form.is_valid():
        services.move_milestone(milestone, to=form.cleaned_data["to"], by=actor(request))
        messages.success(request, _("The milestones are in their new order."))
    return redirect(_table(commitment))


@while_editable
def remove_milestone(request: HttpRequest, plan: str, ref: str, number: int) -> HttpResponse:
    commitment = load(request, plan, ref)
    require(request.user, "commitments.edit_milestones", commitment)
    milestone = nth_milestone(commitment, number)
    if request.method == "POST":
        services.remove_milestone(milestone, by=actor(request))
        messages.success(request, _("The milestone is removed. The history keeps what it said."))
        return redirect(_table(commitment))
    context = {
        "commitment": commitment,
        "milestone": milestone,
        "number": number,
        "breadcrumbs": crumbs(commitment),
        "cancel_url": _table(commitment),
    }
    return render(request, "commitments/remove_milestone.html", context)


def _table(commitment: Commitment) -> str:
    return f"{commitment.get_absolute_url()}#milestones"


def _page(
    request: HttpRequest, name: str, commitment: Commitment, form: MilestoneForm, number: int = 0
) -> HttpResponse:
    context = {
        "commitment": commitment,
        "form": form,
        "number": number,
        "places": range(1, commitment.milestones.count() + 1) if number else [],
        "breadcrumbs": crumbs(commitment),
        "cancel_url": _table(commitment),
    }
    return render(request, f"commitments/{name}.html", context)
