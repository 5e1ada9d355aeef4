"""What a digest says, and the desk with it: the same lines, put under what they belong to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from network.models import User
from notices import kinds, scopes
from notices.choices import Why
from notices.models import Message
from notices.sending import candidates, reason_to_keep_back, thing_key
from notices.workflow import waiting

SHOWN = 50
SHOWN_AGAIN_FOR = timedelta(days=7)


@dataclass
class Line:
    """One event, or several of one kind about the same thing (`count`)."""

    label: str
    title: str
    href: str
    why: str
    when: str
    count: int = 1


@dataclass(frozen=True)
class Group:
    title: str
    lines: list[Line] = field(default_factory=list)


def items_for(user: User, at: datetime | None = None) -> list[Group]:
    """What waits to be said to `user`: what their next mail would say if it were written now. Names are read in the
    active language."""
    at = at or timezone.now()
    found = candidates(waiting().filter(recipient=user), at)
    return groups([message for message, candidate in found if not reason_to_keep_back(candidate, at)], user)


def lately_sent_to(user: User, at: datetime | None = None) -> list[Group]:
    """What the mails of the last seven days said, as far as `user` may still see it."""
    at = at or timezone.now()
    sent = Message.objects.filter(recipient=user, mail__sealed_at__gt=at - SHOWN_AGAIN_FOR)
    rows = list(sent.select_related("event", "recipient", "post").order_by("-created_at", "-pk")[:SHOWN])
    seen = scopes.visible(sorted({thing_key(row) for row in rows}), user)
    return groups([row for row in rows if thing_key(row) in seen], user)


def groups(messages: Sequence[Message], user: User) -> list[Group]:
    """The lines under the names of the things that people follow; newest last, as they happened."""
    names = _names(messages, user)
    found: dict[str, dict[tuple[str, str], Line]] = {}
    for message in messages:
        lines = found.setdefault(names.get(message.event.root, ""), {})
        same = (message.event.kind, thing_key(message))
        if same in lines:
            lines[same].count += message.event.count
            lines[same].when = _moment(message.created_at)
        else:
            lines[same] = line(message)
    return [Group(title or _("Elsewhere"), list(lines.values())) for title, lines in found.items()]


def _names(messages: Iterable[Message], user: User) -> dict[str, str]:
    roots = {message.event.root for message in messages if message.event.root}
    return {key: str(thing) for key, thing in scopes.visible(sorted(roots), user).items()}


def line(message: Message) -> Line:
    event = message.event
    return Line(
        label=str(kinds.label_for(event.kind)),
        title=event.title,
        href=event.address,
        why=why_of(message),
        when=_moment(message.created_at),
        count=event.count,
    )


def why_of(message: Message) -> str:
    """Why this person gets it, as a sentence."""
    if message.why == Why.WAITS:
        return _asked(message)
    if message.why == Why.MENTIONED:
        return _("You get this at once because you are mentioned.")
    if message.why == Why.FOLLOWS:
        return _("You get this because you follow it or what it belongs to.")
    if message.why == Why.ROLE:
        return _("You get this because you hold a role on it or on what it belongs to.")
    return _("You get this because %(why)s.") % {"why": kinds.why_for(message.event.kind) or _("it concerns you")}


def _asked(message: Message) -> str:
    is_decision = kinds.asks_decision(message.event.kind)
    if message.post:
        asked = _("the decision of your post (%(post)s)") if is_decision else _("an answer of your post (%(post)s)")
        asked = asked % {"post": message.post.title}
    else:
        asked = _("your decision") if is_decision else _("your answer")
    return _("You get this at once because it waits for %(what)s.") % {"what": asked}


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i")
