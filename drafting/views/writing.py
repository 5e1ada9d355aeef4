"""Writing a text: the form, its preview, what is kept of it unsaved, the page of a conflict."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.dates import clock, readable_moment
from core.markdown import to_html
from drafting import copies, presence
from drafting.copies import Sitting
from drafting.difference import compare
from drafting.forms import EditForm
from drafting.models import Revision, Text, WorkingCopy
from drafting.pages import TextPages, author_of, row, shared_context
from drafting.rescue import wants_json
from drafting.services import Conflict, Saved, save_text
from drafting.views import keeping


@dataclass
class Writing:
    """One request to write a text: everything that its pages and acts need."""

    request: HttpRequest
    text: Text
    pages: TextPages
    sitting: Sitting
    extra: dict[str, Any] = field(default_factory=dict)

    def form(self, *args: Any, **kwargs: Any) -> EditForm:
        guidance, word_limit = self.pages.asks(self.text)
        return EditForm(*args, text=self.text, guidance=guidance, word_limit=word_limit, **kwargs)

    def page(self, template: str, form: EditForm, *, status: int = 200, **more: Any) -> HttpResponse:
        person = self.request.user
        presence.touch(self.text, person)
        context = shared_context(
            self.text,
            self.pages,
            form=form,
            words_token=self.sitting.token(),
            others=presence.in_words(self.text, person),
            **more,
        )
        return render(self.request, template, {**context, **self.extra}, status=status)

    def keep(self, form: EditForm) -> WorkingCopy | None:
        """Keep what was typed; a form that was saved and sent again (by "Back") is a new sitting."""
        try:
            return keeping.keep(self.text, self.sitting, form)
        except copies.SittingClosed:
            self.sitting = copies.sit_down(self.text, self.request.user)
            return keeping.keep(self.text, self.sitting, form)

    def keep_if_possible(self, form: EditForm) -> None:
        """For pages that show the words again and say themselves what is wrong with them."""
        try:
            self.keep(form)
        except ValidationError:
            return


def edit_text(
    request: HttpRequest, text: Text, *, pages: TextPages, template_context: dict[str, Any] | None = None
) -> HttpResponse:
    """GET shows the form; POST keeps, previews, saves, merges, or shows the page on which a conflict is decided."""
    sitting = keeping.sitting_in(request, text)
    writing = Writing(request, text, pages, sitting or copies.sit_down(text, request.user), template_context or {})
    if request.method != "POST":
        return _open(writing)
    act = request.POST.get("act")
    if act == "throw_away":
        return keeping.throw_away(request, text, pages)
    form = writing.form(request.POST)
    is_valid = form.is_valid()
    if not form.is_base_known:
        return _refuse_without_base(writing)
    if act == "keep":
        return _keep(writing, form)
    if not is_valid or act == "preview":
        writing.keep_if_possible(form)
        return _preview(writing, form) if is_valid else writing.page("drafting/edit.html", form)
    return _save(writing, form)


def _open(writing: Writing) -> HttpResponse:
    """The text as it stands, with the words that wait to be taken up; or those words, when they were asked for."""
    text, person = writing.text, writing.request.user
    taken_up = copies.find(text, person, writing.request.GET.get("words", ""))
    if taken_up is None:
        form = writing.form(initial={"body": text.body, "base": text.number})
        return writing.page("drafting/edit.html", form, offer=keeping.offer_of(text, person))
    writing.sitting = Sitting(text.pk, taken_up.person_id, taken_up.sitting)
    number = taken_up.base.number if taken_up.base else 0
    form = writing.form(initial={"body": taken_up.body, "base": number, "note": taken_up.note})
    return writing.page("drafting/edit.html", form, taken_up=readable_moment(taken_up.saved_at))


def _keep(writing: Writing, form: EditForm) -> HttpResponse:
    """ "Save for later", and what the browser sends by itself every few seconds."""
    if wants_json(writing.request):
        return keeping.kept_by_itself(writing.request, writing.text, writing.sitting, form)
    try:
        copy = writing.keep(form)
    except ValidationError:
        return writing.page("drafting/edit.html", form)
    presence.leave(writing.text, writing.request.user)
    if copy is None:
        messages.info(writing.request, _("You changed nothing, so there is nothing to keep."))
    else:
        said = _("Kept at %(time)s for you alone. These words are offered to you when you edit this text again.")
        messages.success(writing.request, said % {"time": clock(copy.saved_at)})
    return redirect(writing.pages.back)


def _preview(writing: Writing, form: EditForm) -> HttpResponse:
    preview = to_html(form.cleaned_data["body"], heading_level=3)
    return writing.page("drafting/edit.html", form, preview=preview, is_preview=True)


def _save(writing: Writing, form: EditForm) -> HttpResponse:
    request, text = writing.request, writing.text
    body, note = form.cleaned_data["body"], form.cleaned_data["note"]
    try:
        with transaction.atomic():
            saved = save_text(text, body=body, base=form.base_revision, by=request.user, note=note)
            copies.close(text, person=request.user, sitting=writing.sitting.key)
    except Conflict as conflict:
        writing.keep_if_possible(form)
        return _conflict_page(writing, conflict, note)
    except ValidationError as too_long_together:
        writing.keep_if_possible(form)
        form.add_error("body", too_long_together)
        return writing.page("drafting/edit.html", form)
    presence.leave(text, request.user)
    return _after_saving(request, writing.pages, saved, form.base_revision)


def _refuse_without_base(writing: Writing) -> HttpResponse:
    """Nobody knows what these words replace, so they are not saved but kept in the form, beside what they would do."""
    data = writing.request.POST.copy()
    data["base"] = str(writing.text.number)
    form = writing.form(data)
    form.add_error(
        None,
        _(
            "Not saved yet: your browser did not say which revision you started from. Your words are below. "
            "Look at what saving them would change in the text as it stands, then save again."
        ),
    )
    standing = compare(writing.text.body, form.cleaned_data.get("body", ""))
    return writing.page("drafting/edit.html", form, status=400, standing=standing)


def _conflict_page(writing: Writing, conflict: Conflict, note: str) -> HttpResponse:
    initial = {"body": conflict.merged_with_markers, "base": conflict.theirs.number, "note": note}
    before = conflict.base.body if conflict.base else ""
    return writing.page(
        "drafting/conflict.html",
        writing.form(initial=initial),
        status=409,
        theirs=row(conflict.theirs, writing.text, writing.pages),
        clashes=conflict.merge.conflicts,
        their_difference=compare(before, conflict.theirs.body),
        my_difference=compare(before, conflict.mine),
    )


def _after_saving(request: HttpRequest, pages: TextPages, saved: Saved, base: Revision | None) -> HttpResponse:
    if saved.outcome == "unchanged" or saved.revision is None:
        messages.info(request, _("Nothing was changed, so there is nothing new to save."))
        return redirect(pages.back)
    time = clock(saved.revision.created_at)
    if saved.outcome == "merged" and saved.revision.parent:
        message = _(
            "Saved at %(time)s. %(name)s saved this text too while you were writing; the words of both of you are "
            "kept. This page shows all that changed since you opened the text."
        )
        messages.success(request, message % {"time": time, "name": author_of(saved.revision.parent)})
        return redirect(pages.compare(base.number if base else 0, saved.revision.number))
    messages.success(request, _("Saved at %(time)s.") % {"time": time})
    return redirect(pages.back)
