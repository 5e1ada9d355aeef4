"""Writing a text: the form, its preview, the page of a conflict."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.markdown import to_html
from drafting.difference import compare
from drafting.forms import EditForm
from drafting.models import Revision, Text
from drafting.pages import TextPages, author_of, row, shared_context
from drafting.services import Conflict, Saved, save_text


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
