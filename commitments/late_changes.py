"""After the cut-off: one side's lead asks, in public, the other's consents, and then the act may be done once.

The guard `within_cut_off` of the transitions and `commitments.services.propose` ask here; nothing else lets things in.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.choices import LateKind, LateState
from commitments.models import Commitment, LateChange
from ledger.machine import Done, Machine, NotAllowed, ReasonNeeded, Transition
from ledger.services import record
from network import roles
from network.choices import Role, Side
from notices import services as notices
from plans.models import Plan

if TYPE_CHECKING:
    from network.models import User

machine = Machine(
    "commitments.LateChange",
    (
        Transition(
            "consent",
            gettext_lazy("Consent"),
            (LateState.WAITING,),
            LateState.CONSENTED,
            "commitments.answer_late_change",
            done=gettext_lazy("Consented to a change after the cut-off"),
            needs_reason=True,
            question=gettext_lazy("Do you consent to this change after the cut-off?"),
            statement=gettext_lazy("We consent that this is done once, although the plan's cut-off has passed."),
        ),
        Transition(
            "refuse_late_change",
            gettext_lazy("Refuse"),
            (LateState.WAITING,),
            LateState.REFUSED,
            "commitments.answer_late_change",
            done=gettext_lazy("Refused a change after the cut-off"),
            needs_reason=True,
            question=gettext_lazy("Why do you refuse this change after the cut-off?"),
            is_warning=True,
        ),
        Transition(
            "take_back_late_change",
            gettext_lazy("Take back"),
            (LateState.WAITING, LateState.CONSENTED),
            LateState.TAKEN_BACK,
            "commitments.take_back_late_change",
            done=gettext_lazy("Took back a change after the cut-off"),
            question=gettext_lazy("Do you take back what you asked for?"),
            is_warning=True,
        ),
    ),
    initial=LateState.WAITING,
)

ASKED, ANSWERED = "commitments.late_change_asked", "commitments.late_change_answered"
OTHER_LEAD = {Side.GOVERNMENT: Role.COORDINATOR, Side.CIVIL_SOCIETY: Role.LEAD_OFFICIAL}
ANSWERS = {"consent": "consent", "refuse": "refuse_late_change", "take-back": "take_back_late_change"}
# From which states of a commitment each kind starts; what cannot be done is not asked for.
SOURCES = {
    LateKind.TAKE_UP: ("proposed",),
    LateKind.TAKE_UP_AGAIN: ("annexed",),
    LateKind.REOPEN: ("agreed", "clearance", "approved"),
    LateKind.WITHOUT_AGREEMENT: ("drafting",),
}


class AlreadyAsked(ValidationError):
    """The same change waits for an answer, or for being done."""

    def __init__(self) -> None:
        super().__init__(_("The same has been asked for already: it waits for an answer, or to be done."))


@transaction.atomic
def ask(
    plan: Plan,
    *,
    kind: str,
    reason: str,
    by: User,
    commitment: Commitment | None = None,
    at: datetime | None = None,
) -> LateChange:
    """Ask the other side's lead to consent; the reason is public. Raises NotAllowed, ReasonNeeded, AlreadyAsked and
    ValidationError for what could not be done anyway."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if not by.has_perm("commitments.ask_late_change", plan):
        raise NotAllowed("commitments.ask_late_change")
    if not reason.strip():
        raise ReasonNeeded
    kind = LateKind(kind)
    commitment = None if kind == LateKind.PROPOSE else commitment
    _check_fits(plan, kind, commitment)
    if _open_ones(plan, kind, commitment).exists():
        raise AlreadyAsked
    change = LateChange.objects.create(
        plan=plan,
        number=(plan.late_changes.aggregate(last=Max("number"))["last"] or 0) + 1,
        kind=kind,
        commitment=commitment,
        reason=reason.strip(),
        asked_by=by,
        asked_side=roles.side_of(by, at=at) or "",
        asked_at=at or timezone.now(),
    )
    record(
        verb="commitments.ask_late_change",
        thing=change,
        by=by,
        reason=reason,
        reason_is_public=True,
        data=_named(change),
        at=at,
    )
    _tell(ASKED, change, by=by, waits_for=_leads(plan, OTHER_LEAD[Side(change.asked_side)]), at=at)
    return change


def _check_fits(plan: Plan, kind: LateKind, commitment: Commitment | None) -> None:
    if kind == LateKind.PROPOSE:
        return
    if commitment is None or commitment.plan_id != plan.pk:
        raise ValidationError({"commitment": _("Choose the commitment that this is about.")})
    if commitment.state not in SOURCES[kind]:
        words = _("This commitment stands at “%(state)s”: choose another, or another kind of change.")
        raise ValidationError({"commitment": words % {"state": commitment.get_state_display()}})


@transaction.atomic
def answer(change: LateChange, name: str, *, by: User, reason: str = "", at: datetime | None = None) -> None:
    """Consent, refuse or take back (the transitions' names)."""

    def write(row: LateChange) -> dict[str, Any]:
        if name != "take_back_late_change":  # who consented stays on it
            row.answered_by, row.answered_at, row.answer_reason = by, at or timezone.now(), reason.strip()
        return _named(row)

    machine.perform(change, name, by=by, reason=reason, at=at, effect=write)
    _tell(ANSWERED, change, by=by, to=[change.asked_by], at=at)


def is_consented(plan: Plan, kind: str, commitment: Commitment | None = None) -> bool:
    """Whether both sides let this in, and it has not been done yet."""
    return bool(_open_ones(plan, kind, commitment).filter(state=LateState.CONSENTED).exists())


def within_cut_off(kind: LateKind) -> Any:
    """The guard of a transition: before the cut-off always, after it with the consent of both sides."""

    def guard(commitment: Commitment, by: Any) -> str | None:
        plan = commitment.plan
        if not plan.is_past_cut_off() or is_consented(plan, kind, commitment):
            return None
        return _(
            "The plan's cut-off has passed: this needs the consent of both sides' leads, with a reason in public. "
            "They ask for it and give it under “Changes after the cut-off”, on the plan's page."
        )

    return guard


def use(plan: Plan, kind: str, commitment: Commitment, *, at: datetime | None = None) -> LateChange | None:
    """The consent is spent by the act that it was given for, in the same transaction."""
    wanted = None if kind == LateKind.PROPOSE else commitment
    change: LateChange | None = (
        _open_ones(plan, kind, wanted).select_for_update().filter(state=LateState.CONSENTED).first()
    )
    if change is not None:
        change.state, change.commitment, change.used_at = LateState.USED, commitment, at or timezone.now()
        change.save(update_fields=["state", "commitment", "used_at"])
    return change


def follow(done: Done) -> None:
    """A transition was made: if it needed a consent, that is spent."""
    if done.transition.name in SOURCES and done.thing.plan.is_past_cut_off(done.at):
        use(done.thing.plan, done.transition.name, done.thing, at=done.at)


def count(plan: Plan) -> int:
    """How many changes came in after the cut-off: the number that stands on the plan's page."""
    return plan.late_changes.filter(state=LateState.USED).count()


def _tell(kind: str, change: LateChange, **recipients: Any) -> None:
    notices.announce(kind=kind, thing=change, title=str(change), address=change.get_absolute_url(), **recipients)


def _leads(plan: Plan, role: Role) -> list[Any]:
    return [one for holding in roles.holders(plan, role) if (one := holding.post or holding.person)]


def _open_ones(plan: Plan, kind: str, commitment: Commitment | None) -> Any:
    return LateChange.objects.filter(
        plan=plan, kind=kind, commitment=commitment, state__in=[LateState.WAITING, LateState.CONSENTED]
    )


def _named(change: LateChange) -> dict[str, Any]:
    """What the leaf says: no title of a draft."""
    return {"plan": change.plan.slug, "number": change.number, "kind": change.kind}
