"""Conversations as lists and pages show them, with ready strings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from core.dates import readable_moment
from drafting.anchors import Span
from drafting.choices import Audience, CommentKind, ThreadState
from drafting.models import Comment, Text, Thread
from drafting.pages import TextPages
from drafting.placing import placed

SHOWN = ("waiting", "resolved", "mine")
_WHAT = {CommentKind.RESOLVED: _("Resolved it. What was done:"), CommentKind.REOPENED: _("Reopened it:")}


@dataclass(frozen=True)
class CommentRow:
    author: str
    post: str
    side: str
    written: str
    what: str
    body: str
    is_withdrawn: bool
    mentions: tuple[str, ...]
    withdraw_address: str


@dataclass(frozen=True)
class ThreadRow:
    """`place` is the title of the text; `quote` the words it is about, as they were; `now` as they are, if others."""

    key: str
    address: str
    place: str
    is_side: bool
    side: str
    is_resolved: bool
    quote: str
    is_gone: bool
    now: str
    first: CommentRow
    comments: tuple[CommentRow, ...]
    answers: int
    start: int = -1
    end: int = -1

    @property
    def anchor(self) -> str:
        return element_id(self.key)


def with_comments(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    """Everything a row shows, in a constant number of queries."""
    return threads.prefetch_related(_comments())


def _comments() -> Prefetch[str]:
    comments = Comment.objects.select_related("author").prefetch_related(
        "mentions__person", "mentions__post__organisation", "mentions__post__network"
    )
    return Prefetch("comments", queryset=comments.order_by("created_at", "key"))


def shown(threads: QuerySet[Thread], show: str, person: Any) -> QuerySet[Thread]:
    """Those that wait for an answer, are resolved, or in which this person wrote (or is called)."""
    if show == "resolved":
        return threads.filter(state=ThreadState.RESOLVED)
    if show == "mine":
        return threads.filter(pk__in=Comment.objects.filter(author=person.pk).values("thread"))
    return threads.filter(state=ThreadState.OPEN)


def counts(threads: QuerySet[Thread], person: Any) -> dict[str, int]:
    return {show: shown(threads, show, person).order_by().count() for show in SHOWN}


def places(threads: Iterable[Thread], text: Text) -> dict[UUID, Span | None]:
    """By key: where the words of each stand in the text now; None when they are gone. None were quoted: not there."""
    return placed([(one.pk, one, one.revision_id) for one in threads if one.quote], {text.pk: text.body})


def element_id(key: UUID | str) -> str:
    """The id of a conversation's element on a page."""
    return f"comment-{str(key)[:8]}"


Placed = tuple[Thread, Span | None]


def in_order(threads: Iterable[Thread], text: Text) -> list[Placed]:
    """In the order of the text; those on the whole text and those whose words are gone come last."""
    threads = list(threads)
    spans = places(threads, text)
    found = [(one, spans.get(one.pk)) for one in threads]
    return sorted(found, key=lambda pair: (pair[1] is None, pair[1] or (0, 0)))


def rows(threads: Iterable[Thread], text: Text, pages: TextPages, person: Any) -> list[ThreadRow]:
    return drawn(in_order(threads, text), text, pages, person)


def drawn(found: Iterable[Placed], text: Text, pages: TextPages, person: Any) -> list[ThreadRow]:
    """With their comments, which are loaded here where they are not yet."""
    found = list(found)
    prefetch_related_objects([one for one, _span in found], _comments())
    return [row(one, pages, person, body=text.body, span=span) for one, span in found]


def row(thread: Thread, pages: TextPages, person: Any, *, body: str, span: Span | None) -> ThreadRow:
    assert pages.comments is not None
    withdraw = pages.comments.withdraw
    comments = tuple(_comment_row(one, person, lambda key: withdraw(thread.pk, key)) for one in thread.comments.all())
    now = body[slice(*span)] if span else ""
    return ThreadRow(
        key=str(thread.key),
        address=pages.comments.one(thread.key),
        place=pages.title,
        is_side=thread.audience == Audience.SIDE,
        side=thread.side,
        is_resolved=thread.state == ThreadState.RESOLVED,
        quote=Truncator(thread.quote).words(60),
        is_gone=bool(thread.quote) and span is None,
        now=Truncator(now).words(60) if now != thread.quote else "",
        first=comments[0],
        comments=comments,
        answers=len(comments) - 1,
        start=span[0] if span else -1,
        end=span[1] if span else -1,
    )


def _comment_row(comment: Comment, person: Any, withdraw: Callable[[UUID], str]) -> CommentRow:
    is_own = comment.author_id == person.pk and comment.kind == CommentKind.SAID and not comment.withdrawn_at
    return CommentRow(
        author=str(comment.author),
        post=", ".join(part for part in (comment.post, comment.organisation) if part),
        side=comment.side,
        written=readable_moment(comment.created_at),
        what=str(_WHAT.get(CommentKind(comment.kind), "")),
        body=comment.body,
        is_withdrawn=comment.withdrawn_at is not None,
        mentions=tuple(str(mention) for mention in comment.mentions.all()),
        withdraw_address=withdraw(comment.key) if is_own else "",
    )
