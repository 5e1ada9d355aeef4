"""Agreement of the sides: each side's yes to one edition, of whatever is agreed (a commitment, a part, a note).

Apps register at start-up what can be agreed, by which sides, and what follows when all have (drafting.agreeables). A
yes stays with the words it was given to: when the text moves on, `stands` says so, and saving without a change alters
nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drafting import corrections, editions, signing, subjects, telling
from drafting.agreeables import BOTH, Agreeable, Stand, agreeable_of, register, register_seat_check, seat_checks
from drafting.models import Correction, Edition, Signature
from ledger.machine import Blocked, NotAllowed
from network import roles
from network.choices import Side

if TYPE_CHECKING:
    from network.models import Tenure, User
    from network.proving import Proof

__all__ = ["BOTH", "Agreeable", "Stand", "agreeable_of", "register", "register_seat_check"]

AGREE = signing.register(signing.Verb("drafting.agree", gettext_lazy("Agreed for a side"), is_yes=True))
SEND_BACK = signing.register(signing.Verb("drafting.send_back", gettext_lazy("Sent back to drafting"), is_yes=False))
VERBS = (AGREE.name, SEND_BACK.name)


def stands(thing: Model) -> list[Stand]:
    """Where each side that must agree stands. Two queries, and what the thing's canonical content costs."""
    return stands_of([thing])[thing.pk]


def stands_of(things: Sequence[Model], *, digests: Mapping[int, str] | None = None) -> dict[int, list[Stand]]:
    """The same for many things of one kind, by key. `digests` says which words count, where those are not what the
    thing says now."""
    if not things:
        return {}
    registration = agreeable_of(things[0])
    last = _answers(things)
    taken_back = registration.taken_back(things) if last else {}
    now = {
        thing.pk: (digests or {}).get(thing.pk) or (current_sha256(thing) if thing.pk in last else "")
        for thing in things
    }
    corrected = _corrections(things, last, now)
    return {
        thing.pk: [
            _stand(
                side,
                last.get(thing.pk, {}).get(side),
                now[thing.pk],
                taken_back.get(thing.pk, {}).get(side),
                corrected.get(thing.pk, ()),
            )
            for side in registration.sides(thing)
        ]
        for thing in things
    }


def _corrections(
    things: Sequence[Model], said: Mapping[int, Mapping[Side, Signature]], now: Mapping[int, str]
) -> dict[int, list[Correction]]:
    """Asked only of things of which a side said something about other words than those of now."""
    asked = [
        thing
        for thing in things
        if any(answer.edition.sha256 != now[thing.pk] for answer in said.get(thing.pk, {}).values())
    ]
    return corrections.of(asked)


def _stand(side: Side, answer: Signature | None, digest: str, returned: Any, corrected: Sequence[Correction]) -> Stand:
    if answer is None:
        return Stand(side, None, is_current=False)
    is_current = answer.edition.sha256 == digest
    carried = None if is_current else corrections.carry(answer, digest, corrected)
    taken_back = returned if returned is not None and returned.index > answer.entry_id else None
    return Stand(side, answer, is_current or carried is not None, taken_back, carried)


def answers(thing: Model) -> dict[Side, Signature]:
    """The last thing each side said of the thing, by side."""
    return _answers([thing]).get(thing.pk, {})


def _answers(things: Sequence[Model]) -> dict[int, dict[Side, Signature]]:
    rows = Signature.objects.standing().filter(
        edition__content_type=subjects.content_type_of(things[0]),
        edition__object_id__in=[thing.pk for thing in things],
        verb__in=VERBS,
    )
    found: dict[int, dict[Side, Signature]] = defaultdict(dict)
    rows = rows.select_related("edition", "person", "post__organisation", "post__network", "on_behalf_of")
    for row in rows.defer("edition__content").order_by("pk"):
        found[row.edition.object_id][Side(row.side)] = row
    return found


def current_sha256(thing: Model) -> str:
    """Of what the thing says now, as an edition frozen now would have it."""
    return editions.sha256_of(thing)


def is_agreed(thing: Model) -> bool:
    """Whether every side that must has agreed to the words as they are now."""
    found = stands(thing)
    return bool(found) and all(stand.has_agreed for stand in found)


def agreed_edition(thing: Model) -> Edition | None:
    """The latest edition to whose words every side that must has agreed, whatever the text says since; corrected, if
    both leads declared a correction of it."""
    wanted = set(agreeable_of(thing).sides(thing))
    said: dict[str, set[str]] = {}
    found: dict[str, Edition] = {}
    for row in Signature.objects.of(thing).filter(verb=AGREE.name).select_related("edition"):
        digest = row.edition.sha256
        said.setdefault(digest, set()).add(row.side)
        found[digest] = max(row.edition, found.get(digest, row.edition), key=lambda edition: edition.number)
    whole = [found[digest] for digest, sides in said.items() if wanted <= sides]
    latest = max(whole, key=lambda edition: edition.number, default=None)
    return corrections.corrected(latest, corrections.of([thing]).get(thing.pk, [])) if latest else None


def yes_to(thing: Model, edition: Edition) -> dict[Side, Signature]:
    """Each side's yes that counts for the words of the edition, by side; a side that gave none is missing."""
    corrected = corrections.of([thing]).get(thing.pk, [])
    rows = Signature.objects.of(thing).filter(verb=AGREE.name).order_by("pk").defer("edition__content")
    found = rows.select_related("edition", "person", "post__organisation", "post__network")
    return {Side(row.side): row for row in found if corrections.counts(row, edition.sha256, corrected)}


def agreed_before(thing: Model, side: Side) -> Edition | None:
    """The last edition to which this side agreed."""
    row = Signature.objects.of(thing).filter(verb=AGREE.name, side=side).select_related("edition").first()
    return row.edition if row else None


def next_number(thing: Model, sha256: str) -> int:
    """The number that an edition with this hash has, or would have if it were frozen now."""
    last = Edition.objects.of(thing).values_list("number", "sha256").first()
    if last is None:
        return 1
    return int(last[0]) if last[1] == sha256 else int(last[0]) + 1


def statement(thing: Model, number: int, side: Side) -> str:
    """The sentence above the button, which the signature keeps."""
    words = {
        Side.GOVERNMENT: _("For government, I agree to edition %(number)d of “%(thing)s”, exactly as it stands here."),
        Side.CIVIL_SOCIETY: _(
            "For civil society, I agree to edition %(number)d of “%(thing)s”, exactly as it stands here."
        ),
    }
    return words[side] % {"number": number, "thing": agreeable_of(thing).name(thing)}


def refusal(thing: Model, number: int, side: Side) -> str:
    words = {
        Side.GOVERNMENT: _("For government, I send edition %(number)d of “%(thing)s” back to drafting."),
        Side.CIVIL_SOCIETY: _("For civil society, I send edition %(number)d of “%(thing)s” back to drafting."),
    }
    return words[side] % {"number": number, "thing": agreeable_of(thing).name(thing)}


def objections(thing: Model) -> list[str]:
    """What must happen before either side can agree, in words."""
    registration = agreeable_of(thing)
    return [str(reason) for reason in (*registration.closed(thing), *registration.objections(thing))]


def other_seat(thing: Model, sha256: str, by: Any, side: Side) -> str:
    """In words: that this person has said yes to these words already, from another seat."""
    for other, answer in answers(thing).items():
        if other != side and answer.is_yes and answer.person_id == by.pk and answer.edition.sha256 == sha256:
            return _(
                "You agreed to these words yourself, for the other side, when you held a post there. Somebody else has "
                "to sign here."
            )
    edition = Edition.objects.of(thing).filter(sha256=sha256).first()
    found = (check(edition, by, verb=AGREE.name) for check in seat_checks()) if edition else iter(())
    return next((words for words in found if words), "")


@transaction.atomic
def agree(
    thing: Model,
    *,
    by: User,
    seen_sha256: str,
    seen_number: int | None = None,
    proof: Proof | None = None,
    at: datetime | None = None,
) -> Signature:
    """`by` agrees for their side to the words on their screen; they are frozen if they are not yet.

    `seen_number` is the number of the edition in the sentence above the button. Raises NotAllowed, Blocked,
    OtherWords, NoMandate or NotProved; then nothing is written. Who has agreed to these words already changes nothing.
    """
    registration, side = _lock(thing, by)
    if reasons := objections(thing):
        raise Blocked(reasons)
    if seen_sha256 != current_sha256(thing):
        raise signing.OtherWords
    mine = next(stand for stand in stands(thing) if stand.side == side)
    if mine.has_agreed and mine.answer:
        return mine.answer
    if words := other_seat(thing, seen_sha256, by, side):
        raise Blocked([words])
    edition = editions.freeze(thing, by=by, at=at)
    if seen_number not in (None, edition.number):
        raise signing.OtherWords
    signature = signing.sign(
        edition,
        AGREE,
        by=by,
        tenure=(tenure := seat(thing, by, side)),
        on_behalf_of=tenure.post.deputy_of,
        statement=statement(thing, edition.number, side),
        seen_sha256=seen_sha256,
        proof=proof,
        supersedes=mine.answer,
        at=at,
    )
    found = stands(thing)
    if all(stand.has_agreed for stand in found):
        registration.agreed(thing, edition, by, at)
    telling.agreed(thing, registration, found, by=by, at=at)
    return signature


def to_send_back(thing: Model, side: Side) -> Edition | None:
    """What this side can send back: the edition with the words as they are now, if some side stands by a yes to it."""
    if agreeable_of(thing).closed(thing):
        return None
    found = stands(thing)
    if not any(stand.has_agreed for stand in found):
        return None
    if any(stand.side == side and stand.has_sent_back and stand.is_current for stand in found):
        return None
    return next(stand.answer.edition for stand in found if stand.has_agreed and stand.answer)


@transaction.atomic
def send_back(
    thing: Model,
    edition: Edition,
    *,
    by: User,
    reason: str,
    seen_sha256: str,
    proof: Proof | None = None,
    at: datetime | None = None,
) -> Signature:
    """`by` says for their side, with a reason, that this edition will not do: the other side's, or the one to which
    their own side has agreed. Raises what `agree` raises, and Blocked if nobody stands by a yes to these words."""
    registration, side = _lock(thing, by)
    if reasons := list(registration.closed(thing)):
        raise Blocked([str(one) for one in reasons])
    if seen_sha256 != current_sha256(thing) or edition.sha256 != seen_sha256:
        raise signing.OtherWords
    if to_send_back(thing, side) is None:
        raise Blocked([_("There is no edition to send back: nobody stands by a yes to the text as it is now.")])
    signature = signing.sign(
        edition,
        SEND_BACK,
        by=by,
        tenure=(tenure := seat(thing, by, side)),
        on_behalf_of=tenure.post.deputy_of,
        statement=refusal(thing, edition.number, side),
        seen_sha256=seen_sha256,
        proof=proof,
        remark=reason,
        supersedes=answers(thing).get(side),
        at=at,
    )
    registration.sent_back(thing, edition, by, at)
    telling.sent_back(thing, registration, side, by=by, at=at)
    return signature


def side_that_may(thing: Model, user: Any) -> Side | None:
    """The side for which this person agrees or sends back, if they may."""
    registration = agreeable_of(thing)
    side = roles.side_of(user) if user.is_authenticated else None
    if side is None or side not in registration.sides(thing) or not user.has_perm(registration.permission, thing):
        return None
    return Side(side)


def _lock(thing: Model, by: User) -> tuple[Agreeable, Side]:
    """Nobody else writes to the thing until the transaction ends; then the right is asked."""
    type(thing)._base_manager.select_for_update().get(pk=thing.pk)
    thing.refresh_from_db()
    side = side_that_may(thing, by)
    if side is None:
        raise NotAllowed(agreeable_of(thing).permission)
    return agreeable_of(thing), side


def seat(thing: Model, by: User, side: Side) -> Tenure:
    """The tenure from which this person binds their side. Raises NoMandate."""
    tenure = agreeable_of(thing).seat(thing, by)
    if tenure is None or tenure.post.side != side:
        raise signing.NoMandate("a side is bound from a post that leads it")
    return tenure
