"""Editorial corrections of a commitment past drafting: proposed by one side's lead, declared by both, made at once.

What was signed stays with the edition before; whoever signed it is told and may object (drafting.corrections). An
objection of somebody on whose yes its state rests puts the commitment back into drafting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments import canonical, workflow
from commitments.choices import CORRECTABLE_STATES, CorrectionState
from commitments.models import Commitment, ProposedCorrection
from core.canonical import plain
from core.canonical import sha256 as hash_of
from drafting import agreement, corrections, editions, services, signing
from drafting.models import Edition, Objection, Signature
from ledger.machine import Blocked, Machine, NotAllowed, Transition, register_guard
from ledger.services import record
from network.choices import Side

if TYPE_CHECKING:
    from network.models import User
    from network.proving import Proof

MODEL = "commitments.ProposedCorrection"
LETTER = {Side.GOVERNMENT: "for_government", Side.CIVIL_SOCIETY: "for_civil_society"}

machine = Machine(
    MODEL,
    (
        Transition(
            "declare_correction",
            gettext_lazy("Make an editorial correction"),
            (CorrectionState.WAITING,),
            CorrectionState.DECLARED,
            "commitments.correct",
            done=gettext_lazy("Made an editorial correction"),
            guards=("both_leads_declared",),
            statement=gettext_lazy("Both leads have declared that the correction is purely editorial."),
            has_button=False,
        ),
        Transition(
            "drop_correction",
            gettext_lazy("Drop a correction"),
            (CorrectionState.WAITING,),
            CorrectionState.DROPPED,
            "commitments.correct",
            done=gettext_lazy("Dropped a correction"),
            needs_reason=True,
            question=gettext_lazy("Drop this correction?"),
            statement=gettext_lazy("The text stays as it was agreed."),
            is_warning=True,
        ),
    ),
    initial=CorrectionState.WAITING,
)


def both_leads_declared(proposed: ProposedCorrection, by: Any) -> str | None:
    if proposed.for_government_id and proposed.for_civil_society_id:
        return None
    return str(_("Both leads must declare that it is purely editorial."))


register_guard(MODEL, "declare_correction", "both_leads_declared", both_leads_declared)


def corrected_content(content: dict[str, Any], bodies: Mapping[str, str]) -> dict[str, Any]:
    """What the commitment would say with these sections."""
    sections = [{**one, "body": bodies.get(one["key"], one["body"])} for one in content["sections"]]
    found: dict[str, Any] = plain({**content, "sections": sections})
    return found


def objections(commitment: Commitment) -> list[str]:
    """Why nothing of it can be corrected now, in words."""
    if commitment.state not in CORRECTABLE_STATES:
        return [_("Only what is agreed, in clearance or approved is corrected. In drafting it can be written.")]
    if commitment.is_without_agreement:
        return [_("Civil society has not agreed to this text, so the two leads cannot correct it together.")]
    if commitment.proposed_corrections.filter(state=CorrectionState.WAITING).exists():
        return [_("A correction is proposed already. Decide on it first.")]
    return []


@transaction.atomic
def propose(
    commitment: Commitment, *, bodies: Mapping[str, str], reason: str, by: User, at: dt.datetime | None = None
) -> ProposedCorrection:
    """Put other words for some sections before both leads. Raises NotAllowed, Blocked, or ValidationError if nothing
    would change."""
    row = _lock(commitment)
    side = agreement.side_that_may(row, by)
    if side is None or not by.has_perm("commitments.correct", row):
        raise NotAllowed("commitments.correct")
    if reasons := objections(row):
        raise Blocked(reasons)
    content = canonical.content(row)
    changed = _changed(content, bodies)
    if not changed:
        raise ValidationError(_("Nothing is changed. Correct the words of at least one section."), code="unchanged")
    last = row.proposed_corrections.aggregate(last=Max("number"))["last"] or 0
    proposed = ProposedCorrection.objects.create(
        commitment=row,
        number=last + 1,
        edition=editions.freeze(row, by=by, at=at),
        bodies=changed,
        corrected_sha256=hash_of(corrected_content(content, changed)),
        reason=reason.strip(),
        proposed_by=by,
        proposed_side=side,
        proposed_at=at or timezone.now(),
    )
    record(
        verb="commitments.propose_correction",
        thing=proposed,
        by=by,
        reason=reason,
        reason_is_public=True,
        data={
            "edition": proposed.edition.number,
            "sha256": proposed.edition.sha256,
            "corrected_sha256": proposed.corrected_sha256,
        },
        at=at,
    )
    return proposed


def _changed(content: dict[str, Any], bodies: Mapping[str, str]) -> dict[str, str]:
    """The sections that say something else, as they would be kept; blank ends are nothing else."""
    now = {one["key"]: one["body"] for one in content["sections"]}
    new = {key: services.clean(body) for key, body in bodies.items() if key in now}
    return {key: body for key, body in new.items() if body != services.clean(now[key])}


def statement(proposed: ProposedCorrection, side: Side) -> str:
    """The sentence above the button, which the signature keeps."""
    words = {
        Side.GOVERNMENT: _(
            "For government, I declare that the change of edition %(number)d of “%(thing)s” to the text with the "
            "SHA-256 %(digest)s is purely editorial: it changes no promise, no date and nobody’s part in it."
        ),
        Side.CIVIL_SOCIETY: _(
            "For civil society, I declare that the change of edition %(number)d of “%(thing)s” to the text with the "
            "SHA-256 %(digest)s is purely editorial: it changes no promise, no date and nobody’s part in it."
        ),
    }
    name = agreement.agreeable_of(proposed.commitment).name(proposed.commitment)
    return words[side] % {"number": proposed.edition.number, "thing": name, "digest": proposed.corrected_sha256}


@transaction.atomic
def declare(
    proposed: ProposedCorrection,
    *,
    by: User,
    seen_sha256: str,
    seen_corrected: str,
    proof: Proof | None = None,
    at: dt.datetime | None = None,
) -> Signature:
    """`by` declares for their side that the difference on their screen is purely editorial. With the second lead's
    declaration the words are corrected. Raises what `drafting.agreement.agree` raises; then nothing is written."""
    commitment = _lock(proposed.commitment)
    proposed = ProposedCorrection.objects.select_for_update(of=("self",)).select_related("edition").get(pk=proposed.pk)
    proposed.commitment = commitment
    side = agreement.side_that_may(commitment, by)
    if side is None or not by.has_perm("commitments.correct", commitment):
        raise NotAllowed("commitments.correct")
    if proposed.state != CorrectionState.WAITING or commitment.state not in CORRECTABLE_STATES:
        raise Blocked([_("This correction is no longer open.")])
    if seen_corrected != proposed.corrected_sha256 or not editions.is_current(proposed.edition, commitment):
        raise signing.OtherWords
    if proposed.signed_for(side):
        raise Blocked([_("Your side has declared it already. It waits for the other side.")])
    if _other_signer(proposed) == by.pk:
        raise Blocked([_("You declared it yourself for the other side. Somebody else has to declare it here.")])
    seat = agreement.seat(commitment, by, side)
    signature = signing.sign(
        proposed.edition,
        corrections.DECLARE,
        by=by,
        tenure=seat,
        on_behalf_of=seat.post.deputy_of,
        statement=statement(proposed, side),
        seen_sha256=seen_sha256,
        proof=proof,
        data={"corrected_sha256": proposed.corrected_sha256, "correction": proposed.number},
        at=at,
    )
    setattr(proposed, LETTER[side], signature)
    proposed.save(update_fields=[LETTER[side]])
    if proposed.for_government_id and proposed.for_civil_society_id:
        _make(proposed, by=by, at=at)
    return signature


def drop(proposed: ProposedCorrection, *, by: User, reason: str, at: dt.datetime | None = None) -> None:
    """Either lead says that it is not to be made."""

    def effect(row: ProposedCorrection) -> None:
        row.dropped_reason = reason

    machine.perform(proposed, "drop_correction", by=by, reason=reason, at=at, effect=effect)


def last_day(commitment: Commitment, at: dt.datetime | None = None) -> dt.datetime:
    """The end of the last day on which those who signed may object."""
    day = timezone.localdate(at) + dt.timedelta(days=commitment.plan.silence_days)
    return timezone.make_aware(dt.datetime.combine(day, dt.time.max))


def objected(commitment: Commitment, objection: Objection, by: Any, at: dt.datetime | None) -> None:
    """Follows an objection of somebody on whose yes the state rests."""
    workflow.object_to_correction(commitment, by=by, reason=objection.signature.remark, at=at)


def _make(proposed: ProposedCorrection, *, by: User, at: dt.datetime | None) -> None:
    """Write the words, freeze them, and put the correction on record. Under the lock of `declare`."""
    commitment = proposed.commitment
    note = _("Editorial correction %(number)d") % {"number": proposed.number}
    for section in commitment.sections.select_related("template_section", "text__latest"):
        if (body := proposed.bodies.get(section.template_section.key)) is not None:
            services.correct_text(section.text, body=body, expected=section.text.latest, by=by, note=note, at=at)
    after = editions.freeze(Commitment.objects.get(pk=commitment.pk), by=by, at=at)
    if after.sha256 != proposed.corrected_sha256:
        raise signing.OtherWords
    assert proposed.for_government is not None
    assert proposed.for_civil_society is not None
    correction = corrections.declare(
        proposed.edition,
        after,
        for_government=proposed.for_government,
        for_civil_society=proposed.for_civil_society,
        object_until=last_day(commitment, at),
        by=by,
        at=at,
    )

    def effect(row: ProposedCorrection) -> dict[str, Any]:
        row.correction = correction
        return _data(proposed.edition, after)

    machine.perform(proposed, "declare_correction", by=by, at=at, effect=effect)


def _data(before: Edition, after: Edition) -> dict[str, Any]:
    return {
        "edition": before.number,
        "sha256": before.sha256,
        "corrected_edition": after.number,
        "corrected_sha256": after.sha256,
    }


def _lock(commitment: Commitment) -> Commitment:
    return Commitment.objects.select_for_update(of=("self",)).select_related("plan").get(pk=commitment.pk)


def _other_signer(proposed: ProposedCorrection) -> int | None:
    signed = proposed.for_government or proposed.for_civil_society
    return signed.person_id if signed else None
