"""One search over what a person may see: published plans for everyone, drafts as their plan's openness says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.choices import State
from commitments.models import Ask, Commitment
from network.choices import OrganisationKind
from network.models import Network, Organisation
from plans.models import NarrativePart, Plan
from publications.models import PlanEdition
from publications.reading import anchor_of

SHOWN = 20
WORDS = 8


@dataclass(frozen=True)
class Hit:
    title: str
    href: str
    hint: str = ""


@dataclass(frozen=True)
class Found:
    """What was found of one kind; `total` counts more than is shown."""

    title: str
    hits: list[Hit]
    total: int


def find(user: Any, query: str) -> list[Found]:
    """Everything that has all words of `query` (its first eight), by kind; empty kinds are left out."""
    words = query.split()[:WORDS]
    if not words:
        return []
    kinds = [
        _kind(_("Plans"), _having(Plan.objects.visible_to(user), words, "title", "summary", "country"), _plan),
        _published(words),
        _kind(
            _("Commitments being written"),
            Commitment.objects.visible_to(user).mentioning(" ".join(words)).select_related("plan"),
            _commitment,
        ),
        _kind(
            _("Parts of plans being written"),
            _having(NarrativePart.objects.visible_to(user), words, "title", "text__latest__body").select_related(
                "plan"
            ),
            _part,
        ),
        _kind(
            _("Asks of civil society"),
            _having(Ask.objects.visible_to(user), words, "text", "ref").select_related("plan"),
            _ask,
        ),
        _kind(
            _("Organisations"), _having(Organisation.objects.all(), words, "name", "acronym", "about"), _organisation
        ),
        _kind(_("Networks"), _having(Network.objects.all(), words, "name", "about"), _network),
    ]
    return [kind for kind in kinds if kind.total]


def _having(found: QuerySet[Any], words: list[str], *fields: str) -> QuerySet[Any]:
    for word in words:
        condition = Q()
        for name in fields:
            condition |= Q(**{f"{name}__icontains": word})
        found = found.filter(condition)
    return found


def _kind(title: str, found: QuerySet[Any], as_hit: Callable[[Any], Hit]) -> Found:
    rows = list(found[: SHOWN + 1])
    total = len(rows) if len(rows) <= SHOWN else found.count()
    return Found(title, [as_hit(row) for row in rows[:SHOWN]], total)


def _published(words: list[str]) -> Found:
    """Commitments of the newest edition of each plan, read from the frozen words and not from live rows."""
    hits = [hit for edition in _newest_editions() for hit in _hits_in(edition, words)]
    return Found(_("Published commitments"), hits[:SHOWN], len(hits))


def _newest_editions() -> Iterator[PlanEdition]:
    seen = set()
    for edition in PlanEdition.objects.select_related("plan", "edition").order_by("plan", "-number"):
        if edition.plan_id not in seen:
            seen.add(edition.plan_id)
            yield edition


def _hits_in(edition: PlanEdition, words: list[str]) -> Iterator[Hit]:
    address = reverse("publications:read", args=[edition.plan.slug])
    for entry in edition.edition.data["commitments"]:
        content = " ".join(_strings(entry)).casefold()
        if all(word.casefold() in content for word in words):
            yield Hit(f"{entry['ref']} {entry['title']}", f"{address}#{quote(anchor_of(entry['ref']))}", str(edition))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _plan(plan: Plan) -> Hit:
    return Hit(plan.title, plan.get_absolute_url(), plan.country)


def _commitment(commitment: Commitment) -> Hit:
    hint = f"{commitment.plan.title} · {State(commitment.state).label}"
    return Hit(str(commitment), commitment.get_absolute_url(), hint)


def _part(part: NarrativePart) -> Hit:
    return Hit(part.title, part.get_absolute_url(), part.plan.title)


def _ask(ask: Ask) -> Hit:
    return Hit(str(ask), ask.get_absolute_url(), ask.plan.title)


def _organisation(organisation: Organisation) -> Hit:
    return Hit(str(organisation), organisation.get_absolute_url(), str(OrganisationKind(organisation.kind).label))


def _network(network: Network) -> Hit:
    return Hit(network.name, network.get_absolute_url(), network.nation)
