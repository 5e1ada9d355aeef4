"""Things to be told about, on the plan of the world, and a clock."""

import datetime as dt
import re

from django.core import mail as outbox
from django.db import transaction
from django.utils import timezone

from core import jobs
from notices import kinds, services, workflow
from notices.models import Mail, Message

kinds.register("tests.asked", "A suggestion was made", "you write this text")
kinds.register("tests.answered", "Somebody answered", "you take part in it", asks_decision=False)

TUESDAY = dt.datetime(2026, 11, 24, 10, 3, tzinfo=dt.UTC)  # 10:03 in London
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


def tell(
    world, *, at=None, kind="tests.asked", thing=None, title="3.1 Company owners", by="lead_official", bulk_key="", **to
):
    """Announce on the plan; recipients by the names of personas. Nobody but them is told."""
    people = {name: [world.person(p) if isinstance(p, str) else p for p in who] for name, who in to.items()}
    with transaction.atomic():
        return services.announce(
            kind=kind,
            thing=thing or world.plan,
            title=title,
            address="/plans/uk-2013/",
            by=world.person(by) if by else None,
            at=at,
            bulk_key=bulk_key,
            tells_followers=False,
            **people,
        )


def waiting():
    return Message.objects.filter(mail=None, kept_back="").count()


def send_all(at):
    """What the workers do at this moment."""
    from notices import tasks

    workflow.seal_waiting(at=at)
    workflow.seal_digests(at=at)
    for mail in list(workflow.unsent(at=at)):
        tasks.send(str(mail.key))


def letters():
    """What went out since the last look: (to, subject)."""
    found = [(letter.to, letter.subject) for letter in outbox.outbox]
    outbox.outbox.clear()
    return found


def now():
    return timezone.now()


def address_in(letter):
    return re.search(r"<https?://[^/]+(.+)>", letter.extra_headers["List-Unsubscribe"])[1]


__all__ = ["DAY", "HOUR", "MINUTE", "TUESDAY", "Mail", "Message", "address_in", "jobs", "letters", "send_all", "tell"]
