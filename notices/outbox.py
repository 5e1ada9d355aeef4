"""What a plan's leads see of its messages: what would be sent, to whom, and why not. Never an address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Model, Q, QuerySet
from django.utils.translation import gettext as _

from ledger import visibility
from network import roles
from network.models import Tenure, User
from network.periods import current
from notices import kinds, scopes
from notices.choices import MailState, Reason, Why
from notices.models import Event, Message
from notices.rules import LEADS
from notices.sending import Candidate, candidates, reason_not_to_send

EVENTS_SHOWN = 200


@dataclass(frozen=True)
class Recipient:
    name: str
    why: str
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


def events_of(top: Model, reader: User) -> list[Event]:
    """The latest events of the plan whose thing the reader may see (so a side's room stays its own), each with the
    numbers of its messages."""
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


def recipients_of(messages: Sequence[Message], reader: User, at: datetime) -> list[Recipient]:
    """Who gets them, when or why not. Named are people of the reader's own side and holders of posts."""
    people = {message.recipient_id for message in messages}
    sides = roles.sides_of({*people, reader.pk}, at)
    in_posts = set(Tenure.objects.filter(current(at), person__in=people).values_list("person", flat=True))
    side = sides.get(reader.pk)
    named = {pk for pk in people if pk in in_posts or (side is not None and sides.get(pk) == side)}
    return [
        Recipient(
            name=message.recipient.name if message.recipient_id in named else "",
            why=str(Why(message.why).label),
            state=_state(message, candidate, at),
        )
        for message, candidate in candidates(messages, at)
    ]


def label_of(event: Event) -> str:
    return str(kinds.label_for(event.kind))


def _counted(events: QuerySet[Event]) -> QuerySet[Event]:
    sent = Q(messages__mail__state=MailState.SENT)
    kept = ~Q(messages__kept_back="")
    return events.annotate(
        total=Count("messages"), sent=Count("messages", filter=sent), kept=Count("messages", filter=kept)
    ).order_by("-created_at", "-pk")


def _seen(events: Iterable[Event], reader: User) -> list[Event]:
    rows = list(events)
    keys = {f"{event.thing_label}:{event.thing_id}" for event in rows}
    seen = scopes.visible(sorted(keys), reader)
    return [event for event in rows if f"{event.thing_label}:{event.thing_id}" in seen]


def _state(message: Message, candidate: Candidate, at: datetime) -> str:
    if message.kept_back:
        return _("Not sent. %(reason)s") % {"reason": Reason(message.kept_back).label}
    if message.mail:
        return str(MailState(message.mail.state).label).capitalize()
    reason = reason_not_to_send(candidate, at)
    if reason is None:
        return _("Goes out within minutes")
    return str(reason.label)
