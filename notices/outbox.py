"""What a plan's leads see of its messages: what would be sent, to whom, and why not. Never an address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Model, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ledger import visibility
from network import roles
from network.models import Tenure, User
from network.periods import current
from notices import cadence, followers, kinds, scopes
from notices.choices import KEPT_BACK, Frequency, MailState, Reason, Why
from notices.models import Event, Message
from notices.rules import LEADS
from notices.sending import Candidate, candidates, reason_not_to_send

EVENTS_SHOWN = 200


@dataclass(frozen=True)
class Recipient:
    """`status` in a word with its colour, `state` in a sentence. Without a name: whom the reader is not to know."""

    name: str
    why: str
    status: str
    colour: str
    state: str


def tops_led_by(user: User) -> list[Model]:
    """The plans whose messages the person may look through."""
    return [thing for model in scopes.tops() for thing in roles.things(user, model, LEADS)]


def find_top(user: Any, slug: str) -> Model | None:
    for model in scopes.tops():
        visible = visibility.visible_of_kind(model._meta.label, user)
        found: Model | None = visible.filter(slug=slug).first() if visible is not None else None
        if found is not None:
            return found
    return None


# What happened


def events_of(top: Model, reader: User) -> list[Event]:
    """The latest events of the plan whose thing the reader may see (so a side's room stays its own), each with the
    numbers of its messages and what it is called."""
    everything = _counted(Event.objects.filter(root=scopes.key_of(top)))
    found: list[Event] = []
    start = 0
    # Counted are those the reader may see: what happens in a room of the other side pushes nothing off this page.
    is_more = True
    while is_more and len(found) < EVENTS_SHOWN:
        some = list(everything[start : start + EVENTS_SHOWN])
        found += _seen(some, reader)
        is_more, start = len(some) == EVENTS_SHOWN, start + EVENTS_SHOWN
    return found[:EVENTS_SHOWN]


def find_event(key: Any, reader: User) -> Event | None:
    found = _seen(Event.objects.filter(key=key), reader)
    return found[0] if found else None


def top_of(event: Event, reader: User) -> Model | None:
    return scopes.visible([event.root], reader).get(event.root)


def _counted(events: QuerySet[Event]) -> QuerySet[Event]:
    sent = Q(messages__mail__state=MailState.SENT)
    kept = ~Q(messages__kept_back="")
    counted = events.annotate(
        total=Count("messages"), sent=Count("messages", filter=sent), kept=Count("messages", filter=kept)
    )
    return counted.annotate(left=F("total") - F("sent") - F("kept")).order_by("-created_at", "-pk")


def _seen(events: Iterable[Event], reader: User) -> list[Event]:
    rows = list(events)
    keys = {f"{event.thing_label}:{event.thing_id}" for event in rows}
    seen = scopes.visible(sorted(keys), reader)
    found = [event for event in rows if f"{event.thing_label}:{event.thing_id}" in seen]
    for event in found:
        event.label = str(kinds.label_for(event.kind))  # type: ignore[attr-defined]
    return found


# Who is told


def recipients_of(messages: Sequence[Message], reader: User, at: datetime) -> list[Recipient]:
    """Who gets them, when or why not. Named are people of the reader's own side and holders of posts."""
    named = _named({message.recipient_id for message in messages}, reader, at)
    return [
        Recipient(
            message.recipient.name if message.recipient_id in named else "",
            str(Why(message.why).label),
            *_state(message, candidate, at),
        )
        for message, candidate in candidates(messages, at)
    ]


def not_told(event: Event, reader: User, at: datetime) -> list[Recipient]:
    """Those who would be told of such an event by their role, and are not, with the reason."""
    if not event.tells_followers:
        return []
    seen = scopes.visible(event.scopes, reader)
    chain = [seen[key] for key in event.scopes if key in seen]
    told = set(event.messages.values_list("recipient", flat=True))
    expected = [followers.expected(thing) for thing in chain]
    people = {user.pk: user for users, _posts in expected for user in users if user.pk not in told}
    named, said_no = _named(people, reader, at), followers.who_said_no(chain)
    found = [_not_told(user.name if pk in named else "", _why_not(user, event, said_no)) for pk, user in people.items()]
    vacant = dict.fromkeys(str(post) for _users, posts in expected for post in posts)
    return [*found, *(_not_told(post, _("Nobody is in this post.")) for post in vacant)]


def _not_told(name: str, reason: str) -> Recipient:
    return Recipient(name, "", _("Not told"), "grey", reason)


def _why_not(user: User, event: Event, said_no: set[int]) -> str:
    if user.pk == event.by_id:
        return _("They did it themselves.")
    return _("They chose not to follow it.") if user.pk in said_no else _("They got their role later.")


def _named(people: Iterable[int], reader: User, at: datetime) -> set[int]:
    people = set(people)
    sides = roles.sides_of({*people, reader.pk}, at)
    in_posts = set(Tenure.objects.filter(current(at), person__in=people).values_list("person", flat=True))
    side = sides.get(reader.pk)
    return {pk for pk in people if pk in in_posts or (side is not None and sides.get(pk) == side)}


def _state(message: Message, candidate: Candidate, at: datetime) -> tuple[str, str, str]:
    if message.kept_back:
        return _("Not sent"), "orange", str(Reason(message.kept_back).label)
    if message.mail:
        return _state_of_mail(message)
    reason = reason_not_to_send(candidate, at)
    if reason in KEPT_BACK:
        return _("Will not be sent"), "orange", str(reason.label)
    if reason in (Reason.NOT_DUE, Reason.NIGHT):
        return _("Will be sent"), "blue", _with_digest(candidate.frequency, reason, at)
    return _("Will be sent"), "blue", str(reason.label) if reason else _("It goes out within minutes.")


def _state_of_mail(message: Message) -> tuple[str, str, str]:
    mail = message.mail
    assert mail is not None
    if mail.state == MailState.SENT:
        words = _("%(when)s, %(kind)s") % {"when": _moment(mail.sent_at), "kind": mail.get_kind_display()}
        return _("Sent"), "green", words
    if mail.state == MailState.FAILED:
        return _("Not sent"), "red", _("Their mailbox did not take it, and it was given up.")
    tried = _("It was tried, and will be tried again.") if mail.error else _("It is on its way.")
    return _("Will be sent"), "blue", tried


def _with_digest(frequency: Frequency, reason: Reason, at: datetime) -> str:
    due = cadence.next_due(Frequency.DAILY if reason == Reason.NIGHT else frequency, at)
    words = _("With their weekly digest, %(when)s.") if frequency == Frequency.WEEKLY else None
    return (words or _("With their daily digest, %(when)s.")) % {"when": _moment(due)}


def _moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i") if at else ""
