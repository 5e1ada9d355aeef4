"""Every write to a text. A save names the revision it started from, and is merged, or refused with both versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.canonical import normalise
from drafting import owners
from drafting.merge import Merge, merge
from drafting.models import MAX_LENGTH, Revision, Text
from ledger import actors

Outcome = Literal["saved", "merged", "unchanged"]
# What a revision took in: {"suggestion": 3, "outcome": "accepted"}.
TakenIn = dict[str, Any]


@dataclass(frozen=True)
class Saved:
    """`revision` is None only when nothing was written to a text that has no revision yet."""

    revision: Revision | None
    outcome: Outcome


class Conflict(Exception):
    """Somebody else changed the same words. Nothing was saved; everything needed to decide is here."""

    def __init__(self, *, mine: str, theirs: Revision, base: Revision | None, merge: Merge) -> None:
        super().__init__("the same words were changed by somebody else")
        self.mine = mine
        self.theirs = theirs
        self.base = base
        self.merge = merge

    @property
    def merged_with_markers(self) -> str:
        return self.merge.with_markers()


@transaction.atomic
def start_text(*, body: str = "", by: Any, at: datetime | None = None) -> Text:
    """A new text; a first `body` is kept to the letter (normalised, but blank ends stay), as plan files need it."""
    text = Text.objects.create(created_at=at or timezone.now())
    if body:
        clean(body)
        _append(text, None, normalise(body), base=None, by=by, note="", at=at)
    return text


@transaction.atomic
def save_text(
    text: Text,
    *,
    body: str,
    base: Revision | None,
    by: Any,
    note: str = "",
    at: datetime | None = None,
    took_in: Sequence[TakenIn] = (),
) -> Saved:
    """Save `body`, which was written from `base` (None: from nothing). Raises Conflict, or ValidationError if too long,
    or owners.Closed if the text may no longer be written.

    `took_in` says which suggestions the new revision meets. The text passed in is brought up to date, so that
    `text.latest` is the revision that stands now.
    """
    if base is not None and base.text_id != text.pk:
        raise ValueError("the base revision belongs to another text")
    mine = clean(body)
    latest = _lock(text)
    if latest == base:
        return _append(text, latest, mine, base=base, by=by, note=note, at=at, took_in=took_in)
    combined = merge(base.body if base else "", mine, latest.body if latest else "")
    if combined.body is None:
        assert latest is not None
        raise Conflict(mine=mine, theirs=latest, base=base, merge=combined)
    body = clean(combined.body)
    return _append(text, latest, body, base=base, by=by, note=note, at=at, merged=True, took_in=took_in)


class Moved(Exception):
    """Somebody saved a newer revision than the one that was looked at."""


@transaction.atomic
def restore(revision: Revision, *, by: Any, at: datetime | None = None, expected: int | None = None) -> Saved:
    """Make what an old revision said stand again, as a new revision.

    `expected` is the number of the latest revision as the person saw it; if another stands now, Moved is raised.
    """
    text = revision.text
    latest = _lock(text)
    if expected is not None and expected != text.number:
        raise Moved
    note = _("Restored from revision %(number)d") % {"number": revision.number}
    return _append(text, latest, revision.body, base=latest, by=by, note=note, at=at, restored_from=revision)


@transaction.atomic
def correct_text(text: Text, *, body: str, expected: Revision | None, by: Any, note: str, at: datetime | None) -> Saved:
    """Write an editorial correction into a text that is closed to writing. The caller holds the lock on what it belongs
    to, and has both leads' declaration. Raises Moved if another revision than `expected` stands."""
    locked = Text.objects.select_for_update().get(pk=text.pk)
    text.latest = locked.latest
    if text.latest != expected:
        raise Moved
    return _append(text, text.latest, clean(body), base=text.latest, by=by, note=note, at=at)


def clean(body: str) -> str:
    """The form in which a text is kept: normalised, no blank lines around it. ValidationError if it is too long."""
    cleaned = normalise(body).strip("\n").rstrip()
    if len(cleaned) > MAX_LENGTH:
        message = _("This text has %(length)s characters. The longest a text may be is %(limit)s.")
        raise ValidationError(message % {"length": f"{len(cleaned):,}", "limit": f"{MAX_LENGTH:,}"})
    return cleaned


def _lock(text: Text) -> Revision | None:
    """Hold the text until the transaction ends, so that revisions come one after another; answer with its latest."""
    # What the text belongs to is held first, so that it cannot be agreed, declined or merged in the middle of a save.
    if found := owners.find(text):
        registration, owner = found
        registration.hold(owner)
    # In two queries: PostgreSQL, having waited for the lock, would join what stood before it waited.
    locked = Text.objects.select_for_update().get(pk=text.pk)
    text.latest = locked.latest
    return text.latest


def _append(
    text: Text,
    latest: Revision | None,
    body: str,
    *,
    base: Revision | None,
    by: Any,
    note: str,
    at: datetime | None,
    merged: bool = False,
    restored_from: Revision | None = None,
    took_in: Sequence[TakenIn] = (),
) -> Saved:
    if body == (latest.body if latest else "") or (latest and body == clean(latest.body)):
        return Saved(latest, "unchanged")
    actor = actors.actor_for(by, text.owner or text)
    revision = Revision.objects.create(
        text=text,
        number=latest.number + 1 if latest else 1,
        parent=latest,
        base=base,
        author=by,
        side=actor.side,
        post=actor.post,
        organisation=actor.organisation,
        body=body,
        sha256=Revision.hash_of(body),
        created_at=at or timezone.now(),
        note=note,
        merged=merged,
        restored_from=restored_from,
        took_in=list(took_in),
    )
    text.latest = revision
    text.save(update_fields=["latest"])
    return Saved(revision, "merged" if merged else "saved")
