"""The life of a mail: put together under a lock of its recipient, claimed with a lease, sent, or tried again.

A worker that is killed before the mail is handed over leaves it to the next one; killed after that and before it has
written so, the same mail goes again under the same Message-ID. Nothing else can double it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from core import jobs
from network.models import User
from notices import cadence
from notices.choices import AT_ONCE, Frequency, MailKind, MailState
from notices.models import Event, Mail, Message, Preferences
from notices.sending import Candidate, candidates, reason_not_to_send, reason_to_keep_back

LEASE = timedelta(minutes=5)  # far longer than EMAIL_TIMEOUT: nobody else takes a mail that is on its way
GIVE_UP_AFTER = timedelta(days=3)
LONGEST_PAUSE = timedelta(hours=4)
FORGET_AFTER = timedelta(days=180)


# Putting together


def waiting() -> QuerySet[Message]:
    return Message.objects.filter(mail=None, kept_back="").select_related("event", "recipient", "post")


def seal_at_once(person: User, *, at: datetime) -> Mail | None:
    """Put all that waits for the person into one mail, unless they had one in this window."""
    return _seal(person, waiting().filter(recipient=person, why__in=AT_ONCE), at=at)


def seal_digest(person: User, *, at: datetime) -> Mail | None:
    """Put what is due into the person's digest of today, daily and weekly in one."""
    if not cadence.is_day(at):
        return None
    return _seal(person, waiting().filter(recipient=person).exclude(why__in=AT_ONCE), at=at)


@transaction.atomic
def _seal(person: User, messages: QuerySet[Message], *, at: datetime) -> Mail | None:
    Preferences.objects.get_or_create(person=person)
    Preferences.objects.select_for_update().get(person=person)
    ready = []
    for message, candidate in candidates(messages, at):
        if reason := reason_to_keep_back(candidate, at):
            Message.objects.filter(pk=message.pk).update(kept_back=reason)
        elif reason_not_to_send(candidate, at) is None:
            ready.append((message, candidate))
    if not ready:
        return None
    kind = _kind([candidate for _message, candidate in ready])
    mail = Mail.objects.create(recipient=person, kind=kind, window=_window(kind, at), sealed_at=at, not_before=at)
    Message.objects.filter(pk__in=[message.pk for message, _candidate in ready]).update(mail=mail)
    jobs.enqueue("notices.send", str(mail.key))
    return mail


def _kind(ready: Sequence[Candidate]) -> MailKind:
    if ready[0].is_at_once:
        return MailKind.AT_ONCE
    is_weekly = any(candidate.frequency == Frequency.WEEKLY for candidate in ready)
    return MailKind.WEEKLY if is_weekly else MailKind.DAILY


def _window(kind: MailKind, at: datetime) -> datetime:
    return cadence.window_of(at) if kind == MailKind.AT_ONCE else cadence.last_due(kind, at)


def seal_event(event: Event, *, at: datetime) -> None:
    """What an event wants said at once, to everybody it waits for."""
    _seal_for(waiting().filter(event=event, why__in=AT_ONCE), at=at)


def seal_waiting(*, at: datetime) -> None:
    """All that is to be said at once and was not yet: after a window, or when a worker was killed."""
    _seal_for(waiting().filter(why__in=AT_ONCE), at=at)


def _seal_for(messages: QuerySet[Message], *, at: datetime) -> None:
    had_one = Mail.objects.filter(kind=MailKind.AT_ONCE, window=cadence.window_of(at)).values("recipient")
    people = messages.exclude(recipient__in=had_one).order_by().values("recipient")
    for person in User.objects.filter(pk__in=people).order_by("pk"):
        seal_at_once(person, at=at)


def seal_digests(*, at: datetime) -> None:
    """The digests of everybody for whom something written before this morning waits."""
    if not cadence.is_day(at):
        return
    before = cadence.last_due(Frequency.DAILY, at)
    due = waiting().filter(created_at__lt=before).exclude(why__in=AT_ONCE).order_by().values("recipient")
    for person in User.objects.filter(pk__in=due).order_by("pk"):
        seal_digest(person, at=at)


# Sending


@transaction.atomic
def claim(key: str, *, at: datetime) -> Mail | None:
    """The mail with a lease to send it, or None: sent, somebody else's, too early, or nothing left that may be said."""
    mail = Mail.objects.select_for_update().filter(key=key, state__in=[MailState.WAITING, MailState.SENDING]).first()
    if mail is None or mail.not_before > at:
        return None
    messages = mail.messages.select_related("event", "recipient", "post")
    left = 0
    for message, candidate in candidates(messages, at):
        if reason := reason_to_keep_back(candidate, at):
            Message.objects.filter(pk=message.pk).update(kept_back=reason, mail=None)
        else:
            left += 1
    mail.state = MailState.SENDING if left else MailState.NOT_SENT
    mail.not_before, mail.tries = at + LEASE, mail.tries + 1
    mail.save(update_fields=["state", "not_before", "tries"])
    return mail if left else None


def mark_sent(mail: Mail, *, at: datetime) -> None:
    Mail.objects.filter(pk=mail.pk).update(state=MailState.SENT, sent_at=at, error="")


def mark_failed(mail: Mail, error: str, *, at: datetime, is_final: bool = False) -> None:
    """Not handed over: tried again after a pause that doubles, and given up after three days."""
    is_over = is_final or mail.sealed_at < at - GIVE_UP_AFTER
    pause = min(timedelta(minutes=1) * 2 ** min(mail.tries, 10), LONGEST_PAUSE)
    Mail.objects.filter(pk=mail.pk, state=MailState.SENDING).update(
        state=MailState.FAILED if is_over else MailState.WAITING, not_before=at + pause, error=error[:300]
    )


def unsent(*, at: datetime) -> QuerySet[Mail]:
    """Mails that somebody has to take up: never begun, or begun by a worker that is no more."""
    return Mail.objects.filter(Q(state=MailState.WAITING) | Q(state=MailState.SENDING), not_before__lte=at)


def forget(*, at: datetime) -> None:
    Event.objects.filter(created_at__lt=at - FORGET_AFTER).delete()
    Mail.objects.filter(sealed_at__lt=at - FORGET_AFTER).delete()
