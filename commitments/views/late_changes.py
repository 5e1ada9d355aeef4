"""What comes in after the cut-off: asked for by one side's lead, consented to by the other's, for everyone to read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments import late_changes as late
from commitments.choices import LateState
from commitments.forms import AnswerLateChangeForm, AskLateChangeForm, NoReasonForm
from commitments.models import Commitment, LateChange
from commitments.views.loading import actor, load_plan, plan_crumbs, posted
from core.access import get_visible, public, require
from ledger.machine import WrongState

COLOURS = {
    LateState.WAITING: "yellow",
    LateState.CONSENTED: "blue",
    LateState.USED: "green",
    LateState.REFUSED: "red",
    LateState.TAKEN_BACK: "grey",
}


@public
@require_safe
def late_changes(request: HttpRequest, plan: str) -> HttpResponse:
    the_plan = load_plan(request, plan)
    found = list(the_plan.late_changes.select_related("plan", "commitment", "asked_by", "answered_by"))
    shown = {commitment.pk: commitment for commitment in _visible(request, found)}
    context = {
        "plan": the_plan,
        "breadcrumbs": plan_crumbs(the_plan)[:1],
        "used": sum(change.state == LateState.USED for change in found),
        "rows": [_row(change, request.user, shown.get(change.commitment_id)) for change in found],
        "may_ask": request.user.has_perm("commitments.ask_late_change", the_plan),
    }
    return render(request, "commitments/late_changes.html", context)


def ask_late_change(request: HttpRequest, plan: str) -> HttpResponse:
    the_plan = load_plan(request, plan)
    require(request.user, "commitments.ask_late_change", the_plan)
    visible = Commitment.objects.visible_to(request.user).filter(plan=the_plan)
    form = AskLateChangeForm(posted(request), commitments=visible)
    if request.method == "POST" and form.is_valid():
        try:
            late.ask(the_plan, by=actor(request), **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The other side is asked for its consent."))
            return redirect("commitments:late_changes", the_plan.slug)
    return render(request, "commitments/ask_late_change.html", _page(the_plan, form))


def answer_late_change(request: HttpRequest, plan: str, number: int, answer: str) -> HttpResponse:
    """Consent, refuse or take back: a page that asks, then the act."""
    the_plan = load_plan(request, plan)
    related = LateChange.objects.select_related("plan", "commitment", "asked_by")
    change = get_visible(related, plan=the_plan, number=number)
    if answer not in late.ANSWERS:
        raise Http404
    transition = late.machine.by_name[late.ANSWERS[answer]]
    require(request.user, transition.permission, change)
    form = (AnswerLateChangeForm if transition.needs_reason else NoReasonForm)(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            late.answer(change, transition.name, by=actor(request), **form.cleaned_data)
        except WrongState:
            messages.error(request, _("This change has been answered already."))
        return redirect("commitments:late_changes", the_plan.slug)
    context = {**_page(the_plan, form), "change": change, "transition": transition}
    context["variant"] = "warning" if transition.is_warning else "plain"
    return render(request, "commitments/answer_late_change.html", context)


def _page(plan: Any, form: Any) -> dict[str, Any]:
    address = reverse("commitments:late_changes", args=[plan.slug])
    crumbs = [*plan_crumbs(plan)[:1], (_("Changes after the cut-off"), address)]
    return {"plan": plan, "form": form, "breadcrumbs": crumbs, "cancel_url": address}


def _visible(request: HttpRequest, changes: list[LateChange]) -> Any:
    keys = [change.commitment_id for change in changes if change.commitment_id]
    return Commitment.objects.visible_to(request.user).filter(pk__in=keys).select_related("plan") if keys else []


def _row(change: LateChange, user: Any, commitment: Commitment | None) -> dict[str, Any]:
    """What everyone may read of it; the commitment only for those who may see that."""
    is_waiting = change.state == LateState.WAITING
    is_open = change.state in (LateState.WAITING, LateState.CONSENTED)
    return {
        "change": change,
        "colour": COLOURS[LateState(change.state)],
        "commitment": commitment,
        "may_answer": is_waiting and user.has_perm("commitments.answer_late_change", change),
        "may_take_back": is_open and user.has_perm("commitments.take_back_late_change", change),
    }
