"""Comments on one text. The owning app loads what is visible, then calls these; they ask the right to comment."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.access import SignInNeeded, get_visible
from core.markdown import to_text
from drafting import owners, threads
from drafting.anchors import Span
from drafting.commenting import CommentForm, StartForm, WordsForm, audience_of
from drafting.comments import answer, last_audience, reopen, resolve, start_thread, withdraw
from drafting.forms import is_number
from drafting.marks import Mark, marked_blocks
from drafting.models import Comment, Revision, Text, Thread
from drafting.pages import CommentPages, TextPages, shared_context
from drafting.passages import Link, Passage, place_of
from drafting.threads import ThreadRow
from network import roles
from network.readers import Readers

PER_PAGE = 25


def text_comments(request: HttpRequest, text: Text, *, pages: TextPages) -> HttpResponse:
    """The text with its conversations beside the paragraphs; below them those on the whole, and those on lost words."""
    visible = Thread.objects.visible_to(request.user).on(text)
    show = request.GET.get("show", "")
    show = show if show in threads.SHOWN else "waiting"
    wanted = threads.with_comments(threads.shown(visible, show, request.user)).order_by("created_at", "key")
    rows = threads.rows(wanted, text, pages, request.user)
    context = shared_context(
        text,
        pages,
        show=show,
        counts=threads.counts(visible, request.user),
        passages=_passages(text, rows, pages),
        on_whole=[row for row in rows if not row.quote],
        gone=[row for row in rows if row.is_gone],
        total=len(rows),
    )
    return render(request, "drafting/comments.html", context)


def start_comment(request: HttpRequest, text: Text, *, pages: TextPages) -> HttpResponse:
    """GET names the place (?revision, from, to and, from a selection, words and after; else the whole text)."""
    _require(request, text)
    said = request.POST if request.method == "POST" else request.GET
    base, within = _place(text, said)
    whole = to_text(base.body[slice(*within)]) if base and within else ""
    initial = {
        "words": said.get("words") or whole,
        "after": said.get("after"),
        "audience": last_audience(text, request.user),
    }
    form = StartForm(
        request.POST if request.method == "POST" else None,
        readers=_readers(text),
        side=roles.side_of(request.user),
        base=base or text.latest,
        within=within,
        whole=whole,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        try:
            thread = start_thread(
                text,
                anchor=form.anchor,
                body=form.cleaned_data["body"],
                audience=form.cleaned_data["audience"],
                by=request.user,
                revision=form.base,
                mentions=form.mentions,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Your comment is there."))
            return redirect(_pages(pages).one(thread.key))
    context = shared_context(text, pages, form=form, base=base, within=within, cancel_url=_pages(pages).index)
    return render(request, "drafting/start_comment.html", context)


def show_thread(request: HttpRequest, text: Text, key: UUID, *, pages: TextPages) -> HttpResponse:
    """One conversation; a POST answers."""
    thread = load_thread(request, text, key)
    may_comment = owners.may(request.user, "comment", text)
    readers = _readers(text)
    form = CommentForm(request.POST if request.method == "POST" else None, readers=readers, side=thread.side)
    if request.method == "POST":
        _require(request, text)
        if form.is_valid():
            try:
                answer(thread, form.cleaned_data["body"], request.user, mentions=form.mentions)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("Your answer is there."))
                return redirect(_pages(pages).one(thread.key))
    context = shared_context(
        text,
        pages,
        form=form if may_comment else None,
        row=_row(request, thread, text, pages),
        audience=audience_of(thread, readers),
        side=thread.side,
        act_address=_pages(pages).act("reopen" if thread.resolved_at else "resolve", thread.key) if may_comment else "",
    )
    return render(request, "drafting/thread.html", context)


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


def _passages(text: Text, rows: list[ThreadRow], pages: TextPages) -> list[tuple[Passage, list[ThreadRow]]]:
    """Each block with its link and the conversations that begin in it."""
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
        for number, row in enumerate(placed, start=1)
    ]
    blocks = marked_blocks(text.body, marks, heading_level=3)
    found = []
    for number, block in enumerate(blocks):
        until = blocks[number + 1].start if number + 1 < len(blocks) else len(text.body) + 1
        place = place_of(text, block)
        start = _pages(pages).start
        links = (Link(_("Comment"), start + place.query),) if start else ()
        beside = [row for row in placed if (block.start if number else 0) <= row.start < until]
        found.append((Passage(block.html, place.named, links, place.query), beside))
    return found


def _place(text: Text, said: QueryDict) -> tuple[Revision | None, Span | None]:
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
