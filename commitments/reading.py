"""When a person last read a commitment, and what is new to them. Theirs alone: shown to nobody else, and never in the
history. Only opening the commitment's own page counts as reading it; lists only ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, F, Max, QuerySet, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.models import Commitment, CommitmentOrganisation, Milestone, MilestoneOrganisation
from drafting.models import Comment, Reading, Revision, Suggestion

LABEL = "commitments.commitment"
A_SITTING = dt.timedelta(minutes=1)
WORDS = {
    "text": gettext_lazy("text"),
    "details": gettext_lazy("details"),
    "organisations": gettext_lazy("organisations"),
    "milestones": gettext_lazy("milestones"),
    "suggestions": gettext_lazy("suggestions"),
    "comments": gettext_lazy("comments"),
}


@dataclass(frozen=True)
class News:
    """What others did in one commitment since this person last read it; without `since` they never opened it."""

    since: dt.datetime | None
    kinds: tuple[str, ...] = ()

    @property
    def tag(self) -> str:
        return _("New") if self.since else _("Not read yet")

    @property
    def colour(self) -> str:
        return "turquoise" if self.since else "grey"

    @property
    def what(self) -> str:
        return ", ".join(str(WORDS[kind]) for kind in self.kinds)

    @property
    def sentence(self) -> str:
        return _("New since you last read it: %(what)s") % {"what": self.what} if self.since else _("Not read yet")


def last_read(commitment: Commitment, person: Any) -> dt.datetime | None:
    if not person.is_authenticated:
        return None
    found: dt.datetime | None = _of(commitment, person).values_list("read_at", flat=True).first()
    return found


def is_opened(request: HttpRequest) -> bool:
    """Whether somebody has the page before their eyes: a browser that fetches it in advance, or asks for no more than
    its head, has not read it."""
    purpose = " ".join(request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return request.method == "GET" and "prefetch" not in purpose.lower()


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


def news_of(commitments: Iterable[Commitment], person: Any) -> dict[int, News]:
    """By key, of those that have something new to this person or that they have never opened. Two questions for any
    number of commitments, all of which the person may see."""
    if not person.is_authenticated:
        return {}
    keys = [commitment.pk for commitment in commitments]
    rows = Reading.objects.filter(person=person, thing_label=LABEL, thing_id__in=map(str, keys))
    since = {int(key): at for key, at in rows.values_list("thing_id", "read_at")}
    return {**_new_since(since, person), **{key: News(None) for key in keys if key not in since}}


def news(commitment: Commitment, person: Any, *, since: dt.datetime | None) -> dict[str, Any]:
    """What the commitment's page marks as new: keys of sections that others wrote since, of sections fetched before."""
    address = reverse("commitments:changes", args=[commitment.plan.slug, commitment.ref])
    if since is None:
        return {"new_sections": frozenset(), "last_read": None, "changes_href": address, "news": None}
    latest = {one.template_section.key: one.text.latest for one in commitment.sections.all()}
    written = {key for key, one in latest.items() if one and one.created_at > since and one.author_id != person.pk}
    return {
        "new_sections": frozenset(written),
        "last_read": since,
        "news": _new_since({commitment.pk: since}, person).get(commitment.pk),
        "changes_href": f"{address}?{urlencode({'from': since.isoformat()})}",
    }


def _of(commitment: Commitment, person: Any) -> Any:
    return Reading.objects.filter(person=person, thing_label=LABEL, thing_id=str(commitment.pk))


# What others did


def _new_since(since: Mapping[int, dt.datetime], person: Any) -> dict[int, News]:
    found: dict[int, set[str]] = {}
    for key, kind, at in _latest(list(since), person, min(since.values())) if since else ():
        if at > since[key]:
            found.setdefault(key, set()).add(kind)
    return {key: News(since[key], tuple(kind for kind in WORDS if kind in kinds)) for key, kinds in found.items()}


def _latest(keys: list[int], person: Any, after: dt.datetime) -> Iterable[tuple[int, str, dt.datetime]]:
    """(commitment, kind, when last), each kind of act one part of a single question."""

    def part(kind: str, rows: Any, place: str, when: str = "history_date", who: str = "history_user") -> QuerySet[Any]:
        of_others = rows.filter(**{f"{place}__in": keys, f"{when}__gt": after}).exclude(**{who: person.pk}).order_by()
        named = of_others.annotate(of=F(place), sort=Value(kind, output_field=CharField()))
        found: QuerySet[Any] = named.values_list("of", "sort").annotate(last=Max(when))
        return found

    suggestions, comments = Suggestion.objects.visible_to(person), Comment.objects.visible_to(person)
    in_text, made, decided = "text__section__commitment", ("created_at", "author"), ("decided_at", "decided_by")
    first, *others = [
        part("text", Revision.objects, in_text, *made),
        part("details", Commitment.history, "id"),
        part("organisations", CommitmentOrganisation.history, "commitment"),
        part("milestones", Milestone.history, "commitment"),
        part("milestones", MilestoneOrganisation.history, "milestone__commitment"),
        part("suggestions", suggestions, in_text, *made),
        part("suggestions", suggestions, in_text, *decided),
        part("comments", comments.filter(withdrawn_at=None), f"thread__{in_text}", *made),
    ]
    return first.union(*others)
