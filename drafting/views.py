"""Shared pages of a text. The owning app loads what is visible, requires its permission, then calls these."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.markdown import to_html
from drafting.difference import compare
from drafting.forms import CompareForm, EditForm, is_number
from drafting.models import Revision, Text
from drafting.owners import Closed
from drafting.pages import TextPages, author_of, row, rows, shared_context
from drafting.services import Conflict, Moved, Saved, restore, save_text

__all__ = ["TextPages", "compare_revisions", "edit_text", "restore_revision", "show_revision", "text_history"]

PER_PAGE = 25


def edit_text(
    request: HttpRequest, text: Text, *, pages: TextPages, template_context: dict[str, Any] | None = None
) -> HttpResponse:
    """GET shows the form; POST previews, saves, merges, or shows the page on which a conflict is decided."""
    extra = template_context or {}
    if request.method != "POST":
        initial = {"body": text.body, "base": text.number}
        return _edit_page(request, text, pages, _form(text, pages, initial=initial), extra)
    form = _form(text, pages, request.POST)
    is_valid = form.is_valid()
    if not form.is_base_known:
        return _refuse_without_base(request, text, pages, extra)
    if not is_valid:
        return _edit_page(request, text, pages, form, extra)
    body, note = form.cleaned_data["body"], form.cleaned_data["note"]
    if request.POST.get("act") == "preview":
        return _edit_page(request, text, pages, form, extra, preview=to_html(body, heading_level=3), is_preview=True)
    try:
        saved = save_text(text, body=body, base=form.base_revision, by=request.user, note=note)
    except Conflict as conflict:
        return _conflict_page(request, text, pages, conflict, note, extra)
    except ValidationError as too_long_together:
        form.add_error("body", too_long_together)
        return _edit_page(request, text, pages, form, extra)
    return _after_saving(request, pages, saved, form.base_revision)


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


def _form(text: Text, pages: TextPages, *args: Any, **kwargs: Any) -> EditForm:
    guidance, word_limit = pages.asks(text)
    return EditForm(*args, text=text, guidance=guidance, word_limit=word_limit, **kwargs)


def _edit_page(
    request: HttpRequest,
    text: Text,
    pages: TextPages,
    form: EditForm,
    extra: dict[str, Any],
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    return render(
        request, "drafting/edit.html", {**shared_context(text, pages, form=form, **more), **extra}, status=status
    )


def _refuse_without_base(request: HttpRequest, text: Text, pages: TextPages, extra: dict[str, Any]) -> HttpResponse:
    """Nobody knows what these words replace, so they are not saved but kept in the form, beside what they would do."""
    data = request.POST.copy()
    data["base"] = str(text.number)
    form = _form(text, pages, data)
    form.add_error(
        None,
        _(
            "Not saved yet: your browser did not say which revision you started from. Your words are below. "
            "Look at what saving them would change in the text as it stands, then save again."
        ),
    )
    standing = compare(text.body, form.cleaned_data.get("body", ""))
    return _edit_page(request, text, pages, form, extra, status=400, standing=standing)


def _conflict_page(
    request: HttpRequest, text: Text, pages: TextPages, conflict: Conflict, note: str, extra: dict[str, Any]
) -> HttpResponse:
    initial = {"body": conflict.merged_with_markers, "base": conflict.theirs.number, "note": note}
    before = conflict.base.body if conflict.base else ""
    context = shared_context(
        text,
        pages,
        form=_form(text, pages, initial=initial),
        theirs=row(conflict.theirs, text, pages),
        clashes=conflict.merge.conflicts,
        their_difference=compare(before, conflict.theirs.body),
        my_difference=compare(before, conflict.mine),
    )
    return render(request, "drafting/conflict.html", {**context, **extra}, status=409)


def _after_saving(request: HttpRequest, pages: TextPages, saved: Saved, base: Revision | None) -> HttpResponse:
    if saved.outcome == "unchanged":
        messages.info(request, _("Nothing was changed, so there is nothing new to save."))
    elif saved.outcome == "merged" and saved.revision and saved.revision.parent:
        message = _(
            "Saved. %(name)s saved this text too while you were writing; the words of both of you are kept. "
            "This page shows all that changed since you opened the text."
        )
        messages.success(request, message % {"name": author_of(saved.revision.parent)})
        return redirect(pages.compare(base.number if base else 0, saved.revision.number))
    else:
        messages.success(request, _("Saved."))
    return redirect(pages.back)


def _after_restoring(request: HttpRequest, pages: TextPages, revision: Revision, saved: Saved) -> HttpResponse:
    if saved.outcome == "unchanged":
        messages.info(request, _("The text says this already, so nothing was changed."))
    else:
        messages.success(request, _("Revision %(number)d stands again.") % {"number": revision.number})
    return redirect(pages.back)
