"""Forms that somebody filled in and has not sent: suggestions, comments, answers. Kept for nobody but them.

As a text that is edited (`drafting.copies`), each form that is opened is a sitting with a signed token of whose it is,
so that words sent by a browser that was signed out meanwhile still reach their author, and only them.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.canonical import normalise
from drafting.choices import Audience, FormAct
from drafting.copies import CLOSED_FOR, LONGEST_SITTING, SittingClosed
from drafting.models import MAX_LENGTH, Text, Thread, UnsentForm
from drafting.querysets import UnsentFormQuerySet
from network import roles

SALT = "drafting.unsent"
PLACE = ("revision", "from", "to")
# What is kept of each form; the first is what the form is for.
FIELDS = {
    FormAct.SUGGEST: ("replacement", "reason", *PLACE),
    FormAct.COMMENT: ("body", "words", "audience", "call", "names", "after", *PLACE),
    FormAct.ANSWER: ("body", "call", "names"),
}


@dataclass(frozen=True)
class Sitting:
    """One opened form: what for, the text, the person who opened it, its page and, of an answer, the conversation."""

    act: FormAct
    text_id: int
    person_id: int
    address: str
    thread_id: uuid.UUID | None
    key: uuid.UUID

    def token(self) -> str:
        thread = self.thread_id.hex if self.thread_id else ""
        parts = [self.act.value, self.text_id, self.person_id, self.address, thread, self.key.hex]
        return signing.dumps(parts, salt=SALT)

    def is_of(self, other: Sitting) -> bool:
        """Whether both are for the same act of the same person at the same place."""
        mine, others = ((one.act, one.text_id, one.person_id, one.thread_id) for one in (self, other))
        return mine == others


def sit_down(act: FormAct, text: Text, person: Any, *, address: str, thread: Thread | None = None) -> Sitting:
    return Sitting(act, text.pk, person.pk, address, thread.pk if thread else None, uuid.uuid4())


def sitting_of(token: str) -> Sitting | None:
    """Whose form this is; None for a token that we did not sign, or too long ago."""
    try:
        act, text_id, person_id, address, thread, key = signing.loads(token, salt=SALT, max_age=LONGEST_SITTING)
    except signing.BadSignature:
        return None
    return Sitting(FormAct(act), text_id, person_id, address, uuid.UUID(thread) if thread else None, uuid.UUID(key))


@transaction.atomic
def keep(sitting: Sitting, typed: Mapping[str, str], *, at: datetime | None = None) -> UnsentForm | None:
    """Keep what was typed into the form, for its person alone; None if it says nothing yet.

    Raises SittingClosed if the form was sent already, ValidationError if there is too much of it.
    """
    fields = {name: normalise(typed.get(name, "")) for name in FIELDS[sitting.act]}
    if sum(map(len, fields.values())) > MAX_LENGTH:
        raise ValidationError(_("There are more words than can be kept. Copy them to be sure."))
    text = Text.objects.select_for_update().get(pk=sitting.text_id)
    found = UnsentForm.objects.filter(sitting=sitting.key, person=sitting.person_id).first()
    if found and found.closed_at:
        raise SittingClosed
    if not _says_something(sitting.act, fields, text):
        if found:
            found.delete()
        return None
    form = found or UnsentForm(
        sitting=sitting.key,
        act=sitting.act,
        text=text,
        thread_id=sitting.thread_id,
        person_id=sitting.person_id,
        address=sitting.address,
    )
    form.fields = {**fields, **_side_meant(fields, form)}
    form.saved_at = at or timezone.now()
    form.save()
    return form


def close(sitting: Sitting, *, at: datetime | None = None) -> None:
    """The form is sent. To be called first in the transaction that does what it asks for: it holds the text as `keep`
    does, so that whichever of the two comes second sees what the first one did."""
    now = at or timezone.now()
    Text.objects.select_for_update().get(pk=sitting.text_id)
    UnsentForm.objects.filter(person=sitting.person_id, closed_at__lt=now - CLOSED_FOR).delete()
    closed = {
        "act": sitting.act,
        "text_id": sitting.text_id,
        "thread_id": sitting.thread_id,
        "person_id": sitting.person_id,
        "address": sitting.address,
        "fields": {},
        "saved_at": now,
        "closed_at": now,
    }
    UnsentForm.objects.update_or_create(sitting=sitting.key, defaults=closed)


def waiting(sitting: Sitting) -> UnsentForm | None:
    """The words to offer to whoever opened this form: the last that were kept and not sent of such a form."""
    return _like(sitting).first()


def find(sitting: Sitting, key: str) -> UnsentForm | None:
    """This person's own words with that key, for a form like this one."""
    try:
        return _like(sitting).filter(sitting=uuid.UUID(key)).first()
    except ValueError:
        return None


def taken_up(form: UnsentForm) -> dict[str, str]:
    """The fields to go on with. Words for the room of a side that the person acts for no longer are for nobody yet."""
    fields: dict[str, str] = dict(form.fields)
    if fields.pop("side", "") != (roles.side_of(form.person) or "") and fields.get("audience") == Audience.SIDE:
        fields["audience"] = ""
    return fields


def _like(sitting: Sitting) -> UnsentFormQuerySet:
    return UnsentForm.objects.filter(
        act=sitting.act,
        text=sitting.text_id,
        thread=sitting.thread_id,
        person=sitting.person_id,
        closed_at=None,
    )


def _side_meant(fields: Mapping[str, str], form: UnsentForm) -> dict[str, str]:
    if fields.get("audience") != Audience.SIDE:
        return {}
    return {"side": roles.side_of(form.person) or ""}


def _says_something(act: FormAct, fields: Mapping[str, str], text: Text) -> bool:
    if act != FormAct.SUGGEST:
        return bool(fields["body"].strip())
    if fields["reason"].strip():
        return True
    return fields["replacement"].split() != _passage(fields, text).split()


def _passage(fields: Mapping[str, str], text: Text) -> str:
    """What the copy of the passage said before anybody typed."""
    numbers = [fields[name] for name in PLACE]
    if not all(one.isascii() and one.isdigit() and len(one) < 10 for one in numbers):
        return text.body
    revision, start, end = map(int, numbers)
    base = text.revisions.filter(number=revision).first()
    return base.body[start:end] if base else ""
