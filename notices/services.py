from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.models import F, Model
from django.utils import timezone
from django.utils.text import Truncator

from core import jobs
from network.models import Post, User
from notices import followers, kinds, scopes
from notices.choices import AT_ONCE, Frequency, Why
from notices.models import Event, Message, Preferences, Subscription

TOO_OLD_AFTER = timedelta(days=30)
Recipient = User | Post
_is_one_change: ContextVar[bool] = ContextVar("acts are parts of one bulk change", default=False)


def announce(
    *,
    kind: str,
    thing: Model,
    title: str,
    address: str,
    by: User | AnonymousUser | None,
    to: Iterable[Recipient] = (),
    waits_for: Iterable[Recipient] = (),
    mentioned: Iterable[Recipient] = (),
    beside: Sequence[Model] = (),
    at: datetime | None = None,
    bulk_key: str = "",
    tells_followers: bool = True,
) -> Event | None:
    """Tell people what happened, inside the transaction of the act itself (outside: TransactionManagementError).

    `title` names the thing ("3.1 Company owners") and never quotes a draft; `address` is the path of a page.
    `waits_for` (their decision, their answer) and `mentioned` are told at once, `to` and those who follow the thing or
    what it belongs to (`scopes`) in their digests; `by` is never told. It also belongs to the things `beside` (what a
    commitment was merged into). A post stands for whoever holds it: when it has been left by the time of sending, the
    message is not sent. With a `bulk_key` all calls of one bulk change are one event, and one message for each person.
    Whoever may not see `thing` when the mail is sent is not told. Returns None where nobody is told: of what happened
    more than 30 days ago (a story loaded from a file), and inside `one_change`.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("People are told in the transaction that makes the act.")
    kinds.kind_of(kind)
    now = timezone.now()
    at = at or now
    if at < now - TOO_OLD_AFTER or _is_one_change.get():
        return None
    chain = _joined([scopes.chain(one) for one in (thing, *beside)])
    event = _event(kind, thing, chain, title, address, by, at, bulk_key, tells_followers)
    told = _told(chain if tells_followers else [], to=to, waits_for=waits_for, mentioned=mentioned)
    if by is not None and by.pk:
        told.pop(by.pk, None)
    _write(event, told, at)
    if any(why in AT_ONCE for why, _post in told.values()):
        jobs.enqueue("notices.seal", str(event.key), key=f"{event.key}:{event.count}")
    return event


@contextmanager
def one_change() -> Iterator[None]:
    """Many acts that are one to people (an import): nothing inside is announced; announce the whole afterwards."""
    token = _is_one_change.set(True)
    try:
        yield
    finally:
        _is_one_change.reset(token)


def _joined(chains: Iterable[list[Model]]) -> list[Model]:
    """Each thing once, where it stands last: a plan after all its commitments."""
    things = [thing for chain in chains for thing in chain]
    return list({scopes.key_of(thing): thing for thing in reversed(things)}.values())[::-1]


def _event(
    kind: str,
    thing: Model,
    chain: list[Model],
    title: str,
    address: str,
    by: User | AnonymousUser | None,
    at: datetime,
    bulk_key: str,
    tells_followers: bool,
) -> Event:
    values = {
        "thing_label": thing._meta.label_lower,
        "thing_id": str(thing.pk),
        "scopes": [scopes.key_of(one) for one in chain],
        "root": scopes.key_of(chain[-1]),
        "title": Truncator(title).chars(200),
        "address": address,
        "by": by if isinstance(by, User) else None,
        "created_at": at,
        "tells_followers": tells_followers,
    }
    if not bulk_key:
        return Event.objects.create(kind=kind, **values)
    event, is_new = Event.objects.get_or_create(kind=kind, bulk_key=bulk_key, defaults=values)
    if not is_new:
        Event.objects.filter(pk=event.pk).update(count=F("count") + 1)
        event.refresh_from_db(fields=["count"])
    return event


Told = dict[int, tuple[Why, Post | None]]


def _told(
    chain: list[Model],
    *,
    to: Iterable[Recipient],
    waits_for: Iterable[Recipient],
    mentioned: Iterable[Recipient],
) -> Told:
    """Each person once, for the first reason that holds; asked in person and by a post, for the post."""
    told: Told = {}
    for why, recipients in ((Why.WAITS, waits_for), (Why.MENTIONED, mentioned), (Why.TOLD, to)):
        for recipient in recipients:
            person, post = _person(recipient)
            if person and told.get(person, (why, None)) == (why, None):
                told[person] = (why, post)
    following, by_role = followers.of(chain)
    for why, people in ((Why.FOLLOWS, following), (Why.ROLE, by_role)):
        for person in people:
            told.setdefault(person, (why, None))
    return told


def _person(recipient: Recipient) -> tuple[int | None, Post | None]:
    if isinstance(recipient, User):
        return recipient.pk, None
    tenure = recipient.current_tenure()
    return (tenure.person_id if tenure else None), recipient


def _write(event: Event, told: Told, at: datetime) -> None:
    """One message for each; in a bulk change somebody told before is now told at once if it waits for them."""
    rows = [
        Message(event=event, recipient_id=pk, why=why, post=post, created_at=at) for pk, (why, post) in told.items()
    ]
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    if event.count > 1:
        for pk, (why, post) in told.items():
            if why in AT_ONCE:
                later = Message.objects.filter(event=event, recipient=pk, mail=None, kept_back="")
                later.exclude(why__in=AT_ONCE).update(why=why, post=post)


def follow(thing: Model, *, by: User) -> Subscription:
    return _subscribe(thing, by=by, is_following=True)


def unfollow(thing: Model, *, by: User) -> Subscription:
    return _subscribe(thing, by=by, is_following=False)


def set_frequency(thing: Model, frequency: Frequency | str, *, by: User) -> Subscription:
    """How often `by` hears of the thing: "" as of everything else, Frequency.NEVER to mute it."""
    return _subscribe(thing, by=by, frequency=frequency)


def _subscribe(thing: Model, *, by: User, **values: object) -> Subscription:
    subscription, _is_new = Subscription.objects.update_or_create(
        person=by, thing_label=thing._meta.label_lower, thing_id=str(thing.pk), defaults=values
    )
    return subscription


def mute(person: User, keys: Iterable[str]) -> None:
    """Switch off what can be switched off: of the things with these keys, of everything if there are none."""
    keys = list(keys)
    for key in keys:
        label, number = key.split(":", 1)
        Subscription.objects.update_or_create(
            person=person, thing_label=label, thing_id=number, defaults={"frequency": Frequency.NEVER}
        )
    if not keys:
        Preferences.objects.update_or_create(person=person, defaults={"frequency": Frequency.NEVER})


def prefer(person: User, *, frequency: Frequency | str, language: str) -> None:
    Preferences.objects.update_or_create(person=person, defaults={"frequency": frequency, "language": language})


def preferences_of(person: User) -> Preferences:
    return Preferences.objects.get_or_create(person=person)[0]
