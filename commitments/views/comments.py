"""Comments on the sections of a commitment: the shared pages of drafting, and one list of them all."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.models import Commitment, Section
from commitments.views.loading import crumbs, load, load_section
from commitments.views.sections import pages_of
from core.access import public
from drafting import threads
from drafting import views as drafting
from drafting.models import Thread
from drafting.views import TextPages

PER_PAGE = 25


@public
@require_safe
def comments(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    """Those on all sections that this person may read: waiting, resolved, or where they wrote."""
    commitment = load(request, plan, ref)
    visible = Thread.objects.visible_to(request.user).filter(text__section__commitment=commitment)
    show = request.GET.get("show", "")
    show = show if show in threads.SHOWN else "waiting"
    found = threads.with_comments(threads.shown(visible, show, request.user))
    ordered = found.order_by("text__section__template_section__position", "text__section", "created_at", "key")
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "commitment": commitment,
        "breadcrumbs": crumbs(commitment),
        "page": page,
        "rows": _rows(request, commitment, list(page)),
        "show": show,
        "counts": threads.counts(visible, request.user),
    }
    return render(request, "commitments/comments.html", context)


def _rows(request: HttpRequest, commitment: Commitment, found: list[Thread]) -> list[threads.ThreadRow]:
    rows = []
    for section in commitment.sections.select_related("template_section", "text__latest") if found else []:
        section.commitment = commitment
        here = [one for one in found if one.text_id == section.text_id]
        rows += threads.rows(here, section.text, pages_of(section), request.user)
    return rows


@public
@require_safe
def section_comments(request: HttpRequest, plan: str, ref: str, section: str) -> HttpResponse:
    owner = load_section(request, plan, ref, section)
    return drafting.text_comments(request, owner.text, pages=_pages(request, owner))


def start_comment(request: HttpRequest, plan: str, ref: str, section: str) -> HttpResponse:
    owner = load_section(request, plan, ref, section)
    return drafting.start_comment(request, owner.text, pages=pages_of(owner))


@public
def thread(request: HttpRequest, plan: str, ref: str, section: str, key: UUID) -> HttpResponse:
    owner = load_section(request, plan, ref, section)
    return drafting.show_thread(request, owner.text, key, pages=pages_of(owner))


def resolve_thread(request: HttpRequest, plan: str, ref: str, section: str, key: UUID) -> HttpResponse:
    owner = load_section(request, plan, ref, section)
    return drafting.resolve_thread(request, owner.text, key, pages=pages_of(owner))


def reopen_thread(request: HttpRequest, plan: str, ref: str, section: str, key: UUID) -> HttpResponse:
    owner = load_section(request, plan, ref, section)
    return drafting.reopen_thread(request, owner.text, key, pages=pages_of(owner))


def withdraw_comment(request: HttpRequest, plan: str, ref: str, section: str, key: UUID, comment: UUID) -> HttpResponse:
    owner = load_section(request, plan, ref, section)
    return drafting.withdraw_comment(request, owner.text, key, comment, pages=pages_of(owner))


def _pages(request: HttpRequest, section: Section) -> TextPages:
    return pages_of(section, may_comment=request.user.has_perm("commitments.comment", section))
