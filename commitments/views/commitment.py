from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments import reading, services, timeline
from commitments.choices import Part
from commitments.forms import DetailsForm, OrganisationsForm, ProposeForm, SubjectsForm
from commitments.forms.fields import BasedForm
from commitments.models import Commitment
from commitments.page import detail_context
from commitments.services.changes import ChangedMeanwhile, version_of
from commitments.services.commitments import CutOffPassed
from commitments.views.loading import (
    actor,
    address,
    all_organisations,
    crumbs,
    earlier_commitments,
    load,
    load_plan,
    plan_crumbs,
    posted,
    while_editable,
)
from core.access import public, require

EVENTS_PER_PAGE = 40


@public
@require_safe
def detail(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    commitment = load(request, plan, ref)
    since = reading.last_read(commitment, request.user)
    context = {
        "breadcrumbs": plan_crumbs(commitment.plan),
        **detail_context(commitment, request.user),
        **reading.news(commitment, request.user, since=since),
    }
    if reading.is_opened(request):
        reading.read(commitment, request.user, before=since)
    return render(request, "commitments/detail.html", context)


@public
@require_safe
def history(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    """Who wrote, changed and decided what, and when."""
    commitment = load(request, plan, ref)
    page = Paginator(timeline.events(commitment, request.user), EVENTS_PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = timeline.with_weakening(list(page.object_list))
    sections = [
        (section.template_section.title, address("section_history", commitment, section.template_section.key))
        for section in commitment.sections.select_related("template_section")
    ]
    context = {
        "commitment": commitment,
        "breadcrumbs": crumbs(commitment),
        "page": page,
        "points_out": any(event.weaker for event in page.object_list),
        "sections": sections,
    }
    return render(request, "commitments/history.html", context)


def propose(request: HttpRequest, plan: str) -> HttpResponse:
    """Either side puts a commitment forward."""
    the_plan = load_plan(request, plan)
    require(request.user, "commitments.propose", the_plan)
    form = ProposeForm(posted(request), plan=the_plan, earlier=earlier_commitments(request, the_plan))
    if request.method == "POST" and form.is_valid():
        try:
            commitment = services.propose(plan=the_plan, by=actor(request), **form.cleaned_data)
        except CutOffPassed as refusal:
            form.add_error(None, refusal)
        except ValidationError as problem:
            form.add_error("ref", problem.messages[0])
        else:
            messages.success(request, _("The commitment is proposed. Now write its sections."))
            return redirect(commitment)
    context = {
        "plan": the_plan,
        "form": form,
        "breadcrumbs": plan_crumbs(the_plan),
        "is_past_cut_off": the_plan.is_past_cut_off(),
        "cancel_url": plan_crumbs(the_plan)[1][1],
    }
    return render(request, "commitments/propose.html", context)


@while_editable
def edit(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    """Everything of a commitment but its sections, milestones and organisations."""
    commitment = load(request, plan, ref)
    require(request.user, "commitments.edit", commitment)
    form = DetailsForm(
        posted(request),
        commitment=commitment,
        earlier=earlier_commitments(request, commitment.plan),
        base=version_of(commitment),
    )
    return _save_details(request, "edit", commitment, form)


@while_editable
def subjects(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    """OGP values and policy areas."""
    commitment = load(request, plan, ref)
    require(request.user, "commitments.edit", commitment)
    form = SubjectsForm(posted(request), commitment=commitment, base=version_of(commitment))
    return _save_details(request, "subjects", commitment, form)


@while_editable
def organisations(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    """Who leads and who supports, in their order."""
    commitment = load(request, plan, ref)
    require(request.user, "commitments.edit", commitment)
    form = OrganisationsForm(posted(request), commitment=commitment, organisations=all_organisations())
    if request.method == "POST" and form.is_valid():
        services.set_organisations(
            commitment,
            by=actor(request),
            lead=form.picked(Part.LEAD),
            supporting_government=form.picked(Part.SUPPORTING_GOVERNMENT),
            supporting_other=form.picked(Part.SUPPORTING_OTHER),
        )
        messages.success(request, _("The organisations are saved."))
        return redirect(commitment)
    return _form_page(request, "commitments/organisations.html", commitment, form)


def _save_details(request: HttpRequest, name: str, commitment: Commitment, form: BasedForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        base = form.cleaned_data["base"]
        try:
            services.edit_details(commitment, by=actor(request), base=base, **form.changes())
        except ChangedMeanwhile as collision:
            form.show_collision(collision, base=version_of(commitment))
        else:
            messages.success(request, _("The details are saved."))
            return redirect(commitment)
    return _form_page(request, f"commitments/{name}.html", commitment, form)


def _form_page(request: HttpRequest, template: str, commitment: Commitment, form: Any) -> HttpResponse:
    context = {
        "commitment": commitment,
        "form": form,
        "breadcrumbs": crumbs(commitment),
        "cancel_url": commitment.get_absolute_url(),
    }
    return render(request, template, context)
