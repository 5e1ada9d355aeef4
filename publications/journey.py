"""How a commitment came about: who put it forward, what changed, what became of suggestions, who signed, who supports
it and where the sides did not agree. For everyone once it is published, for those who read drafts before.

Who reads no drafts is told what was published, and of the rest numbers, dates, posts and what the ledger says anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments import shown
from commitments.models import Ask, Commitment
from commitments.workflow import MODEL, machine
from core.canonical import sha256
from core.dates import readable
from drafting import editions, signing
from drafting.choices import SuggestionState
from drafting.models import Edition, Signature, Suggestion
from ledger import wording
from ledger.models import Entry
from publications.choices import Kind
from publications.models import PlanEdition
from publications.reading import anchor_of, not_agreed
from signoffs import endorsing
from signoffs.models import MadePublic

if TYPE_CHECKING:
    from commitments.querysets import CommitmentQuerySet
    from drafting.shown import Part
    from signoffs.endorsing import Choir

ACTS = ("commitments.propose", *(machine.verb(transition) for transition in machine.transitions))
STATES = (
    SuggestionState.ACCEPTED,
    SuggestionState.PARTLY,
    SuggestionState.NOT_ACCEPTED,
    SuggestionState.WITHDRAWN,
    SuggestionState.OPEN,
)


@dataclass(frozen=True)
class Act:
    what: str
    day: str
    who: str
    side: str
    reason: str
    href: str


@dataclass(frozen=True)
class Version:
    """One published text of it, and what is different from the one published before."""

    title: str
    day: str
    href: str
    changed: Sequence[Part] = ()
    is_first: bool = False


@dataclass(frozen=True)
class Draft:
    title: str
    day: str
    href: str
    compare_href: str


@dataclass(frozen=True)
class Signed:
    what: str
    who: str
    side: str
    day: str
    words: str
    remark: str
    href: str


@dataclass(frozen=True)
class Journey:
    ref: str
    title: str
    acts: Sequence[Act]
    versions: Sequence[Version]
    drafts: Sequence[Draft]
    unpublished: str
    suggestions: Sequence[tuple[str, int]]
    answered: str
    signed: Sequence[Signed]
    choir: Choir
    not_agreed: str
    asks: Sequence[tuple[str, str, str]] = field(default_factory=tuple)


def readable_by(user: Any) -> CommitmentQuerySet:
    """Those whose drafts the person reads, and those that are published."""
    public = MadePublic.objects.filter(commitment__isnull=False).values("commitment")
    visible = Commitment.objects.visible_to(user).values("pk")
    return Commitment.objects.filter(Q(pk__in=visible) | Q(pk__in=public))


def of(commitment: Commitment, user: Any) -> Journey:
    """A constant number of queries."""
    reads_drafts = Commitment.objects.visible_to(user).filter(pk=commitment.pk).exists()
    published = _published(commitment)
    last = published[-1][1] if published else {}
    content = {} if reads_drafts else _content(last, commitment.ref)
    frozen = list(Edition.objects.of(commitment).defer("content").order_by("number"))
    digest = sha256(content) if content else editions.sha256_of(commitment)
    return Journey(
        ref=commitment.ref,
        title=content["title"] if content else commitment.title,
        acts=_acts(commitment),
        versions=_versions(commitment.ref, published),
        drafts=_drafts(commitment, frozen) if reads_drafts else (),
        unpublished="" if reads_drafts else _unpublished(frozen, published, commitment.ref),
        **_suggestions(commitment),
        signed=_signed(commitment, digest),
        choir=endorsing.choir(commitment, user),
        not_agreed=_reason(commitment, last, reads_drafts=reads_drafts),
        asks=_live_asks(commitment) if reads_drafts else _published_asks(commitment, last),
    )


def _published(commitment: Commitment) -> list[tuple[PlanEdition, dict[str, Any]]]:
    """The editions of the plan in which it stands, the oldest first, with their content."""
    found = PlanEdition.objects.filter(plan=commitment.plan_id).select_related("edition", "plan").order_by("number")
    pairs = [(one, one.data) for one in found]
    return [(one, data) for one, data in pairs if _content(data, commitment.ref)]


def _content(data: dict[str, Any], ref: str) -> dict[str, Any]:
    return next((each for each in data.get("commitments", []) if each["ref"] == ref), {})


def _acts(commitment: Commitment) -> list[Act]:
    entries = Entry.objects.filter(thing_label=MODEL.lower(), thing_id=str(commitment.pk), verb__in=ACTS).order_by(
        "index"
    )
    return [
        Act(
            what=wording.label_for(entry.verb),
            day=readable(timezone.localdate(entry.at)),
            who=", ".join(part for part in (entry.post, entry.organisation) if part),
            side=entry.side,
            reason=entry.public_reason,
            href=entry.get_absolute_url(),
        )
        for entry in entries
    ]


def _versions(ref: str, published: Iterable[tuple[PlanEdition, dict[str, Any]]]) -> list[Version]:
    found: list[Version] = []
    before: dict[str, Any] = {}
    for edition, data in published:
        content = _content(data, ref)
        changed = [part for part in shown.changed_parts(before, content) if part.is_changed] if before else []
        found.append(
            Version(
                title=_("%(kind)s, edition %(number)d of the plan")
                % {"kind": Kind(edition.kind).label, "number": edition.number},
                day=readable(timezone.localdate(edition.published_at)),
                href=f"{edition.get_absolute_url()}#{quote(anchor_of(ref))}",
                changed=changed,
                is_first=not before,
            )
        )
        before = content
    return found


def _drafts(commitment: Commitment, frozen: Sequence[Edition]) -> list[Draft]:
    place = [commitment.plan.slug, commitment.ref]
    return [
        Draft(
            title=str(one),
            day=readable(timezone.localdate(one.frozen_at)),
            href=reverse("commitments:edition", args=[*place, one.number]),
            compare_href=reverse("commitments:compare", args=[*place, one.number - 1, one.number])
            if one.number > 1
            else "",
        )
        for one in frozen
    ]


def _unpublished(frozen: Sequence[Edition], published: Iterable[tuple[PlanEdition, dict[str, Any]]], ref: str) -> str:
    """How many drafts were frozen that nobody published; their words stay with those who wrote them."""
    public = {sha256(_content(data, ref)) for _edition, data in published}
    count = len({one.sha256 for one in frozen} - public)
    words = ngettext(
        "%(count)d draft was frozen on the way and not published.",
        "%(count)d drafts were frozen on the way and not published.",
        count,
    )
    return words % {"count": count} if count else ""


def _suggestions(commitment: Commitment) -> dict[str, Any]:
    made = Suggestion.objects.filter(text__section__commitment=commitment).order_by()
    counts = dict(made.values_list("state").annotate(Count("pk")))
    total, waiting = sum(counts.values()), counts.get(SuggestionState.OPEN, 0)
    words = ngettext(
        "%(count)d suggestion was made; %(answered)d of them answered with a reason or taken back.",
        "%(count)d suggestions were made; %(answered)d of them answered with a reason or taken back.",
        total,
    )
    return {
        "suggestions": [(str(state.label), counts[state]) for state in STATES if state in counts],
        "answered": words % {"count": total, "answered": total - waiting} if total else "",
    }


def _signed(commitment: Commitment, digest: str) -> list[Signed]:
    """Agreement, clearance, approval: posts, and no names of people. What organisations say stands by itself."""
    rows = Signature.objects.of(commitment).exclude(verb=endorsing.NAME).order_by("pk")
    related = ("edition", "post__organisation", "post__network", "on_behalf_of__organisation", "organisation")
    return [_signature(row, digest) for row in rows.select_related(*related).defer("edition__content")]


def _signature(row: Signature, digest: str) -> Signed:
    verb = signing.verb_named(row.verb)
    who = str(row.post)
    if row.on_behalf_of:
        who = _("%(post)s, on behalf of %(other)s") % {"post": row.post, "other": row.on_behalf_of}
    words = (
        _("edition %(number)d: these words") if row.edition.sha256 == digest else _("edition %(number)d: other words")
    )
    return Signed(
        what=str(verb.label),
        who=who,
        side=row.side,
        day=readable(timezone.localdate(row.signed_at)),
        words=words % {"number": row.edition.number},
        remark=row.remark if verb.reason_is_public else "",
        href=reverse("ledger:detail", args=[row.entry_id]),
    )


def _reason(commitment: Commitment, published: dict[str, Any], *, reads_drafts: bool) -> str:
    if reads_drafts and commitment.is_without_agreement:
        return commitment.public_reason
    return not_agreed(published).get(commitment.ref, "") if published else ""


def _live_asks(commitment: Commitment) -> list[tuple[str, str, str]]:
    """(name, text, address)."""
    asks = Ask.objects.filter(Q(origin_commitment=commitment) | Q(became=commitment)).select_related("plan")
    return [(_name(one.ref), one.text, one.get_absolute_url()) for one in asks.order_by("position", "pk")]


def _published_asks(commitment: Commitment, published: dict[str, Any]) -> list[tuple[str, str, str]]:
    """As they were published, with the words that they had then."""
    refs = set(Ask.objects.filter(origin_commitment=commitment).values_list("ref", flat=True))
    page = reverse("publications:read", args=[commitment.plan.slug])
    return [
        (_name(ask["ref"]), ask["text"], f"{page}#ask-{quote(ask['ref'])}")
        for ask in published.get("annex", [])
        if ask["ref"] in refs
    ]


def _name(ref: str) -> str:
    return _("Ask %(ref)s") % {"ref": ref}
