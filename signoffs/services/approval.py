"""Asking the minister and taking the answer. Whoever writes here holds the lock on the commitment."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from commitments import workflow
from commitments.choices import State
from commitments.models import Commitment
from drafting import signing
from drafting.models import Edition, Signature
from ledger.machine import Blocked, NotAllowed, WrongState
from ledger.services import record
from signoffs import approval, approval_telling, seats
from signoffs.models import ApprovalRequest, Sending

if TYPE_CHECKING:
    from network.models import User
    from network.proving import Proof


def ask_minister(commitment: Commitment, edition: Edition, by: Any, at: datetime | None) -> None:
    """Follows the last department's clearance, in its transaction. Asked once about each sending."""
    sending = Sending.objects.open().get(commitment=commitment)
    _request, is_new = ApprovalRequest.objects.get_or_create(
        sending=sending, defaults={"asked_at": at or timezone.now()}
    )
    if not is_new:
        return
    posts = approval.posts_of(commitment)
    data = {"edition": edition.number, "sha256": edition.sha256, "posts": [post.slug for post in posts]}
    record(verb="signoffs.ask_minister", thing=commitment, by=by, data=data, at=at)
    approval_telling.asked(commitment, posts, by=by, at=at)


@transaction.atomic
def approve(
    commitment: Commitment, *, by: User, seen_sha256: str, proof: Proof | None = None, at: datetime | None = None
) -> Signature:
    """The minister's yes to the words on the screen; the commitment is approved.

    Raises WrongState, NotAllowed, Blocked, SeatTaken, OtherWords, NoMandate or NotProved; then nothing is written.
    """
    sending, seat = _lock(commitment, by, at)
    if reasons := approval.objections(commitment, by):
        raise Blocked(reasons)
    seats.check(sending.edition, by, verb=approval.APPROVE.name)
    signature = _sign(approval.APPROVE, commitment, sending.edition, seat, by, seen_sha256, "", proof, at)
    workflow.approve(commitment, by=by, at=at)
    approval_telling.approved(signature, commitment)
    return signature


@transaction.atomic
def decline(
    commitment: Commitment,
    *,
    by: User,
    seen_sha256: str,
    reason: str,
    proof: Proof | None = None,
    at: datetime | None = None,
) -> Signature:
    """The minister's no, with the reason that the public reads. Raises ReasonNeeded and what `approve` raises."""
    sending, seat = _lock(commitment, by, at)
    signature = _sign(approval.DECLINE, commitment, sending.edition, seat, by, seen_sha256, reason, proof, at)
    workflow.decline(commitment, by=by, reason=reason, at=at)
    approval_telling.declined(signature, commitment)
    return signature


def _lock(commitment: Commitment, by: User, at: datetime | None) -> tuple[Sending, approval.Seat]:
    """Nobody else writes to the commitment until the transaction ends; then state, right and seat are asked."""
    commitment.refresh_from_db(from_queryset=Commitment._base_manager.select_for_update())
    if commitment.state != State.CLEARANCE:
        raise WrongState("it is not in clearance")
    if not by.has_perm("commitments.approve", commitment):
        raise NotAllowed("commitments.approve")
    sending, seat = approval.open_sending(commitment), approval.seat_of(by, commitment, at)
    if sending is None or seat is None:
        raise signing.NoMandate("who approves holds the minister's post, or acts for whoever holds it")
    return sending, seat


def _sign(
    verb: signing.Verb,
    commitment: Commitment,
    edition: Edition,
    seat: approval.Seat,
    by: User,
    seen_sha256: str,
    reason: str,
    proof: Proof | None,
    at: datetime | None,
) -> Signature:
    return signing.sign(
        edition,
        verb,
        by=by,
        tenure=seat.tenure,
        statement=approval.statement(verb, seat, edition, commitment),
        seen_sha256=seen_sha256,
        proof=proof,
        remark=reason,
        on_behalf_of=seat.on_behalf_of,
        supersedes=approval.answer_of(commitment),
        at=at,
    )
