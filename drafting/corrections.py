"""Editorial corrections: what both leads together declare to change nothing but the spelling of what was signed.

No yes moves to other words. The correction is an act of its own, signed by both leads; everyone who signed the words
before it is told, and may object within the plan's number of days. An objection takes their yes from the corrected
words and opens again what rested on it; without one their yes counts, and says wherever it stands to which edition it
was given. Nothing final is made before those days are over (`pending`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drafting import signing, subjects, telling
from drafting.models import Correction, Edition, Objection, Signature
from ledger.machine import Blocked, NotAllowed
from network.models import Tenure

if TYPE_CHECKING:
    from network.models import User
    from network.proving import Proof

DECLARE = signing.register(
    signing.Verb("drafting.declare_editorial", gettext_lazy("Declared a correction to be editorial"), is_yes=True)
)
OBJECT = signing.register(
    signing.Verb("drafting.object", gettext_lazy("Objected to an editorial correction"), is_yes=False)
)
# By declaring the correction each side's lead has said that their side's own yes goes with it.
DECLARED_BY_LEADS = frozenset({"drafting.agree"})

Objected = Callable[[Any, Objection, Any, "datetime | None"], None]
Corrected = Callable[[Any, Correction, Any, "datetime | None"], None]
_objected: dict[type[Model], Objected] = {}
_followers: dict[type[Model], list[Corrected]] = defaultdict(list)
_stances: set[str] = set()


def register(model: type[Model], *, objected: Objected) -> None:
    """`objected(thing, objection, by, at)` follows an objection that opens the text again, in its transaction."""
    _objected[model] = objected


def register_follower(model: type[Model], follower: Corrected) -> None:
    """`follower(thing, correction, by, at)` is called in the transaction of every correction: an app above asks about
    the corrected words where it was asking about those before."""
    _followers[model].append(follower)


def register_stance(verb: str) -> None:
    """`verb` is a yes on which no state rests (an endorsement): an objection to its correction opens nothing again."""
    _stances.add(verb)


# Whose yes counts for corrected words


@dataclass(frozen=True)
class Carry:
    """A yes to earlier words that differ only editorially: `corrections` lead from them to those of now."""

    signature: Signature
    corrections: tuple[Correction, ...]
    until: datetime | None  # the last day on which its signer may object; None where they declared it themselves

    @property
    def is_settled(self) -> bool:
        """Its signer has not objected, and cannot any more."""
        return self.until is None or self.until <= timezone.now()

    @property
    def edition(self) -> Edition:
        """In which its words are corrected."""
        return self.corrections[-1].after


def of(things: Iterable[Model]) -> dict[int, list[Correction]]:
    """The corrections of things of one kind, by key, the earliest first. Two queries, one where there are none."""
    things = list(things)
    if not things:
        return {}
    kind = subjects.content_type_of(things[0])
    return of_keys(kind, [thing.pk for thing in things])


def of_keys(content_type: Any, keys: Sequence[int]) -> dict[int, list[Correction]]:
    rows = Correction.objects.filter(before__content_type=content_type, before__object_id__in=list(keys))
    rows = rows.select_related("before", "after").defer("before__content", "after__content")
    found: dict[int, list[Correction]] = defaultdict(list)
    for row in rows.prefetch_related("objections"):
        found[row.before.object_id].append(row)
    return found


def carry(signature: Signature, sha256: str, corrections: Sequence[Correction]) -> Carry | None:
    """How a yes that was given to other words counts for those with this hash; None if it does not."""
    if not signature.is_yes:
        return None
    way: list[Correction] = []
    words = signature.edition.sha256
    while words != sha256:
        step = next((one for one in corrections if one.before.sha256 == words and one not in way), None)
        if step is None or step.is_void or any(one.about_id == signature.pk for one in step.objections.all()):
            return None
        way.append(step)
        words = step.after.sha256
    if not way:
        return None
    is_declared = signature.verb in DECLARED_BY_LEADS
    return Carry(signature, tuple(way), None if is_declared else max(one.object_until for one in way))


def counts(signature: Signature, sha256: str, corrections: Sequence[Correction] = ()) -> bool:
    """Whether this yes counts for the words with this hash: given to exactly them, or to words that a correction to
    which its signer did not object led to them."""
    if signature.edition.sha256 == sha256:
        return signature.is_yes
    return carry(signature, sha256, corrections) is not None


def corrected(edition: Edition, corrections: Sequence[Correction]) -> Edition:
    """The edition in which these words stand corrected; itself if they are not."""
    found, left = edition, [one for one in corrections if not one.is_void]
    while step := next((one for one in left if one.before.sha256 == found.sha256), None):
        left.remove(step)
        found = step.after
    return found


def pending(things: Iterable[Model], at: datetime | None = None) -> dict[int, Correction]:
    """By key, the last correction to which somebody who signed may still object."""
    now = at or timezone.now()
    return {key: rows[-1] for key, rows in of(things).items() if rows[-1].object_until > now and not rows[-1].is_void}


# Declaring and objecting


def declare(
    before: Edition,
    after: Edition,
    *,
    for_government: Signature,
    for_civil_society: Signature,
    object_until: datetime,
    by: User,
    at: datetime | None = None,
) -> Correction:
    """Put on record what both leads signed, and tell everybody whose yes it concerns. Called under the lock."""
    correction = Correction.objects.create(
        before=before,
        after=after,
        for_government=for_government,
        for_civil_society=for_civil_society,
        declared_at=at or timezone.now(),
        object_until=object_until,
    )
    thing = signing.thing_of(after)
    telling.corrected(correction, thing, signers=concerned(correction), by=by, at=at)
    for follower in _followers[type(thing)]:
        follower(thing, correction, by, at)
    return correction


def concerned(correction: Correction) -> list[Signature]:
    """Each standing yes that the correction carries and that its signer may object to, the earliest first."""
    after = correction.after
    rows = of_keys(after.content_type, [after.object_id]).get(after.object_id, [])
    yes = Signature.objects.standing().filter(
        edition__content_type=after.content_type_id, edition__object_id=after.object_id, is_yes=True
    )
    yes = yes.exclude(verb__in=[*DECLARED_BY_LEADS, DECLARE.name])
    related = ("edition", "person", "post__organisation", "post__network", "on_behalf_of", "organisation")
    found = yes.select_related(*related).defer("edition__content").order_by("pk")
    return [one for one in found if (way := carry(one, after.sha256, rows)) and correction in way.corrections]


def mine(correction: Correction, user: Any, at: datetime | None = None) -> list[Signature]:
    """Those of them that this person may object to now: of a post that they hold, or that acted for one they hold."""
    if not user.is_authenticated or correction.is_void or correction.object_until <= (at or timezone.now()):
        return []
    held = set(Tenure.objects.current(at).filter(person=user.pk).values_list("post", flat=True))
    return [one for one in concerned(correction) if held & {one.post_id, one.on_behalf_of_id}]


@transaction.atomic
def object_to(
    correction: Correction,
    about: Signature,
    *,
    by: User,
    reason: str,
    seen_sha256: str,
    statement: str,
    proof: Proof | None = None,
    at: datetime | None = None,
) -> Objection:
    """Whose yes `about` is says that the correction changes what they signed. Raises NotAllowed, Blocked, ReasonNeeded,
    OtherWords, NoMandate or NotProved; then nothing is written."""
    thing = signing.thing_of(correction.after)
    type(thing)._base_manager.select_for_update().get(pk=thing.pk)
    correction = Correction.objects.prefetch_related("objections").get(pk=correction.pk)
    if correction.object_until <= (at or timezone.now()):
        raise Blocked([_("The days in which those who signed may object are over.")])
    if correction.is_void:
        raise Blocked([_("Somebody has objected already, and the text is open again.")])
    if about not in mine(correction, by, at):
        raise NotAllowed("drafting.object")
    signature = signing.sign(
        correction.after,
        OBJECT,
        by=by,
        tenure=_tenure(about, by, at),
        statement=statement,
        seen_sha256=seen_sha256,
        proof=proof,
        remark=reason,
        organisation=about.organisation,
        data={"about": about.entry_id, "before": correction.before.sha256},
        at=at,
    )
    objection = Objection(correction=correction, about=about, signature=signature, voids_all=about.verb not in _stances)
    if objection.voids_all:  # before it is on record: what follows asks whether the signer may object
        _objected[type(thing)](thing, objection, by, at)
    objection.save()
    telling.objected(objection, thing, by=by, at=at)
    return objection


def _tenure(about: Signature, by: User, at: datetime | None) -> Tenure:
    posts = Q(post=about.post_id) | Q(post=about.on_behalf_of_id)
    held = by.tenures.current(at).filter(posts).select_related("post__organisation", "post__network")
    tenure = held.order_by("pk").first()
    if tenure is None:
        raise signing.NoMandate("the post is no longer held")
    return tenure


Corrections = Mapping[int, Sequence[Correction]]
