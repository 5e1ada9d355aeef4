"""What a text said, and when: the list of its revisions, one of them, any two compared, one restored."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drafting import strength
from drafting.difference import compare
from drafting.forms import CompareForm, is_number
from drafting.models import Revision, Text
from drafting.owners import Closed
from drafting.pages import TextPages, row, rows, shared_context
from drafting.services import Moved, Saved, restore

PER_PAGE = 25


def text_history(request: HttpRequest, text: Text, *, pages: TextPages) -> HttpResponse:
    asked = request.GET if "old" in request.GET or "new" in request.GET else None
    form = CompareForm(asked, latest=text.number, initial={"old": max(text.number - 1, 1), "new": text.number})
    if asked is not None and form.is_valid():
        return redirect(pages.compare(form.cleaned_data["old"], form.cleaned_data["new"]))
    revisions = text.revisions.select_related("author").defer("body").order_by("-number")
    page = Paginator(revisions, PER_PAGE).get_page(request.GET.get("page"))
    context = shared_context(text, pages, page=page, rows=rows(page.object_list, text, pages), form=form)
    return render(request, "drafting/history.html", context)


def show_revision(request: HttpRequest, text: Text, number: int, *, pages: TextPages) -> HttpResponse:
    revision = _revision(text, number)
    context = shared_context(text, pages, revision=revision, row=row(revision, text, pages))
    context["latest_address"] = "" if revision.number == text.number else pages.compare(number, text.number)
    return render(request, "drafting/revision.html", context)


def compare_revisions(request: HttpRequest, text: Text, old: int, new: int, *, pages: TextPages) -> HttpResponse:
    before, after = (None if old == 0 else _revision(text, old)), _revision(text, new)
    context = shared_context(
        text,
        pages,
        old=row(before, text, pages) if before else None,
        new=row(after, text, pages),
        difference=compare(before.body if before else "", after.body),
        weaker=strength.weaker(before.body, after.body) if before else [],
    )
    return render(request, "drafting/compare.html", context)


def restore_revision(request: HttpRequest, text: Text, number: int, *, pages: TextPages) -> HttpResponse:
    """GET shows what would change, POST restores. It carries its base too: nobody's newer words are undone unseen."""
    revision = _revision(text, number)
    has_moved = False
    if request.method == "POST":
        base = request.POST.get("base", "")
        try:
            saved = restore(revision, by=request.user, expected=int(base) if is_number(base) else -1)
        except Moved:
            has_moved = True
            text.refresh_from_db()
        except Closed as closed:
            raise PermissionDenied from closed
        else:
            return _after_restoring(request, pages, revision, saved)
    context = shared_context(
        text,
        pages,
        row=row(revision, text, pages),
        base=text.number,
        has_moved=has_moved,
        difference=compare(text.body, revision.body),
    )
    return render(request, "drafting/restore.html", context, status=409 if has_moved else 200)


def _revision(text: Text, number: int) -> Revision:
    revision = text.revisions.select_related("author").filter(number=number).first()
    if revision is None:
        raise Http404
    return revision


def _after_restoring(request: HttpRequest, pages: TextPages, revision: Revision, saved: Saved) -> HttpResponse:
    if saved.outcome == "unchanged":
        messages.info(request, _("The text says this already, so nothing was changed."))
    else:
        messages.success(request, _("Revision %(number)d stands again.") % {"number": revision.number})
    return redirect(pages.back)
