"""Whether a message is sent: one pure function, and what it has to know of many messages, gathered in few queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from network import roles
from network.models import Tenure, User
from network.periods import current
from notices import cadence, kinds, scopes
from notices.choices import AT_ONCE, Frequency, MailKind, Reason, Why
from notices.models import Mail, Message, Preferences, Subscription

TOO_OLD_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Candidate:
    """A message with what is true of it and its recipient now."""

    why: Why
    created_at: datetime
    frequency: Frequency = Frequency.WEEKLY
    is_asked_of_post: bool = False
    is_sealed: bool = False
    is_visible: bool = True
    has_address: bool = True
    has_left_post: bool = False
    is_done: bool = False
    is_window_used: bool = False

    @property
    def is_at_once(self) -> bool:
        return self.why in AT_ONCE


def reason_not_to_send(message: Candidate, at: datetime) -> Reason | None:
    """Why the message is not put into a mail at this moment; None if it is."""
    return reason_to_keep_back(message, at) or _reason_to_wait(message, at)


def reason_to_keep_back(message: Candidate, at: datetime) -> Reason | None:
    """Why the message is never to be sent, asked again when its mail is (rights may have gone in between)."""
    if not message.has_address:
        return Reason.NO_ADDRESS
    if not message.is_visible:
        return Reason.NOT_VISIBLE
    if message.has_left_post:
        return Reason.POST_LEFT
    if message.is_done:
        return Reason.DONE
    if message.frequency == Frequency.NEVER and not message.is_asked_of_post:
        return Reason.MUTED
    if not message.is_sealed and message.created_at < at - TOO_OLD_AFTER:
        return Reason.TOO_OLD
    return None


def _reason_to_wait(message: Candidate, at: datetime) -> Reason | None:
    if message.is_sealed:
        return Reason.SEALED
    if message.is_at_once:
        return Reason.WINDOW if message.is_window_used else None
    if message.is_window_used or message.created_at >= cadence.last_due(message.frequency, at):
        return Reason.NOT_DUE
    return None if cadence.is_day(at) else Reason.NIGHT


# What is true now


@dataclass(frozen=True)
class Facts:
    """Of all recipients at once; only what they may see has to be asked person by person."""

    preferred: dict[int, str]
    chosen: dict[tuple[int, str], str]
    holds: dict[int, set[int]]
    with_roles: set[int]
    done: set[tuple[str, str]]
    mails: dict[int, list[tuple[str, datetime, datetime]]]


def candidates(messages: Iterable[Message], at: datetime) -> list[tuple[Message, Candidate]]:
    """The messages (with `event` and `recipient` loaded), each with what is true of it at `at`."""
    messages = list(messages)
    facts = _facts(messages, at)
    seen = visible_events(messages)
    return [(message, _candidate(message, facts, seen[message.recipient_id], at)) for message in messages]


def visible_events(messages: Sequence[Message]) -> dict[int, set[str]]:
    """By recipient: keys of the things that they may see, of those their messages are about."""
    wanted: dict[User, set[str]] = {}
    for message in messages:
        wanted.setdefault(message.recipient, set()).add(thing_key(message))
    return scopes.visible_to_each(wanted)


def thing_key(message: Message) -> str:
    return f"{message.event.thing_label}:{message.event.thing_id}"


def _facts(messages: list[Message], at: datetime) -> Facts:
    people = {message.recipient_id for message in messages}
    holds: dict[int, set[int]] = {pk: set() for pk in people}
    for person, post in Tenure.objects.filter(current(at), person__in=people).values_list("person", "post"):
        holds[person].add(post)
    mails: dict[int, list[tuple[str, datetime, datetime]]] = {pk: [] for pk in people}
    for person, kind, window, sealed in _recent(people, at).values_list("recipient", "kind", "window", "sealed_at"):
        mails[person].append((kind, window, sealed))
    chosen = Subscription.objects.filter(person__in=people).exclude(frequency="")
    return Facts(
        preferred=dict(Preferences.objects.filter(person__in=people).values_list("person", "frequency")),
        chosen={(row.person_id, row.scope): row.frequency for row in chosen},
        holds=holds,
        with_roles=roles.with_a_role_in_person(people),
        done=_done(messages),
        mails=mails,
    )


def _done(messages: list[Message]) -> set[tuple[str, str]]:
    """(kind, thing) of what was asked of somebody and waits no more; one query for each kind of event."""
    asked: dict[str, set[str]] = {}
    for message in messages:
        if message.why == Why.WAITS:
            asked.setdefault(message.event.kind, set()).add(message.event.thing_id)
    return {(kind, pk) for kind, pks in asked.items() for pk in kinds.no_longer_waiting(kind, pks)}


def _recent(people: set[int], at: datetime) -> QuerySet[Mail]:
    since = min(cadence.last_due(Frequency.WEEKLY, at), cadence.window_of(at))
    return Mail.objects.filter(recipient__in=people, sealed_at__gte=since)


def _candidate(message: Message, facts: Facts, seen: set[str], at: datetime) -> Candidate:
    person = message.recipient
    frequency = _frequency(message, facts)
    is_decision = message.why == Why.WAITS and kinds.asks_decision(message.event.kind)
    posts = facts.holds[person.pk]
    return Candidate(
        why=Why(message.why),
        created_at=message.created_at,
        frequency=frequency,
        is_asked_of_post=is_decision and message.post_id in posts,
        is_sealed=message.mail_id is not None,
        is_visible=thing_key(message) in seen,
        has_address=person.is_active and bool(person.email),
        has_left_post=message.post_id is not None and message.post_id not in posts,
        is_done=message.why == Why.WAITS and (message.event.kind, message.event.thing_id) in facts.done,
        is_window_used=_is_window_used(message, frequency, facts.mails[person.pk], at),
    )


def _frequency(message: Message, facts: Facts) -> Frequency:
    """Muting anything it belongs to wins; then the nearest choice, then the person's own, then what is usual."""
    person = message.recipient_id
    chosen = [facts.chosen[person, scope] for scope in message.event.scopes if (person, scope) in facts.chosen]
    own = facts.preferred.get(person, "")
    if Frequency.NEVER in (own, *chosen):
        return Frequency.NEVER
    if said := next(iter(chosen), own):
        return Frequency(said)
    has_role = message.why == Why.ROLE or bool(facts.holds[person]) or person in facts.with_roles
    return Frequency.DAILY if has_role else Frequency.WEEKLY


def _is_window_used(
    message: Message, frequency: Frequency, mails: list[tuple[str, datetime, datetime]], at: datetime
) -> bool:
    """A digest counts from the morning it was due; the weekly one is that day's daily one too."""
    if message.why in AT_ONCE:
        return any(kind == MailKind.AT_ONCE and window == cadence.window_of(at) for kind, window, _sealed in mails)
    kinds_of_mail = {MailKind.WEEKLY} if frequency == Frequency.WEEKLY else {MailKind.DAILY, MailKind.WEEKLY}
    due = cadence.last_due(frequency, at)
    return any(kind in kinds_of_mail and sealed >= due for kind, _window, sealed in mails)
