"""Conversations on a text or on words of it, for everyone drafting or for one side alone.

Nothing here writes to the ledger, counts for others or numbers anything: a side's own room leaves no trace elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.canonical import normalise
from drafting import called
from drafting.anchors import Anchor
from drafting.choices import Audience, CommentKind, ThreadState
from drafting.models import Comment, Mention, Revision, Text, Thread
from ledger.actors import actor_for
from network import roles
from network.choices import Side
from network.models import Post, User

LONGEST = 10_000
MOST_OPEN = 200  # of one person on one text; never a limit that others would run into
MOST_CALLED = 20
SIDES = (Side.GOVERNMENT, Side.CIVIL_SOCIETY)

Called = Sequence[User | Post]


class WrongState(ValidationError):
    """It was resolved, reopened or withdrawn in the meantime. Nothing was written."""


@transaction.atomic
def start_thread(
    text: Text,
    *,
    anchor: Anchor | None,
    body: str,
    audience: str,
    by: Any,
    at: datetime | None = None,
    revision: Revision | None = None,
    mentions: Called = (),
) -> Thread:
    """A new conversation on the text, or on the words of the `anchor`, which was made on `revision` (now the latest).

    Raises ValidationError for empty or too long words, a side's room of somebody without a side, or a mention of
    somebody who may not read it. Its audience and side never change afterwards.
    """
    side = _side_for(audience, by, at)
    words = _clean(body)
    if Thread.objects.filter(text=text, created_by=by, state=ThreadState.OPEN).count() >= MOST_OPEN:
        raise ValidationError(_("You have too many open comments on this text. Resolve some of them first."))
    revision = revision or text.latest
    if revision is not None and revision.text_id != text.pk:
        raise ValueError("the revision belongs to another text")
    if anchor is not None and anchor.quote and (revision is None or anchor.stretch not in revision.body):
        raise ValueError("the quoted words do not stand in the revision")
    thread = Thread.objects.create(
        text=text,
        revision=revision,
        quote=anchor.quote if anchor else "",
        before=anchor.before if anchor else "",
        after=anchor.after if anchor else "",
        audience=audience,
        side=side,
        created_by=by,
        created_at=at or timezone.now(),
    )
    _say(thread, CommentKind.SAID, words, by=by, at=at, mentions=mentions)
    return thread


@transaction.atomic
def answer(thread: Thread, body: str, by: Any, *, at: datetime | None = None, mentions: Called = ()) -> Comment:
    """One more comment. An answer to what was resolved leaves it resolved."""
    _lock(thread)
    return _say(thread, CommentKind.SAID, _clean(body), by=by, at=at, mentions=mentions)


@transaction.atomic
def resolve(thread: Thread, what_was_done: str, by: Any, *, at: datetime | None = None) -> Comment:
    words = _clean(what_was_done)
    if _lock(thread).state != ThreadState.OPEN:
        raise WrongState(_("Somebody resolved this in the meantime."))
    moment = at or timezone.now()
    _write(thread, state=ThreadState.RESOLVED, resolved_by=by, resolved_at=moment, resolution=words)
    return _say(thread, CommentKind.RESOLVED, words, by=by, at=moment)


@transaction.atomic
def reopen(thread: Thread, reason: str, by: Any, *, at: datetime | None = None) -> Comment:
    words = _clean(reason)
    if _lock(thread).state != ThreadState.RESOLVED:
        raise WrongState(_("Somebody reopened this in the meantime."))
    _write(thread, state=ThreadState.OPEN, resolved_by=None, resolved_at=None, resolution="")
    return _say(thread, CommentKind.REOPENED, words, by=by, at=at)


@transaction.atomic
def withdraw(comment: Comment, by: Any, *, at: datetime | None = None) -> None:
    """The author takes the words back: they are deleted, that something was said here stays."""
    now = Comment.objects.select_for_update().get(pk=comment.pk)
    if now.author_id != by.pk or now.kind != CommentKind.SAID:
        raise ValueError("only its author withdraws what was said")
    if now.withdrawn_at:
        raise WrongState(_("You have withdrawn this already."))
    comment.body, comment.withdrawn_at = "", at or timezone.now()
    comment.save(update_fields=["body", "withdrawn_at"])
    comment.mentions.all().delete()


def last_audience(text: Text, person: Any) -> str:
    """Whom this person last started a conversation for on this text; "" before the first, or with another side now."""
    last = Thread.objects.filter(text=text, created_by=person.pk).order_by("-created_at").first()
    if last is None or (last.audience == Audience.SIDE and last.side != roles.side_of(person)):
        return ""
    return last.audience


def _side_for(audience: str, by: Any, at: datetime | None) -> str:
    if audience == Audience.EVERYONE:
        return ""
    side = roles.side_of(by, at)
    if audience != Audience.SIDE or side not in SIDES:
        raise ValidationError(_("You act for neither side, so you have no room of your own. Write for everyone."))
    return side


def _clean(body: str) -> str:
    words = normalise(body).strip()
    if not words:
        raise ValidationError(_("Write something first."))
    if len(words) > LONGEST:
        message = _("This has %(length)s characters. The longest a comment may be is %(limit)s.")
        raise ValidationError(message % {"length": f"{len(words):,}", "limit": f"{LONGEST:,}"})
    return words


def _lock(thread: Thread) -> Thread:
    return Thread.objects.select_for_update().get(pk=thread.pk)


def _write(thread: Thread, **values: Any) -> None:
    for name, value in values.items():
        setattr(thread, name, value)
    thread.save(update_fields=list(values))


def _say(
    thread: Thread, kind: CommentKind, words: str, *, by: Any, at: datetime | None, mentions: Called = ()
) -> Comment:
    side = roles.side_of(by, at)
    if thread.side and thread.side != side:
        raise ValidationError(_("This conversation is of the other side."))
    actor = actor_for(by, thread.text.owner or thread.text)
    comment = Comment.objects.create(
        thread=thread,
        kind=kind,
        author=by,
        side=side or "",
        post=actor.post,
        organisation=actor.organisation,
        body=words,
        created_at=at or timezone.now(),
    )
    _mention(comment, thread, mentions)
    called.tell(comment, thread, mentioned=mentions)
    return comment


def _mention(comment: Comment, thread: Thread, mentions: Called) -> None:
    if len(mentions) > MOST_CALLED:
        raise ValidationError(_("Mention at most %(most)d people.") % {"most": MOST_CALLED})
    unable = [str(one) for one in mentions if not may_be_called(one, thread)]
    if unable:
        message = _("They may not read this, so they cannot be mentioned: %(names)s.")
        raise ValidationError(message % {"names": ", ".join(unable)})
    Mention.objects.bulk_create(_rows(comment, mentions))


def may_be_called(one: User | Post, thread: Thread) -> bool:
    """Whether the person, or who holds the post, reads the conversation; a vacant post of the right side may wait."""
    person = one if isinstance(one, User) else getattr(one.current_tenure(), "person", None)
    if person is not None:
        return Thread.objects.visible_to(person).filter(pk=thread.pk).exists()
    return isinstance(one, Post) and thread.side in ("", one.side)


def _rows(comment: Comment, mentions: Iterable[User | Post]) -> Iterable[Mention]:
    for one in dict.fromkeys(mentions):
        yield Mention(comment=comment, person=one) if isinstance(one, User) else Mention(comment=comment, post=one)
