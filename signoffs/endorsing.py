"""Where organisations stand towards a commitment or the whole plan: what pages, board, desk and publication ask alike.

Nothing here writes. A stance is of one edition: when the text moves on, it stays with the text it was given to.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.choices import State
from commitments.models import Commitment
from drafting import editions, signing
from drafting.models import Edition
from ledger.models import Entry
from ledger.visibility import Sealed
from plans.models import Plan
from signoffs import mandates
from signoffs.choices import Stance
from signoffs.models import Endorsement, MadePublic
from signoffs.rows import row_of

if TYPE_CHECKING:
    from network.models import Organisation, Tenure

Thing = Commitment | Plan
ENDORSABLE = (State.DRAFTING, State.AGREED, State.CLEARANCE, State.APPROVED)


def _opened_to(user: Any) -> Any:
    return Entry.objects.filter(signature__endorsement__in=Endorsement.objects.visible_to(user).values("pk"))


def _named_to(user: Any) -> Any:
    return Entry.objects.filter(signature__endorsement__in=Endorsement.objects.known_to(user).values("pk"))


# One name for yes and no: until the organisation's name is public, the ledger does not say which it was.
NAME = "signoffs.endorse"
_WORDS = gettext_lazy("Took a stance for an organisation")
NO = signing.register(signing.Verb(NAME, _WORDS, is_yes=False, sealed=Sealed(_opened_to, _named_to)))
YES = signing.register(signing.Verb(NAME, _WORDS, is_yes=True, sealed=Sealed(_opened_to, _named_to)))


@dataclass(frozen=True)
class Voice:
    """One organisation: what it says now and, the latest first, what it said before."""

    now: Endorsement
    before: tuple[Endorsement, ...]
    is_current: bool  # it was said of the words as they are now

    @property
    def is_of_earlier_text(self) -> bool:
        return not self.is_current and self.now.stance != Stance.WITHDRAWN


@dataclass(frozen=True)
class Unnamed:
    """How many organisations say the same and are not named to this reader."""

    stance: Stance
    is_of_earlier_text: bool
    count: int


@dataclass(frozen=True)
class Choir:
    """All that a reader may know of what organisations say of one thing."""

    voices: tuple[Voice, ...] = ()
    unnamed: tuple[Unnamed, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.voices or self.unnamed)


def mandate(user: Any, thing: Thing, organisation: Organisation, at: datetime | None = None) -> Tenure | None:
    """The tenure by which the person may speak for the organisation here."""
    found = mandates.of_representative(user, thing, at)
    return next((tenure for tenure in found if tenure.post.organisation_id == organisation.pk), None)


def plan_of(thing: Thing) -> Plan:
    return thing.plan if isinstance(thing, Commitment) else thing


def sha256_now(thing: Thing) -> str:
    """Of the words that count now: those in clearance or approved, else what it says; of a plan its last edition."""
    if isinstance(thing, Commitment):
        return row_of(thing).sha256 or editions.sha256_of(thing)
    return Edition.objects.of(thing).values_list("sha256", flat=True).first() or ""


def edition_now(thing: Thing) -> Edition | None:
    """The edition of exactly these words; None while they are not frozen."""
    return Edition.objects.of(thing).filter(sha256=sha256_now(thing)).first()


def objections(thing: Thing, edition: Edition | None) -> list[str]:
    """What stands in the way of a stance on the words as they are now."""
    if isinstance(thing, Commitment) and thing.state not in ENDORSABLE:
        return [_("A commitment can be endorsed while it is on its way into the plan.")]
    if edition is None and isinstance(thing, Commitment):
        return [_("The text is being changed. You can take a stance on it once its next edition is frozen.")]
    if edition is None:
        return [_("No edition of the whole plan is frozen yet.")]
    return []


def standing(thing: Thing, organisation: Organisation) -> Endorsement | None:
    found = Endorsement.objects.of(thing).standing().filter(organisation=organisation)
    return found.select_related("organisation", "signature__edition").first()


def choir(thing: Thing, user: Any) -> Choir:
    """What this reader may know of the stances on one thing; a constant number of queries, one where there are none."""
    everything = Endorsement.objects.of(thing)
    rows = list(everything.heard_by(user).with_acts())
    if not rows:
        return Choir()
    named = set(everything.visible_to(user).values_list("pk", flat=True))
    is_known = everything.known_to(user).exists()
    return choir_of(rows, named, sha256_now(thing) if is_known else sha256_published(thing))


def choir_of(rows: Iterable[Endorsement], named: set[int], sha256: str) -> Choir:
    """Of the rows that a reader may know of; `named` are the keys of those that they may see by name, `sha256` that of
    the words that are the present ones for them."""
    chains = defaultdict[int, list[Endorsement]](list)
    for row in sorted(rows, key=lambda row: row.pk, reverse=True):
        chains[row.organisation_id].append(row)
    voices, counts = [], Counter[tuple[Stance, bool]]()
    for latest, *before in chains.values():
        is_current = latest.signature.edition.sha256 == sha256
        voice = Voice(latest, tuple(row for row in before if row.pk in named), is_current)
        if latest.pk in named:
            voices.append(voice)
        else:
            counts[Stance(latest.stance), voice.is_of_earlier_text] += 1
    voices.sort(key=lambda voice: str(voice.now.organisation))
    order = list(Stance)
    unnamed = sorted(counts.items(), key=lambda pair: (pair[0][1], order.index(pair[0][0])))
    return Choir(tuple(voices), tuple(Unnamed(stance, earlier, count) for (stance, earlier), count in unnamed))


def sha256_published(thing: Thing) -> str:
    """Of the words that were published last; empty if none were."""
    found = MadePublic.objects.filter(
        plan=plan_of(thing).pk, commitment=thing.pk if thing is not plan_of(thing) else None
    )
    return found.order_by("-at", "-pk").values_list("sha256", flat=True).first() or ""


def sentence(stance: Stance, organisation: Organisation, thing: Thing, edition: Edition) -> str:
    """The sentence beside the choice, which the signature keeps."""
    words = {
        Stance.SUPPORTS: _("%(organisation)s supports edition %(number)d of “%(thing)s”, exactly as it stands here."),
        Stance.RESERVATIONS: _(
            "%(organisation)s supports edition %(number)d of “%(thing)s”, exactly as it stands here, with the "
            "reservations stated below."
        ),
        Stance.DOES_NOT_SUPPORT: _(
            "%(organisation)s does not support edition %(number)d of “%(thing)s”, for the reasons stated below."
        ),
        Stance.WITHDRAWN: _("%(organisation)s takes back what it said of edition %(number)d of “%(thing)s”."),
    }
    return words[stance] % {"organisation": organisation, "number": edition.number, "thing": str(thing)}


def stances_open_to(before: Endorsement | None, reasons: Sequence[str]) -> list[Stance]:
    """What an organisation may say now; what it said before it may take back at any time."""
    can_withdraw = before is not None and before.stance != Stance.WITHDRAWN
    found = [] if reasons else [Stance.SUPPORTS, Stance.RESERVATIONS, Stance.DOES_NOT_SUPPORT]
    return [*found, Stance.WITHDRAWN] if can_withdraw else found
