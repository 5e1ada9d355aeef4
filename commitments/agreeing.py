"""How both sides agree to a commitment: what drafting asks, and what the commitment's page offers and shows of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Q
from django.urls import reverse

from commitments import canonical, corrections, shown, weakening, workflow
from commitments.choices import CORRECTABLE_STATES, CorrectionState, State
from commitments.models import Commitment, ProposedCorrection
from commitments.panels import Panel
from commitments.querysets import CommitmentQuerySet
from commitments.steps import Step
from commitments.telling import leads_of, name_of
from drafting import agreement, standing
from drafting.agreement import BOTH, Agreeable
from ledger.models import Entry
from network import roles
from network.choices import Side
from plans import leads
from plans.models import Plan
from plans.rules import LEADS

if TYPE_CHECKING:
    from network.models import Post, User

OPENS_FOR_BOTH = "commitments.object_to_correction"
# By these a side says that it no longer stands by a yes it gave before.
TAKES_BACK = tuple(f"commitments.{name}" for name in ("reopen", "return_to_drafting", "decline", "annex", "withdraw"))


def agreeable() -> Agreeable:
    return Agreeable(
        model=Commitment,
        permission="commitments.agree",
        led_by=led_by,
        sides=lambda commitment: BOTH,
        address=Commitment.get_absolute_url,
        agree_address=_at("agree"),
        send_back_address=_at("send_back"),
        edition_address=_at("edition"),
        compare_address=_at("compare"),
        signatures_address=_at("signatures"),
        parts=shown.parts_of,
        name=name_of,
        weaker=weakening.findings,
        seat=lambda commitment, user: leads.seat(user, commitment, commitment.plan),
        leads=lambda commitment, side: leads_of(commitment, side),
        closed=workflow.closed_to_agreement,
        objections=workflow.agreement_objections,
        correction_address=correction_address,
        taken_back=taken_back,
        agreed=workflow.agreed,
        whole=lambda commitments: cast(CommitmentQuerySet, commitments).with_content(),
    )


def led_by(user: Any) -> CommitmentQuerySet:
    """Twin of the rule `commitments.agree`."""
    plans, own = roles.things(user, Plan, LEADS), roles.things(user, Commitment, LEADS)
    return Commitment.objects.filter(Q(plan__in=plans.values("pk")) | Q(pk__in=own.values("pk")))


def _at(name: str) -> Any:
    return lambda commitment, *numbers: reverse(
        f"commitments:{name}", args=[commitment.plan.slug, commitment.ref, *numbers]
    )


def taken_back(commitments: Sequence[Commitment]) -> Mapping[int, Mapping[Side, Entry]]:
    """By side, the last act that reopened, returned or declined a commitment: its own, or an objection, which opens it
    for both. One query."""
    entries = Entry.objects.filter(
        thing_label=Commitment._meta.label_lower,
        thing_id__in=[str(one.pk) for one in commitments],
        verb__in=[*TAKES_BACK, OPENS_FOR_BOTH],
    )
    found: dict[int, dict[Side, Entry]] = defaultdict(dict)
    for entry in entries.order_by("index"):
        for side in BOTH:
            if entry.verb == OPENS_FOR_BOTH or entry.side == side:
                found[int(entry.thing_id)][side] = entry
    return found


def correction_address(commitment: Commitment, correction: Any) -> str:
    """While it is being made, the one that waits is not yet tied to it."""
    waiting = {"edition": correction.before, "state": CorrectionState.WAITING}
    proposed = getattr(correction, "proposed", None) or ProposedCorrection.objects.get(**waiting)
    return str(proposed.get_absolute_url())


def steps(user: Any, commitment: Commitment) -> Iterator[Step]:
    """The button of a lead whose side has not agreed to the words as they are now."""
    side = agreement.side_that_may(commitment, user)
    if side is None or workflow.closed_to_agreement(commitment):
        return
    stand = next(one for one in agreement.stands(commitment) if one.side == side)
    if not stand.has_agreed:
        blocked = tuple(workflow.agreement_objections(commitment))
        yield Step(standing.button(stand), _at("agree")(commitment), blocked=blocked)


def panel(user: Any, commitment: Commitment) -> Panel:
    found = standing.of(commitment, user, content=canonical.content(commitment))
    return Panel("drafting/agreement_panel.html", found)


def corrections_panel(user: Any, commitment: Commitment) -> Panel | None:
    """The editorial corrections of it, and for a lead the way to propose one."""
    rows = [] if commitment.state == State.PROPOSED else list(commitment.proposed_corrections.all())
    may = commitment.state in CORRECTABLE_STATES and user.has_perm("commitments.correct", commitment)
    if not rows and not may:
        return None
    for row in rows:
        row.commitment = commitment
    href = _at("propose_correction")(commitment) if may and not corrections.objections(commitment) else ""
    return Panel("commitments/parts/corrections_panel.html", {"corrections": rows, "propose_href": href})


def waits_to_be_sent(commitment: Commitment) -> list[Post | User]:
    """An agreed commitment waits for the lead official, who sends it for clearance."""
    return leads_of(commitment, Side.GOVERNMENT)
