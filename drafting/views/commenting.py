"""Comments on one text. The owning app loads what is visible, then calls these; they ask the right to comment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access import SignInNeeded, get_visible
from core.markdown import to_text
from drafting import owners, threads
from drafting.anchors import Span
from drafting.choices import FormAct
from drafting.commenting import CommentForm, StartForm, WordsForm, audience_of
from drafting.comments import answer, last_audience, reopen, resolve, start_thread, withdraw
from drafting.forms import is_number
from drafting.marks import Mark, marked_blocks
from drafting.models import Comment, Revision, Text, Thread
from drafting.pages import PER_PAGE, CommentPages, TextPages, shared_context
from drafting.passages import Passage, acts, passage
from drafting.rescue import wants_json
from drafting.threads import ThreadRow
from drafting.views.filling import Filling
from network import roles
from network.readers import Readers


def text_comments(request: HttpRequest, text: Text, *, pages: TextPages) -> HttpResponse:
    """The text with its conversations beside the paragraphs; below them those on the whole, and those on lost words.

    Of many, each page has some and the paragraphs they are about: the pages one after another are the text.
    """
    said = Comment.objects.visible_to(request.user).filter(thread__text=text)
    if wants_json(request):
        return _said_since(request, said)
    visible = Thread.objects.visible_to(request.user).on(text)
    show = request.GET.get("show", "")
    show = show if show in threads.SHOWN else "waiting"
    wanted = threads.shown(visible, show, request.user).order_by("created_at", "key")
    page = Paginator(threads.in_order(wanted, text), PER_PAGE).get_page(request.GET.get("page"))
    rows = threads.drawn(page, text, pages, request.user)
    context = shared_context(
        text,
        pages,
        show=show,
        counts=threads.counts(visible, request.user),
        said=said.count(),
        page=page,
        passages=_passages(text, rows, pages, page),
        on_whole=[row for row in rows if not row.quote],
        gone=[row for row in rows if row.is_gone],
    )
    return render(request, "drafting/comments.html", context)


def start_comment(request: HttpRequest, text: Text, *, pages: TextPages) -> HttpResponse:
    """GET names the place (?revision, from, to and, from a selection, words and after; else the whole text), or words
    kept unsent (?words)."""
    _require(request, text)
    filling = Filling(request, text, FormAct.COMMENT)
    if request.method != "POST":
        typed = filling.taken_up()
        form = _start_form(request, text, typed or request.GET, initial=typed or {})
        return _start_page(filling, pages, form, offers=typed is None, is_taken_up=typed is not None)
    kept = filling.answer(after=_pages(pages).index)
    if kept is not None:
        return kept
    form = _start_form(request, text, request.POST, request.POST)
    if not form.is_valid():
        filling.keep_if_possible()
        return _start_page(filling, pages, form)
    try:
        thread = filling.send(
            lambda: start_thread(
                text,
                anchor=form.anchor,
                body=form.cleaned_data["body"],
                audience=form.cleaned_data["audience"],
                by=request.user,
                revision=form.base,
                mentions=form.mentions,
            )
        )
    except ValidationError as refusal:
        filling.keep_if_possible()
        form.add_error(None, refusal)
        return _start_page(filling, pages, form)
    messages.success(request, _("Your comment is there."))
    return redirect(_pages(pages).one(thread.key))


def _start_form(
    request: HttpRequest, text: Text, place: Mapping[str, str], data: Any = None, *, initial: Any = None
) -> StartForm:
    base, within = _place(text, place)
    whole = to_text(base.body[slice(*within)]) if base and within else ""
    first = {
        "words": place.get("words") or whole,
        "after": place.get("after"),
        "audience": last_audience(text, request.user),
    }
    return StartForm(
        data,
        readers=_readers(text),
        side=roles.side_of(request.user),
        base=base or text.latest,
        within=within,
        whole=whole,
        initial={**first, **(initial or {})},
    )


def _start_page(
    filling: Filling, pages: TextPages, form: StartForm, *, offers: bool = False, **more: Any
) -> HttpResponse:
    kept = filling.context(offers=offers)
    side = roles.side_of(filling.request.user)
    place = {"base": form.base, "within": form.within}
    context = shared_context(filling.text, pages, form=form, side=side, **place, **kept, **more)
    return render(filling.request, "drafting/start_comment.html", {**context, "cancel_url": _pages(pages).index})


def show_thread(request: HttpRequest, text: Text, key: UUID, *, pages: TextPages) -> HttpResponse:
    """One conversation; a POST answers."""
    thread = load_thread(request, text, key)
    if request.method == "POST":
        _require(request, text)
    elif wants_json(request):
        return _said_since(request, thread.comments.all())
    may_comment = owners.may(request.user, "comment", text)
    filling = Filling(request, text, FormAct.ANSWER, thread)
    typed = filling.taken_up() if may_comment else None
    readers = _readers(text)
    data = request.POST if request.method == "POST" else None
    form = CommentForm(data, readers=readers, side=thread.side, initial=typed or {})
    if request.method == "POST":
        done = filling.answer(after=filling.address) or _answer(filling, form, thread)
        if done is not None:
            return done
    kept = filling.context(offers=request.method != "POST" and typed is None) if may_comment else {}
    context = shared_context(
        text,
        pages,
        form=form if may_comment else None,
        row=_row(request, thread, text, pages),
        said=len(thread.comments.all()),
        audience=audience_of(thread, readers),
        side=thread.side,
        act_address=_pages(pages).act("reopen" if thread.resolved_at else "resolve", thread.key) if may_comment else "",
        is_taken_up=typed is not None,
        **kept,
    )
    return render(request, "drafting/thread.html", context)


def _answer(filling: Filling, form: CommentForm, thread: Thread) -> HttpResponse | None:
    """Where an answer leads to; None if something is wrong with it, which the form then says."""
    if not form.is_valid():
        filling.keep_if_possible()
        return None
    try:
        filling.send(lambda: answer(thread, form.cleaned_data["body"], filling.request.user, mentions=form.mentions))
    except ValidationError as refusal:
        filling.keep_if_possible()
        form.add_error(None, refusal)
        return None
    messages.success(filling.request, _("Your answer is there."))
    return redirect(filling.address)


def resolve_thread(request: HttpRequest, text: Text, key: UUID, *, pages: TextPages) -> HttpResponse:
    return _decide(request, text, key, pages, resolve, "drafting/resolve_thread.html", _("What was done?"))


def reopen_thread(request: HttpRequest, text: Text, key: UUID, *, pages: TextPages) -> HttpResponse:
    return _decide(request, text, key, pages, reopen, "drafting/reopen_thread.html", _("What is still open?"))


def withdraw_comment(request: HttpRequest, text: Text, key: UUID, comment: UUID, *, pages: TextPages) -> HttpResponse:
    """Only its author; GET asks again."""
    thread = load_thread(request, text, key)
    own = get_visible(Comment.objects.filter(thread=thread, author=request.user.pk), key=comment)
    address = _pages(pages).one(thread.key)
    if request.method == "POST":
        try:
            withdraw(own, request.user)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        except ValueError:
            raise PermissionDenied from None
        else:
            messages.success(request, _("Your comment is withdrawn."))
        return redirect(address)
    context = shared_context(text, pages, comment=own) | {"cancel_url": address}
    return render(request, "drafting/withdraw_comment.html", context)


def load_thread(request: HttpRequest, text: Text, key: UUID) -> Thread:
    """As far as this person may read it; a conversation of the other side is not there at all."""
    visible = Thread.objects.visible_to(request.user).on(text)
    thread: Thread = get_visible(threads.with_comments(visible), key=key)
    thread.text = text
    return thread


def _said_since(request: HttpRequest, said: QuerySet[Comment]) -> JsonResponse:
    """For the script of an open page, which shows ?since comments: one sentence on how many more there are."""
    since = request.GET.get("since", "")
    count = said.count() - int(since) if is_number(since) else 0
    words = ngettext("%(count)d new comment.", "%(count)d new comments.", count) % {"count": count}
    response = JsonResponse({"new": words if count > 0 else ""})
    response["Cache-Control"] = "no-store"
    return response


def _decide(
    request: HttpRequest, text: Text, key: UUID, pages: TextPages, verb: Any, template: str, label: str
) -> HttpResponse:
    thread = load_thread(request, text, key)
    _require(request, text)
    form = WordsForm(request.POST if request.method == "POST" else None, label=label)
    address = _pages(pages).one(thread.key)
    if request.method == "POST" and form.is_valid():
        try:
            verb(thread, form.cleaned_data["body"], request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect(address)
    row = _row(request, thread, text, pages)
    context = shared_context(text, pages, form=form, row=row) | {"cancel_url": address}
    return render(request, template, context)


def _row(request: HttpRequest, thread: Thread, text: Text, pages: TextPages) -> ThreadRow:
    return threads.rows([thread], text, pages, request.user)[0]


def _passages(
    text: Text, rows: list[ThreadRow], pages: TextPages, page: Page[threads.Placed]
) -> list[tuple[Passage, list[ThreadRow]]]:
    """Each block of this page with its link and the conversations that begin in it."""
    placed = [row for row in rows if row.start >= 0]
    marks = [
        Mark(
            row.start,
            row.end,
            f"[{number}]",
            _("comment by %(who)s") % {"who": row.first.author},
            f"#{row.anchor}",
            row.side,
        )
        for number, row in enumerate(placed, start=page.start_index())
    ]
    blocks = marked_blocks(text.body, marks, heading_level=3)
    first, until_here = _stretch(text, placed, page)
    may = acts(comment=_pages(pages).start)
    found = []
    for number, block in enumerate(blocks):
        since = block.start if number else 0
        until = blocks[number + 1].start if number + 1 < len(blocks) else len(text.body) + 1
        beside = [row for row in placed if since <= row.start < until]
        if beside or first < until <= until_here:
            found.append((passage(text, block, may), beside))
    return found


def _stretch(text: Text, placed: list[ThreadRow], page: Page[threads.Placed]) -> Span:
    """What of the text is on this page: from its first conversation to the first of the next, the ends with the rest.
    None of it where no conversation has a place any more."""
    end = len(text.body) + 1
    if page.number > 1 and not placed:
        return end, end
    following = page.paginator.object_list[page.end_index() : page.end_index() + 1]
    next_place = following[0][1] if following else None
    return placed[0].start if page.number > 1 else 0, next_place[0] if next_place else end


def _place(text: Text, said: Mapping[str, str]) -> tuple[Revision | None, Span | None]:
    """The stretch that a link or a form names; of a text that has no words, or that is named wholly, none."""
    revision, start, end = (said.get(name, "") for name in ("revision", "from", "to"))
    if not (is_number(revision) and is_number(start) and is_number(end)):
        return None, None
    base = text.latest if int(revision) == text.number else text.revisions.filter(number=int(revision)).first()
    if base is None or not 0 <= int(start) <= int(end) <= len(base.body):
        return None, None
    return base, (int(start), int(end))


def _pages(pages: TextPages) -> CommentPages:
    assert pages.comments is not None
    return pages.comments


def _readers(text: Text) -> Readers:
    found = owners.find(text)
    if found is None:
        raise Http404
    return found[0].readers(found[1])


def _require(request: HttpRequest, text: Text) -> None:
    if not owners.may(request.user, "comment", text):
        raise PermissionDenied if request.user.is_authenticated else SignInNeeded
