"""How a commitment moves from state to state. What only signoffs knows (who has cleared, whether the minister has
approved) it registers as guards; without them those steps refuse."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commitments import late_changes
from commitments.choices import State
from commitments.completeness import missing
from commitments.models import Commitment
from commitments.services import asks
from core.dates import readable
from drafting import agreement
from ledger.machine import Machine, Transition, register_follower, register_guard
from network.choices import Side

if TYPE_CHECKING:
    from drafting.models import Edition
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
            done=_("Took up"),
            guards=("within_cut_off",),
            question=_("Take up this commitment?"),
            statement=_("Both sides will write this commitment together. Taking it up agrees to no words yet."),
        ),
        Transition(
            "take_up_again",
            _("Take up again"),
            (State.ANNEXED,),
            State.DRAFTING,
            "commitments.take_up_again",
            done=_("Took up again"),
            needs_reason=True,
            guards=("within_cut_off",),
            question=_("Take up this commitment again?"),
            statement=_("The commitment leaves the annex and is drafted by both sides again."),
        ),
        Transition(
            "agree",
            _("Agree"),
            (State.DRAFTING,),
            State.AGREED,
            "commitments.agree",
            done=_("Agreed by both sides"),
            guards=("both_sides_agreed",),
            question=_("Agree to this commitment?"),
            statement=_("Both sides have agreed to the same edition, word for word."),
            has_button=False,
        ),
        Transition(
            "send_for_clearance",
            _("Send for clearance"),
            (State.AGREED,),
            State.CLEARANCE,
            "commitments.send_for_clearance",
            done=_("Sent for clearance"),
            question=_("Send this commitment for clearance?"),
            statement=_("The departments are asked whether they clear the edition to which both sides agreed."),
        ),
        Transition(
            "send_without_agreement",
            _("Send for clearance without civil society's agreement"),
            (State.DRAFTING,),
            State.CLEARANCE,
            "commitments.send_without_agreement",
            done=_("Sent for clearance without civil society's agreement"),
            needs_reason=True,
            guards=("is_complete", "government_agreed", "within_cut_off"),
            question=_("Send this commitment for clearance although civil society has not agreed to it?"),
            statement=_("Wherever this commitment stands, it says that civil society has not agreed to it, and why."),
            is_warning=True,
        ),
        Transition(
            "return_to_drafting",
            _("Return to drafting"),
            (State.CLEARANCE,),
            State.DRAFTING,
            "commitments.clear",
            done=_("Returned to drafting"),
            needs_reason=True,
            question=_("Return this commitment to drafting?"),
            statement=_("The department does not clear these words. Both sides are told why."),
            is_warning=True,
            has_button=False,
        ),
        Transition(
            "approve",
            _("Approve"),
            (State.CLEARANCE,),
            State.APPROVED,
            "commitments.approve",
            done=_("Approved"),
            guards=("all_departments_cleared", "minister_approved"),
            question=_("Approve this commitment?"),
            statement=_("The minister approves exactly these words."),
            has_button=False,
        ),
        Transition(
            "reopen",
            _("Reopen"),
            (State.AGREED, State.CLEARANCE, State.APPROVED),
            State.DRAFTING,
            "commitments.reopen",
            done=_("Reopened"),
            needs_reason=True,
            guards=("within_cut_off",),
            question=_("Reopen this commitment?"),
            statement=_(
                "The text can be changed again. What was agreed, cleared or approved stays on record as given to the "
                "text as it was."
            ),
            is_warning=True,
        ),
        Transition(
            "object_to_correction",
            _("Object to a correction"),
            (State.AGREED, State.CLEARANCE, State.APPROVED),
            State.DRAFTING,
            "commitments.object_to_correction",
            done=_("Objected to a correction"),
            needs_reason=True,
            question=_("Object to this correction?"),
            statement=_("A signer says that the correction changes what was signed. The text is open again."),
            is_warning=True,
            has_button=False,
        ),
        Transition(
            "merge_into",
            _("Merge into another"),
            (State.PROPOSED, State.DRAFTING),
            State.MERGED,
            "commitments.merge",
            done=_("Merged into another"),
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
            done=_("Carried to the annex"),
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
            done=_("Withdrew"),
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
            done=_("Declined"),
            needs_reason=True,
            question=_("Decline this commitment?"),
            statement=_("Government will not make this commitment. The reason is public."),
            is_warning=True,
        ),
    ),
    initial=State.PROPOSED,
)


def both_sides_agreed(commitment: Commitment, by: Any) -> str | None:
    if agreement.is_agreed(commitment):
        return None
    return str(_("Both sides must have agreed to the text as it is now."))


def government_agreed(commitment: Commitment, by: Any) -> str | None:
    """What is sent for clearance without civil society is still an edition that government has agreed to."""
    if any(stand.side == Side.GOVERNMENT and stand.has_agreed for stand in agreement.stands(commitment)):
        return None
    return str(_("Government must first agree to the text as it is now."))


def is_complete(commitment: Commitment, by: Any) -> str | None:
    count = len(missing(commitment))
    if not count:
        return None
    words = ngettext(
        "%(count)d thing is missing before it is complete.",
        "%(count)d things are missing before it is complete.",
        count,
    )
    return words % {"count": count}


def closed_to_agreement(commitment: Commitment) -> list[str]:
    if commitment.state == State.DRAFTING:
        return []
    return [str(_("A commitment is agreed, or sent back, while it is in drafting."))]


def agreement_objections(commitment: Commitment) -> list[str]:
    """What must happen before either side can agree to what is in drafting."""
    return [reason for reason in (is_complete(commitment, None), _too_early(commitment)) if reason]


def _too_early(commitment: Commitment) -> str | None:
    """Nothing is rushed through: the plan's number of days lies between proposing and agreeing."""
    earliest = timezone.localdate(commitment.proposed_at) + dt.timedelta(days=commitment.plan.minimum_days)
    if timezone.localdate() >= earliest:
        return None
    return str(_("By this plan's rules it can be agreed from %(day)s.") % {"day": readable(earliest)})


for kind in late_changes.SOURCES:
    register_guard(MODEL, str(kind), "within_cut_off", late_changes.within_cut_off(kind))
register_follower(MODEL, late_changes.follow)
register_follower(MODEL, asks.follow)
register_guard(MODEL, "send_without_agreement", "is_complete", is_complete)
register_guard(MODEL, "send_without_agreement", "government_agreed", government_agreed)
register_guard(MODEL, "agree", "both_sides_agreed", both_sides_agreed)


def take_up(commitment: Commitment, *, by: User, at: dt.datetime | None = None) -> Entry:
    """The lead of the side that did not propose it says: let us write this together."""
    return machine.perform(commitment, "take_up", by=by, at=at, effect=_without_reason)


def take_up_again(commitment: Commitment, *, by: User, reason: str, at: dt.datetime | None = None) -> Entry:
    """Out of the annex, back into drafting; its ask says so."""
    return machine.perform(commitment, "take_up_again", by=by, reason=reason, at=at, effect=_open_again(reason))


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
    declining stands beside the ask. One that came from the annex goes back to its place there."""
    was_declined = commitment.state == State.DECLINED
    given = commitment.public_reason if was_declined else ""
    entry = machine.perform(commitment, "annex", by=by, reason=reason, at=at, effect=_keep(reason))
    asks.carry(commitment, text=text, is_refused=was_declined, reason=given, by=by, at=at)
    return entry


def agreed(commitment: Commitment, edition: Edition, by: User, at: dt.datetime | None) -> None:
    """Follows the second side's yes (drafting.agreement): the commitment is agreed."""
    machine.perform(commitment, "agree", by=by, at=at, data=_of(edition), effect=_without_reason)


def send_for_clearance(commitment: Commitment, *, by: User, at: dt.datetime | None = None) -> Entry:
    """To the departments; signoffs asks them (it follows the transition, see ``ledger.machine.register_follower``)."""
    return machine.perform(commitment, "send_for_clearance", by=by, at=at, effect=_without_reason)


def send_without_agreement(commitment: Commitment, *, by: User, reason: str, at: dt.datetime | None = None) -> Entry:
    """Ministers have the last word on what is in the plan; they say in public that civil society has not agreed."""

    def effect(row: Commitment) -> None:
        row.public_reason, row.is_without_agreement = reason, True

    return machine.perform(commitment, "send_without_agreement", by=by, reason=reason, at=at, effect=effect)


def return_to_drafting(commitment: Commitment, *, by: User, reason: str, at: dt.datetime | None = None) -> Entry:
    """A department does not clear it. Called by signoffs, which puts the department's signature on record."""
    return machine.perform(commitment, "return_to_drafting", by=by, reason=reason, at=at, effect=_open_again(reason))


def approve(commitment: Commitment, *, by: User, at: dt.datetime | None = None) -> Entry:
    """Called by signoffs, which puts the minister's signature on record first."""
    return machine.perform(commitment, "approve", by=by, at=at)


def reopen(commitment: Commitment, *, by: User, reason: str, at: dt.datetime | None = None) -> Entry:
    """The text can be changed again; every yes stays with the text it was given to."""
    return machine.perform(commitment, "reopen", by=by, reason=reason, at=at, effect=_open_again(reason))


def object_to_correction(commitment: Commitment, *, by: User, reason: str, at: dt.datetime | None = None) -> Entry:
    """Called by ``commitments.corrections``, which puts the objection on record."""
    return machine.perform(commitment, "object_to_correction", by=by, reason=reason, at=at, effect=_open_again(reason))


def withdraw(commitment: Commitment, *, by: User, reason: str, at: dt.datetime | None = None) -> Entry:
    return machine.perform(commitment, "withdraw", by=by, reason=reason, at=at, effect=_keep(reason))


def decline(commitment: Commitment, *, by: User, reason: str, at: dt.datetime | None = None) -> Entry:
    """Government says no, and why, in public."""
    return machine.perform(commitment, "decline", by=by, reason=reason, at=at, effect=_keep(reason))


def _keep(reason: str) -> Any:
    def effect(row: Commitment) -> None:
        row.public_reason = reason

    return effect


def _open_again(reason: str) -> Any:
    def effect(row: Commitment) -> None:
        row.public_reason, row.is_without_agreement = reason, False

    return effect


def _of(edition: Edition) -> dict[str, Any]:
    return {"edition": edition.number, "sha256": edition.sha256}


_without_reason = _keep("")
