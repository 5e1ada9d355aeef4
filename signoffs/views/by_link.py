"""For who opens a personal link, without an account: the code, then the words, the question and two buttons.

The link itself is taken off the address at once: pages, errors and logs name only /sign/. Nothing is done by a GET, so
programs that look into mail may open the link as often as they like.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit  # the public one never counts a GET
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import files
from core.access import public
from drafting.models import Signature
from ledger.machine import Blocked
from signoffs import approval, approval_page, links, papers
from signoffs.choices import LinkEnd
from signoffs.forms.links import AnswerByLinkForm, CodeForm
from signoffs.models import SigningLink
from signoffs.services import links as services

SESSION = "signing_link"
View = Callable[..., HttpResponseBase]


def private(view: View) -> View:
    """Kept by nobody, told to nobody, found by nobody."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        # With "no-referrer" browsers send forms with the origin "null", and the guard against other sites refuses them.
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return public(inner)


@private
@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Whatever is no link gets the same answer; who has tried many is not answered at all for a while."""
    if not _count_wrong_links(request, dry_run=True):
        too_many: HttpResponse = ratelimit.respond_429(request)
        return too_many
    link = links.link_of(token)
    if link is None:
        _count_wrong_links(request)
        return _no_link(request)
    request.session[SESSION] = {"key": str(link.key), "number": None}
    return redirect("by_link:sign")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest) -> HttpResponse:
    link, number = _opened(request)
    if link is None:
        return _no_link(request)
    if "answer" in request.session[SESSION]:
        return _done(request, link)
    if why := links.why_not(link):
        return _over(request, why)
    try:
        if request.method == "POST" and "send" in request.POST:
            return _send_code(request, link)
        if links.is_verified(link, number):
            return _words(request, link, number)
        return _code(request, link)
    except services.LinkOver as over:
        return _over(request, over.why)


@private
@require_safe
def paper(request: HttpRequest) -> HttpResponseBase:
    """The exact words as a PDF, for who has entered the code."""
    link, number = _opened(request)
    if link is None or links.why_not(link) or not links.is_verified(link, number):
        raise Http404
    sending = approval.open_sending(link.commitment)
    assert sending is not None
    return files.respond(papers.keep_paper(link.commitment, sending))


def _opened(request: HttpRequest) -> tuple[SigningLink | None, int | None]:
    """The link that this browser opened, and the number of the code that was entered in it."""
    kept = request.session.get(SESSION)
    return (links.link_with(kept["key"]), kept["number"]) if kept else (None, None)


def _count_wrong_links(request: HttpRequest, *, dry_run: bool = False) -> bool:
    """Whether this browser's network may try another one; not counted while it is only asked."""
    counted = ratelimit.consume(request, app="allauth.account", action="wrong_link", dry_run=dry_run, limit_get=True)
    return counted is not None


def _send_code(request: HttpRequest, link: SigningLink) -> HttpResponse:
    services.send_code(link)
    return redirect("by_link:sign")


def _code(request: HttpRequest, link: SigningLink) -> HttpResponse:
    _keep_reason(request)
    form = CodeForm(request.POST if "code" in request.POST else None)
    if form.is_valid():
        number = services.check_code(link, form.cleaned_data["code"])
        if number is not None:
            request.session.cycle_key()
            request.session[SESSION] |= {"number": number}
            return redirect("by_link:sign")
        form.add_error("code", _("This code is wrong or too old, or was tried too often. Ask for a new one below."))
    context = {"link": link, "form": form, "was_sent": link.code_at is not None, "left": _codes_left(link)}
    return render(request, "signoffs/by_link/code.html", context)


def _words(request: HttpRequest, link: SigningLink, number: int | None) -> HttpResponse:
    commitment, edition = link.commitment, link.edition
    person = link.tenure.person
    seat = approval.seat_of(person, commitment)
    assert seat is not None
    initial = {"seen": edition.sha256, "reason": request.session[SESSION].get("reason", "")}
    form = AnswerByLinkForm(request.POST if request.method == "POST" else None, initial=initial)
    objections = [*approval.objections(commitment), *approval_page.why_not(edition, seat, person)]
    if not objections and form.is_valid():
        values = {"seen_sha256": form.cleaned_data["seen"], "reason": form.cleaned_data["reason"]}
        try:
            signature = services.answer(link, number=number, is_approval=form.is_approval, **values)
        except (Blocked, ValidationError) as refusal:
            for words in getattr(refusal, "reasons", None) or refusal.messages:  # type: ignore[union-attr]
                form.add_error(None, words)
        else:
            request.session[SESSION] |= {"answer": signature.pk}
            return redirect("by_link:sign")
    context = {
        **approval_page.words_of(commitment, edition),
        "link": link,
        "form": form,
        "objections": objections,
        "approve_statement": approval.statement(approval.APPROVE, seat, edition, commitment),
        "decline_statement": approval.statement(approval.DECLINE, seat, edition, commitment),
        "pdf_address": reverse("by_link:paper"),
    }
    return render(request, "signoffs/by_link/words.html", context)


def _done(request: HttpRequest, link: SigningLink) -> HttpResponse:
    """What was signed, in the browser in which it was."""
    related = ("edition", "person", "post__organisation", "post__network", "on_behalf_of", "entry")
    signature = Signature.objects.select_related(*related).get(pk=request.session[SESSION]["answer"])
    context = {"signature": signature, "commitment": link.commitment}
    return render(request, "signoffs/by_link/done.html", context)


def _keep_reason(request: HttpRequest) -> None:
    """Who took long over the words enters another code; what they wrote waits for them."""
    if request.POST.get("reason"):
        request.session[SESSION] |= {"reason": request.POST["reason"][:20_000]}
        request.session.modified = True


def _codes_left(link: SigningLink) -> int:
    return max(links.MOST_CODES - link.code_number, 0)


def _over(request: HttpRequest, why: LinkEnd) -> HttpResponse:
    return render(request, "signoffs/by_link/over.html", {"why": why}, status=410)


def _no_link(request: HttpRequest) -> HttpResponse:
    return render(request, "signoffs/by_link/no_link.html", status=404)
