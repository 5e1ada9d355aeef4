from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments import services
from commitments.choices import Origin
from commitments.forms import AnswerAskForm, AskForm, ProposeForm
from commitments.models import Ask
from commitments.services.changes import ChangedMeanwhile, version_of
from commitments.services.commitments import CutOffPassed
from commitments.views.loading import actor, earlier_commitments, load_ask, load_plan, plan_crumbs, posted
from core.access import public, require
from plans.models import Plan


@public
@require_safe
def asks(request: HttpRequest, plan: str) -> HttpResponse:
    """What civil society asks for and government has not agreed to."""
    the_plan = load_plan(request, plan)
    visible = Ask.objects.visible_to(request.user).filter(plan=the_plan)
    section = "origin_suggestion__text__section"
    related = (f"{section}__commitment__plan", f"{section}__template_section")
    found = visible.select_related("plan", "origin_commitment__plan", "became__plan", *related)
    allowed = {
        name: request.user.has_perm(f"commitments.{name}", the_plan)
        for name in ("add_ask", "edit_ask", "answer_ask", "propose")
    }
    context = {
        "plan": the_plan,
        "breadcrumbs": [*plan_crumbs(the_plan)[:1], (_("Annex"), "")],
        "asks": list(found),
        "allowed": allowed,
        "reads_drafts": the_plan.shows_drafts_to(request.user),
    }
    return render(request, "commitments/asks.html", context)


def create_ask(request: HttpRequest, plan: str) -> HttpResponse:
    the_plan = load_plan(request, plan)
    require(request.user, "commitments.add_ask", the_plan)
    form = AskForm(posted(request))
    if request.method == "POST" and form.is_valid():
        ask = services.add_ask(plan=the_plan, by=actor(request), **form.changes())
        messages.success(request, _("The ask stands in the annex."))
        return redirect(ask)
    return _form_page(request, "create_ask", the_plan, form)


def edit_ask(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    """The words of the ask, by civil society."""
    ask = load_ask(request, plan, ref)
    require(request.user, "commitments.edit_ask", ask)
    form = AskForm(posted(request), initial={"text": ask.text, "base": version_of(ask)})
    del form.fields["origin"]
    return _save(request, "edit_ask", ask, form)


def answer_ask(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    """Where it stands and why, by government."""
    ask = load_ask(request, plan, ref)
    require(request.user, "commitments.answer_ask", ask)
    initial = {"status": ask.status, "reason": ask.reason, "base": version_of(ask)}
    return _save(request, "answer_ask", ask, AnswerAskForm(posted(request), initial=initial))


def propose_from_ask(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    """An ask becomes a commitment again."""
    ask = load_ask(request, plan, ref)
    require(request.user, "commitments.propose", ask.plan)
    initial = {"title": ask.text[:600], "origin": Origin.CIVIL_SOCIETY}
    form = ProposeForm(posted(request), plan=ask.plan, earlier=earlier_commitments(request, ask.plan), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            commitment = services.propose_from_ask(ask, by=actor(request), **form.cleaned_data)
        except CutOffPassed as refusal:
            form.add_error(None, refusal)
        except ValidationError as problem:
            form.add_error(None, problem.messages[0])
        else:
            messages.success(request, _("The ask is proposed as a commitment."))
            return redirect(commitment)
    return _form_page(request, "propose", ask.plan, form, ask=ask, is_past_cut_off=ask.plan.is_past_cut_off())


def _save(request: HttpRequest, name: str, ask: Ask, form: Any) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_ask(ask, by=actor(request), base=form.cleaned_data["base"], **form.changes())
        except ChangedMeanwhile as collision:
            form.show_collision(collision, base=version_of(ask))
        else:
            messages.success(request, _("The ask is saved."))
            return redirect(ask)
    return _form_page(request, name, ask.plan, form, ask=ask)


def _form_page(request: HttpRequest, name: str, plan: Plan, form: Any, **more: Any) -> HttpResponse:
    back = reverse("commitments:asks", args=[plan.slug])
    context = {
        "plan": plan,
        "form": form,
        "breadcrumbs": [*plan_crumbs(plan)[:1], (_("Annex"), back)],
        "cancel_url": back,
        **more,
    }
    return render(request, f"commitments/{name}.html", context)
