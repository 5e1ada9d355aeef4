"""Whom clearance is announced to. The one place that does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from commitments.models import Commitment
from drafting.models import Signature
from network import roles
from network.models import Post
from notices import services as notices
from plans.rules import LEADS
from signoffs import clearance

if TYPE_CHECKING:
    from signoffs.models import ClearanceRequest, Sending

ASKED = "signoffs.asked_to_clear"
CLEARED = "signoffs.cleared"
RETURNED = "signoffs.returned"
DUE_CHANGED = "signoffs.due_changed"
REMINDED = "signoffs.reminded"


def asked(sending: Sending, *, by: Any, at: datetime | None, only: ClearanceRequest | None = None) -> None:
    """The clearing posts of the departments that have not cleared these very words before."""
    found = clearance.departments(sending.commitment)
    wanted = [one for one in found if one.is_asked and (only is None or one.request == only)]
    notices.announce(
        kind=ASKED,
        thing=sending.commitment,
        title=str(sending.commitment),
        address=clear_address(sending.commitment),
        by=by,
        waits_for=[post for one in wanted for post in one.clearing.reached],
        at=at,
        tells_followers=False,  # they are told of the transition itself
    )


def cleared(signature: Signature, commitment: Commitment) -> None:
    notices.announce(
        kind=CLEARED,
        thing=commitment,
        title=str(commitment),
        address=address(commitment),
        by=signature.person,
        to=leads(commitment),
        at=signature.signed_at,
    )


def returned(signature: Signature, commitment: Commitment, *, also: Iterable[ClearanceRequest]) -> None:
    """Both leads, whose turn it is again, and the other departments; the page says why. Who follows the commitment is
    told of the transition itself."""
    notices.announce(
        kind=RETURNED,
        thing=commitment,
        title=str(commitment),
        address=address(commitment),
        by=signature.person,
        waits_for=leads(commitment),
        to=[request.post for request in also if request.post],
        at=signature.signed_at,
        tells_followers=False,
    )


def due_changed(requests: Iterable[ClearanceRequest], *, by: Any, at: datetime | None) -> None:
    for request in requests:
        notices.announce(
            kind=DUE_CHANGED,
            thing=request.sending.commitment,
            title=str(request.sending.commitment),
            address=address(request.sending.commitment),
            by=by,
            to=[request.post] if request.post else [],
            at=at,
            tells_followers=False,
        )


def reminded(commitment: Commitment, *, to: Iterable[Post], at: datetime) -> None:
    notices.announce(
        kind=REMINDED,
        thing=commitment,
        title=str(commitment),
        address=clear_address(commitment),
        by=None,
        waits_for=to,
        at=at,
        tells_followers=False,
    )


def leads(commitment: Commitment) -> list[Any]:
    found = [holding for role in LEADS for holding in roles.holders(commitment.plan, role)]
    return [holding.post or holding.person for holding in found if holding.post or holding.person]


def address(commitment: Commitment) -> str:
    """The page that says where its clearance stands, and why it was returned."""
    return reverse("signoffs:clearance", args=[commitment.plan.slug, commitment.ref])


def clear_address(commitment: Commitment) -> str:
    return reverse("signoffs:clear", args=[commitment.plan.slug, commitment.ref])
