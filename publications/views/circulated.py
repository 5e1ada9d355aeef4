"""The circulated text, as page and as PDF. Each opening is logged before a word of it is sent; nothing is cached."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core import files
from core.access import get_visible
from core.models import KeptFile
from plans.views.loading import acting
from publications import circulated_pdf as copies
from publications.choices import Opened
from publications.circulation import NotOnTheList, open_text
from publications.models import Circulation
from publications.reading import plan_text
from publications.views.loading import crumbs
from publications.views.reading import Page, contents_of


@require_GET
def read_circulated(request: HttpRequest, plan: str) -> HttpResponseBase:
    found = the_circulation(request, plan)
    log(found, Opened.PAGE, request)
    context = {"plan": found.plan, "circulation": found, "page": _page(found), "breadcrumbs": _trail(found, "")}
    return private(render(request, "publications/read_circulated.html", context))


@require_GET
def circulated_pdf(request: HttpRequest, plan: str) -> HttpResponseBase:
    """The file, once it is made; until then a page that says so. Either is for this person alone."""
    found = the_circulation(request, plan)
    copy = copies.copy_of(found, request.user)
    if copy is None:
        raise Http404
    if kept := copies.kept(copy):
        log(found, Opened.PDF, request)
        return private(_file(kept))
    job = copies.job_of(copy)
    context = {"plan": found.plan, "circulation": found, "job": job, "breadcrumbs": _trail(found, _("PDF"))}
    response = render(request, "publications/circulated_pdf.html", context, status=503 if job.is_failed else 202)
    response["Retry-After"] = "600" if job.is_failed else "10"
    return private(response)


@require_POST
def make_circulated_pdf_again(request: HttpRequest, plan: str) -> HttpResponse:
    found = the_circulation(request, plan)
    copy = copies.copy_of(found, request.user)
    if copy is None:
        raise Http404
    copies.prepare(copy)
    return redirect("publications:circulated_pdf", plan)


def the_circulation(request: HttpRequest, slug: str) -> Circulation:
    """For those on its list while it runs; to everybody else, leads and operators too, there is none."""
    visible = Circulation.objects.visible_to(request.user).select_related("plan", "edition")
    found: Circulation = get_visible(visible, plan__slug=slug)
    return found


def log(circulation: Circulation, what: Opened, request: HttpRequest) -> None:
    """Who was removed since the page was asked for gets what a stranger gets."""
    try:
        open_text(circulation, what=what, by=acting(request))
    except NotOnTheList:
        raise Http404 from None


def private(response: HttpResponseBase) -> HttpResponseBase:
    response["Cache-Control"] = "private, no-store"
    return response


def _file(kept: KeptFile) -> HttpResponseBase:
    try:
        return files.respond(kept, is_attachment=True)
    except FileNotFoundError:  # deleted since it was looked for: the reader was removed
        raise Http404 from None


def _page(circulation: Circulation) -> Page:
    """The page of an edition, made for this one answer: what strangers are served comes from a cache."""
    text, mark = plan_text(circulation.edition.data), copies.mark_of(circulation)
    context = {"text": text, "theme": None, "mark": mark}
    parts = ["publications/parts/body.html", "publications/parts/about_edition.html"]
    body = SafeString("".join(render_to_string(name, context) for name in parts))  # nosec B703 - our own templates
    return Page(
        title=text.title,
        heading=text.title,
        kind=mark.kind,
        line=mark.lines[0].rstrip("."),
        period=text.period,
        contents=contents_of(text, None),
        body=body,
    )


def _trail(circulation: Circulation, here: str) -> list[tuple[str, Any]]:
    address = reverse("publications:circulation", args=[circulation.plan.slug])
    more = [(here, "")] if here else []
    return crumbs(circulation.plan, (_("Circulation of the final draft"), address), *more)
