"""The minister's page: the exact words, what else is to be known, the question and two buttons."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from commitments.models import Commitment
from commitments.views.loading import actor, crumbs, load, load_plan
from core import files
from core.access import require
from drafting import signing
from drafting.models import Signature
from ledger.machine import Blocked, WrongState
from network.models import User
from signoffs import approval as reading
from signoffs import approval_page, papers
from signoffs.forms.approval import ApprovalForm
from signoffs.services import approval as services


def approve(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    commitment = load(request, plan, ref)
    require(request.user, "commitments.approve", commitment)
    sending = reading.open_sending(commitment)
    if sending is None:
        return _decided(request, commitment)
    form = ApprovalForm(request, seen=sending.edition.sha256)
    page = approval_page.of(commitment, sending, actor(request))
    if not page["objections"] and form.is_valid():
        try:
            signature = answer(commitment, form, by=actor(request))
        except WrongState:
            return _decided(request, commitment)
        except (Blocked, signing.OtherWords) as refusal:
            for words in getattr(refusal, "reasons", None) or refusal.messages:  # type: ignore[union-attr]
                form.add_error(None, words)
        else:
            messages.success(request, approval_page.done(signature, commitment))
            return redirect("signoffs:approve", plan, ref)
    context = {**page, "form": form, "breadcrumbs": crumbs(commitment), "cancel_url": commitment.get_absolute_url()}
    return render(request, "signoffs/approve.html", context)


@require_safe
def approve_pdf(request: HttpRequest, plan: str, ref: str) -> HttpResponseBase:
    """The exact words that are asked about, or were decided last, on paper."""
    commitment = load(request, plan, ref)
    require(request.user, "commitments.approve", commitment)
    sending = commitment.sendings.select_related("edition").first()
    if sending is None:
        raise Http404
    return files.respond(papers.keep_paper(commitment, sending))


@require_safe
def approvals(request: HttpRequest, plan: str) -> HttpResponse:
    """What waits for the minister and what has been approved, each with its hash; each is opened by itself."""
    the_plan = load_plan(request, plan)
    require(request.user, "signoffs.see_approvals", the_plan)
    context = {
        "plan": the_plan,
        "breadcrumbs": [(the_plan.title, the_plan.get_absolute_url())],
        **approval_page.lists_of(the_plan, request.user),
    }
    return render(request, "signoffs/approvals.html", context)


def answer(commitment: Commitment, form: ApprovalForm, *, by: User) -> Signature:
    values: dict[str, Any] = {"by": by, "seen_sha256": form.cleaned_data["seen"], "proof": form.proof}
    if form.is_approval:
        return services.approve(commitment, **values)
    return services.decline(commitment, reason=form.cleaned_data["reason"], **values)


def _decided(request: HttpRequest, commitment: Commitment) -> HttpResponse:
    """Nothing waits for the minister: it was decided, went back, or never came. A POST has changed nothing."""
    commitment.refresh_from_db()
    context = {
        "commitment": commitment,
        "answer": reading.answer_of(commitment),
        "waiting": reading.requests_for(request.user).filter(sending__commitment__plan=commitment.plan).count(),
        "breadcrumbs": crumbs(commitment),
    }
    return render(request, "signoffs/decided.html", context, status=409 if request.method == "POST" else 200)
