"""When mails go out: windows for what is sent at once, mornings for digests. Pure; hours are local ones."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from notices.choices import Frequency

WINDOW = timedelta(minutes=10)
MORNING = time(7)
EVENING = time(20)
MONDAY = 0


def window_of(at: datetime) -> datetime:
    """The beginning of the ten minutes in which a person gets one mail at most."""
    seconds = int(WINDOW.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, tz=at.tzinfo)


def last_due(frequency: Frequency | str, at: datetime) -> datetime:
    """The latest morning, not after `at`, on which a digest of this frequency was due."""
    here = timezone.localtime(at)
    day = here.date() if here.time() >= MORNING else here.date() - timedelta(days=1)
    if frequency == Frequency.WEEKLY:
        day -= timedelta(days=(day.weekday() - MONDAY) % 7)
    return datetime.combine(day, MORNING, tzinfo=here.tzinfo)


def next_due(frequency: Frequency | str, at: datetime) -> datetime:
    """The first morning after `at` on which a digest of this frequency is due."""
    last = last_due(frequency, at)
    day = timezone.localdate(last) + timedelta(days=7 if frequency == Frequency.WEEKLY else 1)
    return datetime.combine(day, MORNING, tzinfo=timezone.localtime(at).tzinfo)


def is_day(at: datetime) -> bool:
    """Whether digests may be sent at this hour."""
    return MORNING <= timezone.localtime(at).time() < EVENING
