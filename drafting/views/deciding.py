"""Deciding on suggestions: accept, write a text that meets some, refuse; and their authors' withdrawing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from drafting import copies, suggested, suggestions
from drafting.choices import SuggestionState
from drafting.difference import compare
from drafting.forms import DecisionForm, MeetForm, WithdrawForm, is_number
from drafting.models import Suggestion, Text
from drafting.pages import TextPages, author_of, shared_context
from drafting.services import Conflict, Saved
from drafting.views import keeping
from drafting.views.suggesting import beside, load_suggestion
from drafting.workflow import AlreadyDecided

MOST_BESIDE = 20
View = Callable[..., HttpResponse]


def while_open(view: View) -> View:
    """Load the suggestion; once somebody has decided on it, before or during the act, say so and lead to its page."""

    @wraps(view)
    def inner(request: HttpRequest, text: Text, number: int, *, pages: TextPages) -> HttpResponse:
        suggestion = load_suggestion(request, text, number)
        try:
            if suggestion.state != SuggestionState.OPEN:
                raise AlreadyDecided(suggestion)
            return view(request, text, suggestion, pages=pages)
        except AlreadyDecided as refusal:
            messages.error(request, _("%(what)s Nothing was changed by you.") % {"what": refusal})
            assert pages.suggestions is not None
            return redirect(pages.suggestions.one(number))

    return inner


@while_open
def accept_suggestion(request: HttpRequest, text: Text, suggestion: Suggestion, *, pages: TextPages) -> HttpResponse:
    """GET shows what would change in the text as it stands, POST takes it in; a clash leads to writing the result."""
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            saved = suggestions.accept(suggestion, by=request.user, reason=form.cleaned_data["reason"])
        except Conflict:
            text.refresh_from_db()
            messages.warning(request, _("Nothing is decided yet: the same words were changed since."))
            return _write_page(request, text, suggestion, pages, reason=form.cleaned_data["reason"], status=409)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            return _after_taking_in(request, pages, saved, [suggestion])
    joined = suggestions.joined(suggestion, text)
    if joined.body is None:
        return _write_page(request, text, suggestion, pages, outcome=SuggestionState.ACCEPTED)
    row = suggested.suggestion_row(suggestion, pages)
    difference = compare(text.body, joined.body)
    context = shared_context(text, pages, form=form, row=row, difference=difference, variant="plain")
    return render(request, "drafting/accept_suggestion.html", _with_cancel(context, pages, suggestion))


@while_open
def write_for_suggestions(
    request: HttpRequest, text: Text, suggestion: Suggestion, *, pages: TextPages
) -> HttpResponse:
    """Write a text and say which suggestions it meets; starts with this one taken in, or with ?from=text as it is."""
    if request.method != "POST":
        return _write_page(request, text, suggestion, pages, starts_as_it_is=request.GET.get("from") == "text")
    form = MeetForm(request.POST, text=text, suggestions=_asked(request, text, suggestion))
    if not form.is_valid() or not form.is_base_known:
        if not form.is_base_known:
            form.add_error(None, _("Not saved: your browser did not say which revision you started from."))
        return _draw_write_page(request, text, suggestion, pages, form, status=200 if form.is_base_known else 400)
    said = form.cleaned_data
    try:
        with transaction.atomic():
            saved = suggestions.meet(
                text, body=said["body"], base=form.base_revision, suggestions=form.decisions(), by=request.user
            )
            sitting = keeping.sitting_in(request, text)
            if sitting:
                copies.close(text, person=request.user, sitting=sitting.key)
    except Conflict as conflict:
        return _conflict_page(request, text, suggestion, pages, form, conflict)
    except AlreadyDecided as refusal:
        text.refresh_from_db()
        form = MeetForm(request.POST, text=text, suggestions=_asked(request, text, suggestion))
        form.add_error(None, _("Not saved: %(what)s Your words are below.") % {"what": refusal})
        return _draw_write_page(request, text, suggestion, pages, form, status=409)
    except ValidationError as problem:
        form.add_error(None, problem)
        return _draw_write_page(request, text, suggestion, pages, form)
    return _after_taking_in(request, pages, saved, [one for one, _outcome, _reason in form.decisions()])


@while_open
def refuse_suggestion(request: HttpRequest, text: Text, suggestion: Suggestion, *, pages: TextPages) -> HttpResponse:
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        suggestions.refuse(suggestion, by=request.user, reason=form.cleaned_data["reason"])
        return _after(request, pages, suggestion, _("S%(number)d is not accepted; its author is told why."))
    return _confirm_page(request, "refuse_suggestion", text, suggestion, pages, form)


@while_open
def withdraw_suggestion(request: HttpRequest, text: Text, suggestion: Suggestion, *, pages: TextPages) -> HttpResponse:
    if suggestion.author_id != request.user.pk:
        raise PermissionDenied
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        suggestions.withdraw(suggestion, by=request.user, reason=form.cleaned_data["reason"])
        return _after(request, pages, suggestion, _("S%(number)d is withdrawn."))
    return _confirm_page(request, "withdraw_suggestion", text, suggestion, pages, form)


def _asked(request: HttpRequest, text: Text, suggestion: Suggestion) -> list[Suggestion]:
    """Those the form asks about that are still open, the one it was opened for first."""
    said = [name.removeprefix("outcome_") for name in request.POST if name.startswith("outcome_")]
    numbers = [int(number) for number in said if is_number(number)][:MOST_BESIDE]
    found = text.suggestions.filter(number__in=numbers, state=SuggestionState.OPEN).exclude(pk=suggestion.pk)
    return [suggestion, *found.select_related("author", "base")]


def _write_page(
    request: HttpRequest,
    text: Text,
    suggestion: Suggestion,
    pages: TextPages,
    *,
    reason: str = "",
    outcome: str = "",
    starts_as_it_is: bool = False,
    status: int = 200,
) -> HttpResponse:
    joined = suggestions.joined(suggestion, text)
    body = text.body if starts_as_it_is else joined.with_markers("SUGGESTED", "NOW")
    accepted = SuggestionState.PARTLY if joined.body is not None else SuggestionState.ACCEPTED
    initial = {
        "body": body,
        "base": text.number,
        f"outcome_{suggestion.number}": outcome or accepted,
        f"reason_{suggestion.number}": reason,
    }
    asked = [suggestion, *beside(suggestion, text)[: MOST_BESIDE - 1]]
    form = MeetForm(text=text, suggestions=asked, initial=initial)
    clashes = () if starts_as_it_is else joined.conflicts
    return _draw_write_page(request, text, suggestion, pages, form, status=status, clashes=clashes)


def _conflict_page(
    request: HttpRequest,
    text: Text,
    suggestion: Suggestion,
    pages: TextPages,
    form: MeetForm,
    conflict: Conflict,
) -> HttpResponse:
    """Somebody saved the same words while this text was being written: both, and what was said of the suggestions."""
    data = request.POST.copy()
    data["body"], data["base"] = conflict.merged_with_markers, str(conflict.theirs.number)
    drawn = MeetForm(text=text, suggestions=form.suggestions, initial=data.dict())
    more = {"clashes": conflict.merge.conflicts, "theirs": author_of(conflict.theirs)}
    return _draw_write_page(request, text, suggestion, pages, drawn, status=409, **more)


def _draw_write_page(
    request: HttpRequest,
    text: Text,
    suggestion: Suggestion,
    pages: TextPages,
    form: MeetForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    asked = [
        (suggested.suggestion_row(one, pages), form[f"outcome_{one.number}"], form[f"reason_{one.number}"])
        for one in form.suggestions
    ]
    # With the token, words sent after the sign-in has ended are kept for their author (drafting.rescue).
    sitting = keeping.sitting_in(request, text) or copies.sit_down(text, request.user)
    token = sitting.token()
    context = shared_context(text, pages, form=form, asked=asked, suggestion=suggestion, words_token=token, **more)
    return render(
        request, "drafting/write_for_suggestions.html", _with_cancel(context, pages, suggestion), status=status
    )


def _confirm_page(
    request: HttpRequest, name: str, text: Text, suggestion: Suggestion, pages: TextPages, form: Any
) -> HttpResponse:
    context = shared_context(text, pages, form=form, row=suggested.suggestion_row(suggestion, pages), variant="plain")
    return render(request, f"drafting/{name}.html", _with_cancel(context, pages, suggestion))


def _with_cancel(context: dict[str, Any], pages: TextPages, suggestion: Suggestion) -> dict[str, Any]:
    assert pages.suggestions is not None
    return {**context, "cancel_url": pages.suggestions.one(suggestion.number)}


def _after_taking_in(request: HttpRequest, pages: TextPages, saved: Saved, decided: list[Suggestion]) -> HttpResponse:
    refs = ", ".join(f"S{one.number}" for one in decided)
    revision = saved.revision
    if saved.outcome == "unchanged" or revision is None or revision.number < 2:
        messages.success(request, _("Decided: %(refs)s.") % {"refs": refs})
        assert pages.suggestions is not None
        return redirect(pages.suggestions.one(decided[0].number))
    message = _("Decided: %(refs)s. Revision %(number)d stands now; this is what it changed.")
    messages.success(request, message % {"refs": refs, "number": revision.number})
    return redirect(pages.compare(revision.number - 1, revision.number))


def _after(request: HttpRequest, pages: TextPages, suggestion: Suggestion, message: str) -> HttpResponse:
    assert pages.suggestions is not None
    messages.success(request, message % {"number": suggestion.number})
    return redirect(pages.suggestions.one(suggestion.number))
