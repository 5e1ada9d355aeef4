"""How a commitment moves from state to state, as far as drafting; agreement and sign-off add theirs later."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commitments.choices import AskOrigin, AskStatus, State
from commitments.models import Commitment
from commitments.services import add_ask
from core.history import save_as
from ledger.machine import Machine, Transition, register_guard

if TYPE_CHECKING:
    from ledger.models import Entry
    from network.models import User

MODEL = "commitments.Commitment"

machine = Machine(
    MODEL,
    (
        Transition(
            "take_up",
            _("Take up"),
            (State.PROPOSED,),
            State.DRAFTING,
            "commitments.take_up",
            question=_("Take up this commitment?"),
            statement=_("Both sides will write this commitment together. Taking it up agrees to no words yet."),
        ),
        Transition(
            "take_up_again",
            _("Take up again"),
            (State.ANNEXED,),
            State.DRAFTING,
            "commitments.take_up_again",
            needs_reason=True,
            guards=("before_cut_off",),
            question=_("Take up this commitment again?"),
            statement=_("The commitment leaves the annex and is drafted by both sides again."),
        ),
        Transition(
            "merge_into",
            _("Merge into another"),
            (State.PROPOSED, State.DRAFTING),
            State.MERGED,
            "commitments.merge",
            needs_reason=True,
            question=_("Merge this commitment into another?"),
            statement=_("This commitment stays readable with all who wrote it; the other one goes on."),
            is_warning=True,
        ),
        Transition(
            "annex",
            _("Carry to the annex"),
            (State.DRAFTING, State.DECLINED),
            State.ANNEXED,
            "commitments.annex",
            needs_reason=True,
            question=_("Carry this commitment to the annex?"),
            statement=_("It becomes an ask of civil society that government has not agreed to."),
            is_warning=True,
        ),
        Transition(
            "withdraw",
            _("Withdraw"),
            (State.PROPOSED, State.DRAFTING),
            State.WITHDRAWN,
            "commitments.withdraw",
            needs_reason=True,
            question=_("Withdraw this commitment?"),
            statement=_("The side that proposed it no longer asks for it."),
            is_warning=True,
        ),
        Transition(
            "decline",
            _("Decline"),
            (State.PROPOSED, State.DRAFTING, State.AGREED, State.CLEARANCE),
            State.DECLINED,
            "commitments.decline",
            needs_reason=True,
            question=_("Decline this commitment?"),
            statement=_("Government will not make this commitment. The reason is public."),
            is_warning=True,
        ),
    ),
    initial=State.PROPOSED,
)


def before_cut_off(commitment: Commitment, by: Any) -> str | None:
    if commitment.plan.is_past_cut_off():
        return str(_("The plan's cut-off has passed: nothing comes in again without the consent of both sides."))
    return None


register_guard(MODEL, "take_up_again", "before_cut_off", before_cut_off)


@transaction.atomic
def take_up(commitment: Commitment, *, by: User, at: dt.datetime | None = None) -> Entry:
    """The lead of the side that did not propose it says: let us write this together."""
    entry = machine.perform(commitment, "take_up", by=by, at=at, effect=_without_reason)
    _settle_asks(commitment.came_from_asks.all(), commitment, by=by)
    return entry


@transaction.atomic
def take_up_again(commitment: Commitment, *, by: User, reason: str, at: dt.datetime | None = None) -> Entry:
    """Out of the annex, back into drafting; its ask says so."""
    entry = machine.perform(commitment, "take_up_again", by=by, reason=reason, at=at, effect=_keep(reason))
    _settle_asks(commitment.asks.all(), commitment, by=by)
    return entry


@transaction.atomic
def merge_into(
    commitment: Commitment, *, target: Commitment, by: User, reason: str, at: dt.datetime | None = None
) -> Entry:
    """``target`` goes on; this one stays readable with its authors. Raises ValidationError on an unfit target."""
    target = Commitment.objects.select_for_update(of=("self",)).get(pk=target.pk)
    if target.pk == commitment.pk or target.plan_id != commitment.plan_id or not target.is_editable:
        raise ValidationError({"target": _("Choose another commitment of this plan that is still being written.")})

    def effect(row: Commitment) -> dict[str, str]:
        row.merged_into = target
        row.public_reason = reason
        return {"target": target.ref}

    return machine.perform(commitment, "merge_into", by=by, reason=reason, at=at, effect=effect)


@transaction.atomic
def annex(commitment: Commitment, *, by: User, reason: str, text: str = "", at: dt.datetime | None = None) -> Entry:
    """Carry it to the annex as an ask: in the words of ``text``, or its title. What government gave as its reason for
    declining stands beside the ask."""
    was_declined = commitment.state == State.DECLINED
    given = commitment.public_reason if was_declined else ""
    entry = machine.perform(commitment, "annex", by=by, reason=reason, at=at, effect=_keep(reason))
    add_ask(
        plan=commitment.plan,
        text=text.strip() or commitment.title,
        by=by,
        origin=AskOrigin.COMMITMENT,
        origin_commitment=commitment,
        status=AskStatus.REFUSED if was_declined else AskStatus.OPEN,
        reason=given,
        at=at,
    )
    return entry


def withdraw(commitment: Commitment, *, by: User, reason: str, at: dt.datetime | None = None) -> Entry:
    return machine.perform(commitment, "withdraw", by=by, reason=reason, at=at, effect=_keep(reason))


def decline(commitment: Commitment, *, by: User, reason: str, at: dt.datetime | None = None) -> Entry:
    """Government says no, and why, in public."""
    return machine.perform(commitment, "decline", by=by, reason=reason, at=at, effect=_keep(reason))


def _keep(reason: str) -> Any:
    def effect(row: Commitment) -> None:
        row.public_reason = reason

    return effect


_without_reason = _keep("")


def _settle_asks(asks: Any, commitment: Commitment, *, by: User) -> None:
    for ask in asks.select_for_update(of=("self",)):
        if ask.status != AskStatus.TAKEN_UP:
            ask.status, ask.became = AskStatus.TAKEN_UP, commitment
            save_as(ask, by=by)
