"""From when until when: a tenure or a membership holds from its first day until the day before its last date."""

from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

Moment = date | datetime | None


def day_of(at: Moment) -> date:
    """The local day of a moment; today if none is given."""
    if isinstance(at, datetime):
        return timezone.localdate(at) if timezone.is_aware(at) else at.date()
    return at or timezone.localdate()


def current(at: Moment, *, prefix: str = "") -> Q:
    """Tenures that hold on the day of `at`: from the day they start until the day before they end."""
    day = day_of(at)
    ends = Q(**{f"{prefix}ends__isnull": True}) | Q(**{f"{prefix}ends__gt": day})
    return Q(**{f"{prefix}starts__lte": day}) & ends


def current_membership(at: Moment, *, prefix: str = "") -> Q:
    day = day_of(at)
    until = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day})
    return Q(**{f"{prefix}since__lte": day}) & until
