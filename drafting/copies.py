"""Working copies: words that somebody is writing and has not saved, kept on the server for nobody but them.

Each form that is opened to edit a text is a sitting. It carries a signed token that says whose words of which text
it holds, so that words sent by a browser that was signed out meanwhile still reach their author, and only them.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils import timezone

from drafting.merge import merge
from drafting.models import Revision, Text, WorkingCopy
from drafting.services import clean

SALT = "drafting.copies"
LONGEST_SITTING = timedelta(days=14)
CLOSED_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Sitting:
    """One opened form: the text, the person who opened it, and the key of what is kept of it."""

    text_id: int
    person_id: int
    key: uuid.UUID

    def token(self) -> str:
        return signing.dumps([self.text_id, self.person_id, self.key.hex], salt=SALT)


class SittingClosed(Exception):
    """The form was saved already: what comes late from it is in the text, and is not kept again."""


def sit_down(text: Text, person: Any) -> Sitting:
    return Sitting(text.pk, person.pk, uuid.uuid4())


def sitting_of(token: str) -> Sitting | None:
    """Whose form this is; None for a token that we did not sign, or too long ago."""
    try:
        text_id, person_id, key = signing.loads(token, salt=SALT, max_age=LONGEST_SITTING)
    except signing.BadSignature:
        return None
    return Sitting(text_id, person_id, uuid.UUID(key))


@transaction.atomic
def keep(
    text: Text,
    *,
    person_id: int,
    body: str,
    base: Revision | None,
    note: str = "",
    sitting: uuid.UUID | None = None,
    at: datetime | None = None,
) -> WorkingCopy | None:
    """Keep `body`, written from `base`, for this person alone; None if it says no more than `base` did.

    Raises SittingClosed if this sitting was saved, ValidationError if the words are too long for a text. The text is
    held as a save holds it: whichever of the two comes second sees what the first one did.
    """
    words = clean(body)
    Text.objects.select_for_update().get(pk=text.pk)
    key = sitting or uuid.uuid4()
    found = WorkingCopy.objects.filter(sitting=key, text=text, person=person_id).first()
    if found and found.closed_at:
        raise SittingClosed
    if words == (clean(base.body) if base else ""):
        if found:
            found.delete()
        return None
    copy = found or WorkingCopy(sitting=key, text=text, person_id=person_id)
    copy.base, copy.body, copy.note, copy.saved_at = base, words, note[:500], at or timezone.now()
    copy.save()
    return copy


def close(text: Text, *, person: Any, sitting: uuid.UUID, at: datetime | None = None) -> None:
    """The sitting was saved. To be called in the transaction of the save, which holds the text."""
    now = at or timezone.now()
    own = WorkingCopy.objects.filter(text=text, person=person)
    own.filter(closed_at__lt=now - CLOSED_FOR).delete()
    closed = {"text": text, "person": person, "base": None, "body": "", "note": "", "saved_at": now, "closed_at": now}
    WorkingCopy.objects.update_or_create(sitting=sitting, defaults=closed)


def waiting(text: Text, person: Any) -> WorkingCopy | None:
    """The words to offer this person: the last ones kept that the text as it stands does not hold already."""
    kept = WorkingCopy.objects.waiting_for(person).filter(text=text).select_related("base")
    return next((copy for copy in kept if not is_in(copy, text)), None)


def find(text: Text, person: Any, sitting: str) -> WorkingCopy | None:
    """This person's own copy of this text with that key."""
    try:
        key = uuid.UUID(sitting)
    except ValueError:
        return None
    kept = WorkingCopy.objects.waiting_for(person).select_related("base", "text__latest")
    return kept.filter(text=text, sitting=key).first()


def throw_away(copy: WorkingCopy) -> None:
    copy.delete()


def drop(text: Text, person: Any) -> None:
    """Throw away all that is kept of this person's on this text."""
    WorkingCopy.objects.filter(text=text, person=person, closed_at=None).delete()


def is_in(copy: WorkingCopy, text: Text) -> bool:
    """Whether saving the copy would change nothing, because the text says all of it."""
    stands = clean(text.body)
    if copy.body == stands:
        return True
    base = copy.base.body if copy.base else ""
    return copy.base_id != text.latest_id and merge(base, copy.body, stands).body == stands
