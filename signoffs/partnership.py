"""The word partnership: said, withheld and taken back by the network alone (DESIGN 4.6). The only writer of the state
of its decisions.

A decision of the network is written down by one steering member and signed by two: two people in two posts. Then it is
in effect, until another one is. Without one in effect that states it, nothing is called a partnership.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import readable
from core.history import save_as
from drafting import editions, signing, subjects
from drafting.models import Edition, Signature
from ledger.machine import Blocked, Machine, NotAllowed, Transition, WrongState, register_guard
from plans.models import Plan
from signoffs import mandates
from signoffs import partnership_telling as telling
from signoffs.choices import PartnershipState
from signoffs.models import PartnershipDecision

if TYPE_CHECKING:
    from network.models import Tenure, User
    from network.proving import Proof

MODEL = "signoffs.PartnershipDecision"
PERMISSION = "signoffs.state_partnership"
SIGNERS = 2
# One name, whatever was decided: what it says is public when it is in effect.
SIGN = signing.register(
    signing.Verb("signoffs.sign_partnership", gettext_lazy("Signed a decision about the partnership"), is_yes=True)
)

machine = Machine(
    MODEL,
    (
        Transition(
            "put_in_effect",
            gettext_lazy("Put the network's decision about the partnership in effect"),
            (PartnershipState.WAITING,),
            PartnershipState.IN_EFFECT,
            PERMISSION,
            done=gettext_lazy("The network's decision about the partnership came into effect"),
            guards=("signed_by_two",),
            statement=gettext_lazy("Two steering members have signed the same decision of the network."),
            has_button=False,
        ),
        Transition(
            "drop",
            gettext_lazy("Drop a decision about the partnership"),
            (PartnershipState.WAITING,),
            PartnershipState.DROPPED,
            PERMISSION,
            done=gettext_lazy("Dropped a decision about the partnership"),
            needs_reason=True,
            reason_is_public=False,
            statement=gettext_lazy("It does not come into effect. Another can be written down."),
            is_warning=True,
        ),
    ),
    initial=PartnershipState.WAITING,
)


def address(plan: Plan) -> str:
    return reverse("signoffs:partnership", args=[plan.slug])


def canonical(decision: PartnershipDecision) -> dict[str, Any]:
    """What an edition of it says; the network's name is copied."""
    return {
        "format": "ogpnap-partnership/1",
        "plan": decision.plan.slug,
        "network": str(decision.plan.network or ""),
        "number": decision.number,
        "says": "stated" if decision.is_stated else "withheld",
        "statement": decision.statement,
        "decision": decision.decision,
        "decided_on": decision.decided_on.isoformat(),
    }


def standing(plan: Plan) -> PartnershipDecision | None:
    """The network's decision that is in effect: the one that came into effect last."""
    return PartnershipDecision.objects.filter(plan=plan).in_effect().first()


def stands(plan: Plan) -> bool:
    """Whether the plan may be called a partnership now."""
    decision = standing(plan)
    return decision is not None and decision.is_stated


def waiting(plan: Plan) -> PartnershipDecision | None:
    return PartnershipDecision.objects.filter(plan=plan, state=PartnershipState.WAITING).first()


def signatures(decision: PartnershipDecision) -> list[Signature]:
    return signatures_of([decision])[decision.pk]


def signatures_of(decisions: Iterable[PartnershipDecision]) -> dict[int, list[Signature]]:
    """Under each decision, by its key; one query."""
    found: dict[int, list[Signature]] = {decision.pk: [] for decision in decisions}
    rows = Signature.objects.filter(
        verb=SIGN.name,
        edition__content_type=subjects.content_type_of(PartnershipDecision),
        edition__object_id__in=found,
    )
    for row in rows.select_related("person", "edition", "post__organisation", "post__network").order_by("pk"):
        found[row.edition.object_id].append(row)
    return found


def signed_by_two(decision: PartnershipDecision, by: Any) -> str | None:
    found = signatures(decision)
    if min(len({one.person_id for one in found}), len({one.post_id for one in found})) >= SIGNERS:
        return None
    return _("Two steering members sign it, each from a post of their own.")


register_guard(MODEL, "put_in_effect", "signed_by_two", signed_by_two)


def edition_of(decision: PartnershipDecision) -> Edition | None:
    return Edition.objects.of(decision).first()


def sha256_of(decision: PartnershipDecision) -> str:
    """Of what is signed: the frozen words, or what they will be when the first of them signs."""
    edition = edition_of(decision)
    return edition.sha256 if edition else editions.sha256_of(decision)


def sentence(decision: PartnershipDecision) -> str:
    """The sentence above the button, which the signature keeps."""
    words = _(
        "For %(network)s, I sign its decision of %(day)s: “%(plan)s” is called a partnership of government and civil "
        "society."
    )
    if not decision.is_stated:
        words = _("For %(network)s, I sign its decision of %(day)s: “%(plan)s” is not called a partnership.")
    day = readable(decision.decided_on)
    return words % {"network": decision.plan.network, "day": day, "plan": decision.plan.title}


@transaction.atomic
def prepare(
    plan: Plan,
    *,
    is_stated: bool,
    statement: str,
    decision: str,
    decided_on: date,
    by: User,
    at: datetime | None = None,
) -> PartnershipDecision:
    """Write down what the network decided, how and when. It binds nobody until two have signed it."""
    _lock(plan, by)
    if decided_on > timezone.localdate(at):
        raise ValidationError({"decided_on": _("A decision is written down after it was made.")})
    if waiting(plan) is not None:
        raise ValidationError(_("Another decision waits for signatures. Sign or drop that one first."))
    last = PartnershipDecision.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0
    made = PartnershipDecision(
        plan=plan,
        number=last + 1,
        is_stated=is_stated,
        statement=statement.strip(),
        decision=decision.strip(),
        decided_on=decided_on,
        prepared_by=by,
        prepared_at=at or timezone.now(),
    )
    save_as(made, by=by, at=at)
    telling.to_sign(made, by=by, at=at)
    return made


@transaction.atomic
def sign(
    decision: PartnershipDecision,
    *,
    by: User,
    seen_sha256: str,
    proof: Proof | None = None,
    at: datetime | None = None,
) -> Signature:
    """A steering member signs it for the network; with the second it is in effect. Signing twice leaves one signature.

    Raises NotAllowed, WrongState, Blocked, OtherWords or NotProved; then nothing is written.
    """
    _lock(decision.plan, by)
    decision.refresh_from_db()
    if decision.state != PartnershipState.WAITING:
        raise WrongState("it does not wait for signatures")
    found = signatures(decision)
    if mine := next((one for one in found if one.person_id == by.pk), None):
        return mine
    edition = edition_of(decision) or editions.freeze(decision, by=by, at=at)
    signature = signing.sign(
        edition,
        SIGN,
        by=by,
        tenure=_free_post(decision.plan, by, {one.post_id for one in found}, at),
        statement=sentence(decision),
        seen_sha256=seen_sha256,
        proof=proof,
        at=at,
    )
    if signed_by_two(decision, by) is None:
        machine.perform(decision, "put_in_effect", by=by, at=at, data=_data(decision, edition), effect=_since(at))
        telling.in_effect(decision, by=by, at=at)
    return signature


def drop(decision: PartnershipDecision, *, by: User, reason: str, at: datetime | None = None) -> None:
    machine.perform(decision, "drop", by=by, reason=reason, at=at)


def _lock(plan: Plan, by: User) -> None:
    """The plan is held as its publication holds it: what it is called does not change half way."""
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if not by.has_perm(PERMISSION, plan):
        raise NotAllowed(PERMISSION)


def _free_post(plan: Plan, by: User, taken: set[int], at: datetime | None) -> Tenure:
    for tenure in mandates.of_steering_member(by, plan, at):
        if tenure.post_id not in taken:
            return tenure
    raise Blocked([_("It was signed from your post already.")])


def _data(decision: PartnershipDecision, edition: Edition) -> dict[str, Any]:
    return {"is_stated": decision.is_stated, "edition": edition.number, "sha256": edition.sha256}


def _since(at: datetime | None) -> Any:
    def effect(row: PartnershipDecision) -> None:
        row.in_effect_at = at or timezone.now()

    return effect
