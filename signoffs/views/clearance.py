from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commitments import weakening
from commitments.models import Commitment
from commitments.shown import changed_parts, parts_of
from commitments.views.loading import actor, crumbs, load, load_plan, posted
from core.access import get_visible, public, require
from drafting import signing
from drafting.models import Signature
from ledger.machine import Blocked, WrongState
from network.models import User
from signoffs import clearance as reading
from signoffs import departments, seats, telling, waiting
from signoffs.forms import AnswerForm, DueForm, TermsForm
from signoffs.forms.clearance import CLEAR, REMARK, RETURN
from signoffs.models import ClearanceRequest, ClearanceTerms
from signoffs.services import clearance as services


def clear(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    """The exact words, what changed since this department last cleared them, and its answer."""
    commitment = load(request, plan, ref)
    require(request.user, "commitments.clear", commitment)
    asked = _asked(request, commitment)
    if asked is None:
        return _not_asked(request, commitment)
    tenure = reading.mandate_of(actor(request), asked)
    statements = {
        answer: services.statement(verb, asked, tenure)
        for answer, verb in ((CLEAR, reading.CLEAR), (REMARK, reading.CLEAR), (RETURN, reading.RETURN))
        if tenure
    }
    form = AnswerForm(request, seen=asked.sending.edition.sha256, statements=statements)
    if request.method == "POST" and form.is_valid():
        try:
            signature = _answer(commitment, asked, form, by=actor(request))
        except WrongState:
            return _not_asked(request, commitment)
        except (Blocked, signing.OtherWords) as refusal:
            for words in getattr(refusal, "reasons", None) or refusal.messages:  # type: ignore[union-attr]
                form.add_error(None, words)
        else:
            messages.success(request, _said(signature))
            return redirect(telling.address(commitment))
    return render(request, "signoffs/clear.html", _page(commitment, asked, form, actor(request)))


@public
@require_safe
def clearance(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    """Where each department stands, everything that was said, and what the lead official can do about it."""
    commitment = load(request, plan, ref)
    shown = departments.shown(commitment, request.user)
    found = [department for department, _cell in shown]
    context = {
        "commitment": commitment,
        "breadcrumbs": crumbs(commitment),
        "departments": shown,
        "edition": reading.edition_in_clearance(commitment),
        "said": reading.everything_said(commitment),
        "changes": reading.changes_of_dates(commitment),
        "may_change": request.user.has_perm("signoffs.change_due", commitment),
        "is_waiting": any(one.is_asked for one in found),
        "what_to_do": [(one, reading.what_to_do(one)) for one in found if reading.what_to_do(one)],
    }
    return render(request, "signoffs/clearance.html", context)


def change_due(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    commitment = load(request, plan, ref)
    require(request.user, "signoffs.change_due", commitment)
    waits = [one.request for one in reading.departments(commitment) if one.is_asked and one.request]
    if not waits:
        return _not_asked(request, commitment)
    form = DueForm(posted(request), requests=waits)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.change_due(form.chosen(), due_on=values["due_on"], reason=values["reason"], by=actor(request))
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The date is changed and the departments are told."))
            return redirect(telling.address(commitment))
    context = {
        "commitment": commitment,
        "form": form,
        "requests": waits,
        "breadcrumbs": crumbs(commitment),
        "cancel_url": telling.address(commitment),
    }
    return render(request, "signoffs/change_due.html", context)


@require_POST
def ask_post(request: HttpRequest, plan: str, ref: str, department: str) -> HttpResponse:
    commitment = load(request, plan, ref)
    require(request.user, "signoffs.change_due", commitment)
    asked = get_visible(
        ClearanceRequest.objects.visible_to(request.user).open().filter(sending__commitment=commitment),
        organisation__slug=department,
    )
    try:
        services.ask_post(asked, by=actor(request))
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    else:
        messages.success(request, _("%(department)s is asked again.") % {"department": asked.organisation})
    return redirect(telling.address(commitment))


def set_terms(request: HttpRequest, plan: str) -> HttpResponse:
    the_plan = load_plan(request, plan)
    require(request.user, "signoffs.set_terms", the_plan)
    terms = ClearanceTerms.objects.filter(plan=the_plan).first() or ClearanceTerms(plan=the_plan)
    form = TermsForm(posted(request), terms=terms)
    board = reverse("signoffs:board", args=[the_plan.slug])
    if request.method == "POST" and form.is_valid():
        services.set_terms(the_plan, by=actor(request), **form.cleaned_data)
        messages.success(request, _("Saved. What is asked for already keeps its date."))
        return redirect(board)
    context = {
        "plan": the_plan,
        "form": form,
        "breadcrumbs": [(the_plan.title, the_plan.get_absolute_url()), (_("Sign-offs"), board)],
        "cancel_url": board,
    }
    return render(request, "signoffs/set_terms.html", context)


def _asked(request: HttpRequest, commitment: Commitment) -> ClearanceRequest | None:
    """The request that this page is about: of the department in the address, else the first to answer."""
    mine = list(reading.requests_for(actor(request)).filter(sending__commitment=commitment).select_related("post"))
    if slug := request.GET.get("department"):
        mine = [one for one in mine if one.organisation.slug == slug]
        if not mine:
            raise Http404
    return next(iter([*waiting.unanswered(mine), *mine]), None)


def _answer(commitment: Commitment, asked: ClearanceRequest, form: AnswerForm, *, by: User) -> Signature:
    values: dict[str, Any] = {"by": by, "seen_sha256": form.cleaned_data["seen"], "proof": form.proof}
    remark = form.cleaned_data["remark"]
    if form.is_return:
        return services.return_to_drafting(commitment, asked.organisation, reason=remark, **values)
    return services.clear(commitment, asked.organisation, remark=remark, **values)


def _said(signature: Signature) -> str:
    words = {
        reading.CLEAR.name: _("Cleared for %(department)s."),
        reading.RETURN.name: _("Returned to drafting for %(department)s. Both sides are told why."),
    }
    return words[signature.verb] % {"department": signature.organisation}


def _page(commitment: Commitment, asked: ClearanceRequest, form: AnswerForm, user: User) -> dict[str, Any]:
    edition, organisation = asked.sending.edition, asked.organisation
    said = reading.answers_of(commitment, organisation)
    earlier = next((one for one in said if one.is_yes and one.edition.sha256 != edition.sha256), None)
    tenure = reading.mandate_of(user, asked)
    return {
        "commitment": commitment,
        "breadcrumbs": crumbs(commitment),
        "edition": edition,
        "department": next(one for one in reading.departments(commitment) if one.organisation == organisation),
        "parts": parts_of(edition.data),
        "said": said,
        "earlier": earlier,
        "changed": [part for part in changed_parts(earlier.edition.data, edition.data) if part.is_changed]
        if earlier
        else [],
        "weaker": weakening.findings(earlier.edition.data, edition.data) if earlier else [],
        "objection": _objection(edition, organisation, tenure, user),
        "tenure": tenure,
        "form": form,
        "cancel_url": commitment.get_absolute_url(),
    }


def _objection(edition: Any, organisation: Any, tenure: Any, user: User) -> str:
    """Why this person cannot sign here, whatever the words; empty if they can."""
    if tenure is None or not (tenure.mandate and tenure.mandated_on):
        return _("Your post has no mandate with a date. Whoever appointed you has to record it before you sign.")
    return seats.other_seat(edition, user, verb=reading.CLEAR.name, organisation=organisation)


def _not_asked(request: HttpRequest, commitment: Commitment) -> HttpResponse:
    """It came back, was approved, or another department is asked: nothing is changed."""
    commitment.refresh_from_db()
    context = {"commitment": commitment, "breadcrumbs": crumbs(commitment)}
    return render(request, "signoffs/not_asked.html", context, status=409)
