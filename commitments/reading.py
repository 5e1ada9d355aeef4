"""When a person last read a commitment. Theirs alone: shown to nobody else, and never in the history."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from commitments.models import Commitment
from drafting.models import Reading

LABEL = "commitments.commitment"
A_SITTING = dt.timedelta(minutes=1)


def last_read(commitment: Commitment, person: Any) -> dt.datetime | None:
    if not person.is_authenticated:
        return None
    found: dt.datetime | None = _of(commitment, person).values_list("read_at", flat=True).first()
    return found


def read(commitment: Commitment, person: Any, *, before: dt.datetime | None) -> None:
    """`before` is what `last_read` said; a page opened again within the minute is the same reading."""
    now = timezone.now()
    if not person.is_authenticated or (before and now - before < A_SITTING):
        return
    if before is None:
        Reading.objects.bulk_create(
            [Reading(person=person, thing_label=LABEL, thing_id=str(commitment.pk), read_at=now)],
            ignore_conflicts=True,
        )
    else:
        _of(commitment, person).update(read_at=now)


def news(commitment: Commitment, person: Any, *, since: dt.datetime | None) -> dict[str, Any]:
    """What the commitment's page marks as new: keys of sections that others wrote since, of sections fetched before."""
    address = reverse("commitments:changes", args=[commitment.plan.slug, commitment.ref])
    if since is None:
        return {"new_sections": frozenset(), "last_read": None, "changes_href": address}
    latest = {one.template_section.key: one.text.latest for one in commitment.sections.all()}
    written = {key for key, one in latest.items() if one and one.created_at > since and one.author_id != person.pk}
    return {
        "new_sections": frozenset(written),
        "last_read": since,
        "changes_href": f"{address}?{urlencode({'from': since.isoformat()})}",
    }


def _of(commitment: Commitment, person: Any) -> Any:
    return Reading.objects.filter(person=person, thing_label=LABEL, thing_id=str(commitment.pk))
