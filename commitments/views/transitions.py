"""One page for each way a commitment moves on: it says what will follow, asks for a reason, and does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commitments import workflow
from commitments.forms import AnnexForm, MergeForm, NoReasonForm, PublicReasonForm, ReasonForm
from commitments.models import Commitment
from commitments.views.loading import actor, crumbs, load, posted
from core.access import require
from ledger.machine import Blocked, WrongState

Act = Callable[..., Any]


def take_up(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    return _perform(request, load(request, plan, ref), "take_up", workflow.take_up, NoReasonForm)


def take_up_again(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    return _perform(request, load(request, plan, ref), "take_up_again", workflow.take_up_again, ReasonForm)


def merge_into(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    commitment = load(request, plan, ref)
    visible = Commitment.objects.visible_to(request.user).filter(plan=commitment.plan).editable()
    return _perform(
        request, commitment, "merge_into", workflow.merge_into, MergeForm, targets=visible.exclude(pk=commitment.pk)
    )


def annex(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    return _perform(request, load(request, plan, ref), "annex", workflow.annex, AnnexForm)


def withdraw(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    return _perform(request, load(request, plan, ref), "withdraw", workflow.withdraw, ReasonForm)


def decline(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    return _perform(request, load(request, plan, ref), "decline", workflow.decline, ReasonForm)


def send_for_clearance(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    return _perform(request, load(request, plan, ref), "send_for_clearance", workflow.send_for_clearance, NoReasonForm)


def send_without_agreement(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    commitment = load(request, plan, ref)
    return _perform(request, commitment, "send_without_agreement", workflow.send_without_agreement, PublicReasonForm)


def reopen(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    return _perform(request, load(request, plan, ref), "reopen", workflow.reopen, ReasonForm)


def _perform(
    request: HttpRequest, commitment: Commitment, name: str, act: Act, form_class: type[forms.Form], **options: Any
) -> HttpResponse:
    transition = workflow.machine.by_name[name]
    require(request.user, transition.permission, commitment)
    if commitment.state not in transition.sources:
        return _no_longer(request, commitment, transition)
    form = form_class(posted(request), **options)
    if request.method == "POST" and form.is_valid():
        try:
            act(commitment, by=actor(request), **form.cleaned_data)
        except WrongState:
            return _no_longer(request, commitment, transition)
        except Blocked as blocked:
            for reason in blocked.reasons:
                form.add_error(None, reason)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            commitment.refresh_from_db()
            messages.success(request, str(commitment.get_state_display()))
            return redirect(commitment)
    return _ask(request, commitment, transition, form)


def _ask(request: HttpRequest, commitment: Commitment, transition: Any, form: forms.Form) -> HttpResponse:
    context = {
        "commitment": commitment,
        "transition": transition,
        "objections": workflow.machine.objections(transition, commitment, request.user),
        "form": form,
        "breadcrumbs": crumbs(commitment),
        "cancel_url": commitment.get_absolute_url(),
        "variant": "warning" if transition.is_warning else "plain",
    }
    return render(request, "commitments/transition.html", context)


def _no_longer(request: HttpRequest, commitment: Commitment, transition: Any) -> HttpResponse:
    """Somebody was quicker, or the page was old: say where it stands now. Nothing is changed."""
    commitment.refresh_from_db()
    context = {"commitment": commitment, "transition": transition, "breadcrumbs": crumbs(commitment)}
    return render(request, "commitments/no_longer.html", context, status=409)
