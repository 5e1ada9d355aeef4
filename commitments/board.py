"""The coordinator's board: what stands in each state, what waits and for whom. A constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.choices import RequestState, State
from commitments.completeness import missing
from commitments.reading import News, news_of
from core.dates import ago
from drafting import waiting
from network.choices import Side
from network.models import Post

if TYPE_CHECKING:
    from commitments.models import Commitment
    from commitments.querysets import CommitmentQuerySet
    from drafting.models import Signature
    from plans.models import Plan

Asked = Mapping[int, "tuple[Side, Signature]"]

CARDS = 40
COLUMNS = (
    State.PROPOSED,
    State.DRAFTING,
    State.AGREED,
    State.CLEARANCE,
    State.APPROVED,
    State.DECLINED,
    State.ANNEXED,
)


@dataclass(frozen=True)
class Card:
    ref: str
    title: str
    href: str
    theme: str
    leads: str
    waits: tuple[str, ...]
    is_without_agreement: bool = False
    news: News | None = None


@dataclass(frozen=True)
class Column:
    state: str
    colour: str
    count: int
    cards: list[Card]
    more_href: str


def columns(commitments: CommitmentQuerySet, reader: Any) -> list[Column]:
    """A column for each state on the way; with more than CARDS cards the rest is a link to the list."""
    wanted = commitments.filter(state__in=COLUMNS)
    counts = dict(wanted.order_by().values_list("state").annotate(Count("pk", distinct=True)))
    place = Window(RowNumber(), partition_by="state", order_by=["position", "pk"])
    shown = wanted.annotate(place=place).filter(place__lte=CARDS).values_list("pk", flat=True)
    asking = Count("group_requests", filter=Q(group_requests__state=RequestState.WAITING), distinct=True)
    by_state: dict[str, list[Commitment]] = {state: [] for state in COLUMNS}
    cards = commitments.filter(pk__in=list(shown)).with_content().annotate(asking=asking).order_by("position", "pk")
    for one in cards:
        by_state[one.state].append(one)
    asked, news = waiting.on(by_state[State.DRAFTING], are_whole=True), news_of(cards, reader)
    return [
        _column(state, found, counts.get(state, 0), asked, news)
        for state, found in by_state.items()
        if found or state in COLUMNS[:2]
    ]


def vacancies(plan: Plan) -> list[tuple[str, str, int]]:
    """Theme, vacant post and for how many days."""
    themes = list(plan.themes.all())
    keys = {key for theme in themes for key in (theme.government_lead_id, theme.civil_society_lead_id) if key}
    posts = {post.pk: post for post in Post.objects.with_holders().filter(pk__in=keys)}
    return [
        (theme.title, str(posts[key]), posts[key].vacant_days)
        for theme in themes
        for key in (theme.government_lead_id, theme.civil_society_lead_id)
        if key and posts[key].is_vacant
    ]


def _column(state: str, commitments: list[Commitment], count: int, asked: Asked, news: Mapping[int, News]) -> Column:
    plan = commitments[0].plan.slug if commitments else ""
    more = f"{reverse('commitments:index', args=[plan])}?state={state}" if count > CARDS else ""
    label, colour = State(state).label, commitments[0].state_colour if commitments else "grey"
    cards = [_card(one, asked, news.get(one.pk)) for one in commitments]
    return Column(str(label), colour, count, cards, more)


def _card(commitment: Commitment, asked: Asked, news: News | None) -> Card:
    leads = [part.organisation for part in commitment.parts.all() if part.part == "lead"]
    return Card(
        ref=commitment.ref,
        title=commitment.title,
        href=commitment.get_absolute_url(),
        theme=commitment.theme.title if commitment.theme else "",
        leads=", ".join(one.acronym or one.name for one in leads),
        waits=tuple(_waits(commitment, asked)),
        is_without_agreement=commitment.is_without_agreement,
        news=news,
    )


def waits_of(commitment: Commitment, asked: Asked) -> str:
    """Whose act the commitment waits for, in words; what waits for departments or the minister stands on the board of
    sign-offs. `asked` is what `drafting.waiting.on` says."""
    if commitment.state == State.PROPOSED:
        return waits_for(commitment)
    if commitment.state == State.AGREED:
        return _("Agreed by both sides; waits for the lead official to send it for clearance")
    if commitment.pk in asked:
        side, answer = asked[commitment.pk]
        words = {"number": answer.edition.number, "ago": ago(answer.signed_at)}
        if side == Side.GOVERNMENT:
            return _("Edition %(number)d, agreed by civil society %(ago)s, waits for government") % words
        return _("Edition %(number)d, agreed by government %(ago)s, waits for civil society") % words
    return ""


def _waits(commitment: Commitment, asked: Asked) -> list[str]:
    found = [words] if (words := waits_of(commitment, asked)) else []
    if commitment.is_editable and (count := len(missing(commitment))):
        found.append(ngettext("%(count)d thing missing", "%(count)d things missing", count) % {"count": count})
    if asking := commitment.asking:  # type: ignore[attr-defined]
        found.append(people(asking))
    return found


def people(count: int) -> str:
    return ngettext("%(count)d person asks to join", "%(count)d people ask to join", count) % {"count": count}


def waits_for(commitment: Commitment) -> str:
    """Whose yes a proposal waits for, and since when."""
    days = (timezone.now() - commitment.proposed_at).days
    for_whom = {
        Side.GOVERNMENT: ngettext(
            "Has waited %(days)d day for the coordinator", "Has waited %(days)d days for the coordinator", days
        ),
        Side.CIVIL_SOCIETY: ngettext(
            "Has waited %(days)d day for the lead official", "Has waited %(days)d days for the lead official", days
        ),
    }
    words = for_whom.get(Side(commitment.proposed_by_side)) if commitment.proposed_by_side else None
    return (words or _("Waits for either lead")) % {"days": days}
