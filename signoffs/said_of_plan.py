"""The page of what organisations say of a plan: of the whole, and of each commitment; a constant number of queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.models import Commitment
from plans.models import Plan
from signoffs import endorsing
from signoffs.choices import Stance
from signoffs.endorsing import Choir
from signoffs.models import Endorsement, MadePublic
from signoffs.rows import rows_of


@dataclass(frozen=True)
class OfCommitment:
    """Under the name that this reader may know it by: what it is called now, or was called when it was published.
    `href` is its page for them."""

    ref: str
    name: str
    href: str
    choir: Choir


# Where everyone reads about a published commitment: an app above has the page.
_public_page: list[Callable[[str, str], str]] = []


def register_public_page(address: Callable[[str, str], str]) -> None:
    """`address(plan, ref)` is the page of a published commitment."""
    _public_page[:] = [address]


def _page(plan: Plan, ref: str, *, reads_drafts: bool) -> str:
    if reads_drafts:
        return reverse("commitments:detail", args=[plan.slug, ref])
    return _public_page[0](plan.slug, ref) if _public_page else ""


def context(plan: Plan, user: Any) -> dict[str, Any]:
    everything = Endorsement.objects.filter(plan=plan)
    rows = list(everything.heard_by(user).with_acts())
    named = set(everything.visible_to(user).values_list("pk", flat=True))
    known = set(everything.known_to(user).values_list("pk", flat=True))
    published = {made.commitment_id: made for made in MadePublic.objects.filter(plan=plan).order_by("at", "pk")}
    of_plan = [row for row in rows if row.commitment_id is None]
    whole = Choir()
    if of_plan:
        is_known = any(row.pk in known for row in of_plan)
        digest = endorsing.sha256_now(plan) if is_known else published[None].sha256
        whole = endorsing.choir_of(of_plan, named, digest)
    commitments = _of_commitments(plan, user, [row for row in rows if row.commitment_id], named, known, published)
    return {
        "whole": whole,
        "commitments": commitments,
        "is_public": None in published,
        "totals": totals(one.choir for one in commitments),
    }


def _of_commitments(
    plan: Plan,
    user: Any,
    rows: list[Endorsement],
    named: set[int],
    known: set[int],
    published: dict[int | None, MadePublic],
) -> list[OfCommitment]:
    by_commitment: dict[int, list[Endorsement]] = {}
    for row in rows:
        assert row.commitment_id is not None
        by_commitment.setdefault(row.commitment_id, []).append(row)
    live = [key for key, found in by_commitment.items() if any(row.pk in known for row in found)]
    now = {row.commitment.pk: row for row in rows_of(Commitment.objects.filter(pk__in=live).with_content())}
    readable = set(Commitment.objects.visible_to(user).filter(pk__in=by_commitment).values_list("pk", flat=True))
    order = Commitment.objects.filter(pk__in=by_commitment).order_by("position", "pk")
    found = []
    for key, ref in order.values_list("pk", "ref"):
        name = str(now[key].commitment) if key in now else published[key].name
        digest = now[key].sha256 if key in now else published[key].sha256
        choir = endorsing.choir_of(by_commitment[key], named, digest)
        found.append(OfCommitment(ref, name, _page(plan, ref, reads_drafts=key in readable), choir))
    return found


def totals(choirs: Iterable[Choir]) -> list[tuple[str, int]]:
    """How often each stance stands on the words as they are; those on earlier texts by themselves."""
    counts: dict[str, int] = {str(stance.label): 0 for stance in Stance}
    earlier = _("Of an earlier text")
    for stance, is_earlier, count in _counted(choirs):
        label = earlier if is_earlier else str(stance.label)
        counts[label] = counts.get(label, 0) + count
    return [(label, count) for label, count in counts.items() if count]


def _counted(choirs: Iterable[Choir]) -> Iterator[tuple[Stance, bool, int]]:
    for choir in choirs:
        yield from ((Stance(voice.now.stance), voice.is_of_earlier_text, 1) for voice in choir.voices)
        yield from ((group.stance, group.is_of_earlier_text, group.count) for group in choir.unnamed)
