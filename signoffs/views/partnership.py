from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.forms import ReasonForm
from core.access import get_visible, public, require
from ledger.machine import Blocked, WrongState
from network.forms import SigningForm
from plans.views.loading import acting, load_plan, page, posted
from signoffs import partnership as words
from signoffs.choices import PartnershipState
from signoffs.forms import PartnershipForm
from signoffs.models import PartnershipDecision


@public
@require_safe
def partnership(request: HttpRequest, plan: str) -> HttpResponse:
    """Whose plan it is called, by whose word, and every decision of the network about it."""
    found = load_plan(request, plan)
    decisions = list(PartnershipDecision.objects.filter(plan=found).visible_to(request.user))
    signatures = words.signatures_of(decisions)
    may_state = request.user.has_perm(words.PERMISSION, found)
    rows: list[dict[str, Any]] = [{"decision": one, "signatures": signatures[one.pk]} for one in decisions]
    context = page(
        found,
        standing=words.standing(found),
        waiting=[row for row in rows if row["decision"].state == PartnershipState.WAITING],
        in_effect=[row for row in rows if row["decision"].state == PartnershipState.IN_EFFECT],
        may_state=may_state,
        has_signed=any(one.person_id == request.user.pk for row in rows for one in row["signatures"] if may_state),
    )
    return render(request, "signoffs/partnership.html", context)


def decide_partnership(request: HttpRequest, plan: str) -> HttpResponse:
    """A steering member writes down what the network decided."""
    found = load_plan(request, plan)
    require(request.user, words.PERMISSION, found)
    form = PartnershipForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = words.prepare(found, by=acting(request), **form.values)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Written down. It takes effect when two steering members have signed it."))
            return redirect("signoffs:sign_partnership", found.slug, made.number)
    return render(request, "signoffs/decide_partnership.html", _page(request, found, form))


def sign_partnership(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    """The exact words of the decision, and a steering member's signature under them."""
    found, decision = _load(request, plan, number)
    form = SigningForm(request, seen=words.sha256_of(decision))
    if decision.state == PartnershipState.WAITING and request.method == "POST" and form.is_valid():
        try:
            words.sign(decision, by=acting(request), seen_sha256=form.cleaned_data["seen"], proof=form.proof)
        except (Blocked, WrongState, ValidationError) as refusal:
            _refuse(form, refusal)
        else:
            decision.refresh_from_db()
            messages.success(request, _told(decision))
            return redirect("signoffs:partnership", found.slug)
    more = {"decision": decision, "signatures": words.signatures(decision), "sentence": words.sentence(decision)}
    return render(request, "signoffs/sign_partnership.html", _page(request, found, form, **more))


def drop_partnership(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    found, decision = _load(request, plan, number)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            words.drop(decision, by=acting(request), reason=form.cleaned_data["reason"])
        except WrongState:
            messages.error(request, _("It does not wait for signatures any more."))
        return redirect("signoffs:partnership", found.slug)
    return render(request, "signoffs/drop_partnership.html", _page(request, found, form, decision=decision))


def _load(request: HttpRequest, plan: str, number: int) -> tuple[Any, PartnershipDecision]:
    found = load_plan(request, plan)
    require(request.user, words.PERMISSION, found)
    visible = PartnershipDecision.objects.filter(plan=found).visible_to(request.user)
    return found, get_visible(visible.select_related("plan__network"), number=number)


def _page(request: HttpRequest, plan: Any, form: forms.Form, **more: Any) -> dict[str, Any]:
    context = page(plan, (_("Partnership"), words.address(plan)), form=form, **more)
    return {**context, "cancel_url": words.address(plan)}


def _refuse(form: forms.Form, refusal: Exception) -> None:
    if isinstance(refusal, WrongState):
        form.add_error(None, _("It does not wait for signatures any more."))
    elif isinstance(refusal, Blocked):
        form.add_error(None, refusal.reasons)
    else:
        assert isinstance(refusal, ValidationError)
        form.add_error(None, refusal)


def _told(decision: PartnershipDecision) -> str:
    if decision.state == PartnershipState.IN_EFFECT:
        return _("The decision of the network is in effect.")
    return _("Signed. A second steering member has to sign it.")
