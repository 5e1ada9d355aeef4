"""Suggesting other words, and the suggestions on one text. The owning app loads what is visible and asks permission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.access import get_visible
from core.canonical import normalise
from drafting import anchors, owners, suggested
from drafting.choices import FormAct, SuggestionState
from drafting.forms import SuggestForm, is_number
from drafting.models import Revision, Suggestion, Text
from drafting.pages import PER_PAGE, TextPages, shared_context
from drafting.suggestions import narrowed, suggest
from drafting.views.filling import Filling


@dataclass(frozen=True)
class Passage:
    """A stretch of what one revision says (None: nothing has been written yet)."""

    base: Revision | None
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.base.body[self.start : self.end] if self.base else ""

    @property
    def is_whole(self) -> bool:
        return self.words == (self.base.body if self.base else "")

    @property
    def before(self) -> str:
        return " ".join(self.base.body[: self.start].split()[-20:]) if self.base else ""

    @property
    def after(self) -> str:
        return " ".join(self.base.body[self.end :].split()[:20]) if self.base else ""

    def preview(self, replacement: str) -> SafeString:
        """What would change, with the words around it."""
        body = self.base.body if self.base else ""
        start, end, words = narrowed(body, self.start, self.end, normalise(replacement))
        as_if = Suggestion(replacement=words, **asdict(anchors.make(body, start, end)))
        return suggested.difference_in_context(as_if)


def suggest_change(request: HttpRequest, text: Text, *, pages: TextPages) -> HttpResponse:
    """GET shows a copy of the passage (?revision, from, to; else the whole text), or words kept unsent (?words); POST
    keeps, previews or suggests."""
    assert pages.suggestions is not None
    filling = Filling(request, text, FormAct.SUGGEST)
    if request.method != "POST":
        return _open(filling, pages)
    answer = filling.answer(after=pages.back)
    if answer is not None:
        return answer
    passage = _passage(text, request.POST)
    form = SuggestForm(request.POST)
    if passage is None:
        form.add_error(
            None, _("Your browser did not say which passage this is for. Copy your words and open it again.")
        )
        return _suggest_page(filling, pages, _whole(text), form, status=400)
    if request.POST.get("act") == "preview":
        filling.keep_if_possible()
        preview = passage.preview(request.POST.get("replacement", ""))
        return _suggest_page(filling, pages, passage, form, preview=preview, hides_errors=True)
    if not form.is_valid():
        filling.keep_if_possible()
        return _suggest_page(filling, pages, passage, form)
    try:
        made = filling.send(
            lambda: suggest(
                text,
                base=passage.base,
                quote_start=passage.start,
                quote_end=passage.end,
                by=request.user,
                **form.cleaned_data,
            )
        )
    except ValidationError as problem:
        filling.keep_if_possible()
        form.add_error(None, problem)
        return _suggest_page(filling, pages, passage, form)
    messages.success(
        request, _("Your suggestion is S%(number)d. You are told when it is decided.") % {"number": made.number}
    )
    return redirect(pages.suggestions.one(made.number))


def list_suggestions(request: HttpRequest, text: Text, *, pages: TextPages) -> HttpResponse:
    """Open ones in the order of the text, those on the same words together; decided ones with the latest first."""
    assert pages.suggestions is not None
    on_text = Suggestion.objects.visible_to(request.user).filter(text=text)
    counts = dict(on_text.order_by().values_list("state").annotate(Count("pk")))
    shows_decided = request.GET.get("show") == "decided"
    related = on_text.select_related("author", "decided_by", "revision").defer("revision__body")
    groups: list[suggested.Group] = []
    rows: list[suggested.SuggestionRow] = []
    if shows_decided:
        decided = related.exclude(state=SuggestionState.OPEN).order_by("-decided_at", "-number")
        page = Paginator(decided, PER_PAGE).get_page(request.GET.get("page"))
        after = after_refusal(text, request.user)
        rows = [suggested.suggestion_row(one, pages, after_refusal=after) for one in page]
    else:
        found = list(related.filter(state=SuggestionState.OPEN))
        spans = suggested.places(found, text)
        ordered = suggested.together(found, spans)
        page = Paginator([one for group in ordered for one in group], PER_PAGE).get_page(request.GET.get("page"))
        groups = suggested.in_groups(
            ordered, page, lambda one: suggested.suggestion_row(one, pages, is_gone=spans[one.pk] is None)
        )
    open_count = counts.get(SuggestionState.OPEN, 0)
    context = shared_context(
        text,
        pages,
        page=page,
        groups=groups,
        rows=rows,
        shows_decided=shows_decided,
        open_count=open_count,
        decided_count=sum(counts.values()) - open_count,
    )
    return render(request, "drafting/suggestions.html", context)


def show_suggestion(request: HttpRequest, text: Text, number: int, *, pages: TextPages) -> HttpResponse:
    """One suggestion, those on the same words, and what this person may do with it."""
    assert pages.suggestions is not None
    suggestion = load_suggestion(request, text, number)
    others = beside(suggestion, text) if suggestion.state == SuggestionState.OPEN else []
    spans = (
        suggested.places([suggestion], text) if suggestion.state == SuggestionState.OPEN else {suggestion.pk: (0, 0)}
    )
    is_open = suggestion.state == SuggestionState.OPEN
    may_decide = is_open and owners.may(request.user, "decide", text)
    context = shared_context(
        text,
        pages,
        suggestion=suggestion,
        row=suggested.suggestion_row(
            suggestion,
            pages,
            is_gone=spans[suggestion.pk] is None,
            after_refusal=after_refusal(text, request.user),
        ),
        others=[suggested.suggestion_row(one, pages) for one in others],
        acts=_acts(suggestion, pages, may_decide=may_decide, may_edit=owners.may(request.user, "edit", text)),
        withdraw_address=pages.suggestions.act("withdraw", number)
        if is_open and _is_author(request, suggestion)
        else "",
    )
    return render(request, "drafting/suggestion.html", context)


def load_suggestion(request: HttpRequest, text: Text, number: int) -> Suggestion:
    visible = Suggestion.objects.visible_to(request.user)
    related = visible.select_related("author", "decided_by", "base", "revision").filter(text=text)
    suggestion: Suggestion = get_visible(related, number=number)
    suggestion.text = text
    return suggestion


def beside(suggestion: Suggestion, text: Text) -> list[Suggestion]:
    """The other open suggestions that touch the same words."""
    found = list(text.suggestions.filter(state=SuggestionState.OPEN).select_related("author"))
    if len(found) < 2:
        return []
    spans = suggested.places(found, text)
    own = next((group for group in suggested.together(found, spans) if suggestion in group), [])
    if spans.get(suggestion.pk) is None:
        return []
    for one in own:
        one.text = text
    return [one for one in own if one != suggestion]


def after_refusal(text: Text, user: Any) -> owners.AfterRefusal | None:
    found = owners.find(text)
    return found[0].after_refusal(found[1], user) if found else None


def _acts(suggestion: Suggestion, pages: TextPages, *, may_decide: bool, may_edit: bool) -> list[tuple[str, str, str]]:
    """Buttons: words, address, variant."""
    assert pages.suggestions is not None
    if not may_decide:
        return []
    act, number = pages.suggestions.act, suggestion.number
    into_text = [
        (_("Accept"), act("accept", number), ""),
        (_("Accept in part"), act("write", number), "secondary"),
        (_("Write another text"), f"{act('write', number)}?from=text", "secondary"),
    ]
    refusal = (_("Do not accept"), act("refuse", number), "secondary")
    return [*(into_text if may_edit else []), refusal]


def _is_author(request: HttpRequest, suggestion: Suggestion) -> bool:
    return suggestion.author_id == request.user.pk


def _open(filling: Filling, pages: TextPages) -> HttpResponse:
    """A copy of the passage, with the words that wait to be taken up; or those words, when they were asked for."""
    text, typed = filling.text, filling.taken_up()
    passage = _passage(text, typed or filling.request.GET) or _whole(text)
    form = SuggestForm(initial=typed or {"replacement": passage.words})
    return _suggest_page(filling, pages, passage, form, offers=typed is None, is_taken_up=typed is not None)


def _whole(text: Text) -> Passage:
    return Passage(text.latest, 0, len(text.body))


def _passage(text: Text, said: Mapping[str, str]) -> Passage | None:
    """The passage that a link or a form names, None when it names none."""
    revision, start, end = (said.get(name, "") for name in ("revision", "from", "to"))
    if not (is_number(revision) and is_number(start) and is_number(end)):
        return None
    base = text.latest if int(revision) == text.number else text.revisions.filter(number=int(revision)).first()
    if (base is None) != (revision == "0"):
        return None
    if not 0 <= int(start) <= int(end) <= len(base.body if base else ""):
        return None
    return Passage(base, int(start), int(end))


def _suggest_page(
    filling: Filling,
    pages: TextPages,
    passage: Passage,
    form: SuggestForm,
    *,
    status: int = 200,
    hides_errors: bool = False,
    offers: bool = False,
    **more: Any,
) -> HttpResponse:
    request = filling.request
    if hides_errors:
        form = SuggestForm(initial={name: request.POST.get(name, "") for name in SuggestForm.base_fields})
    kept = filling.context(offers=offers)
    context = shared_context(filling.text, pages, form=form, passage=passage, **kept, **more)
    return render(request, "drafting/suggest.html", context, status=status)
