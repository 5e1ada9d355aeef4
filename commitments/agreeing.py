"""How both sides agree to a commitment: what drafting asks, and what the commitment's page offers and shows of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Q
from django.urls import reverse

from commitments import canonical, shown, weakening, workflow
from commitments.models import Commitment
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
    """The last act of each side that reopened, returned or declined a commitment. One query."""
    entries = Entry.objects.filter(
        thing_label=Commitment._meta.label_lower,
        thing_id__in=[str(one.pk) for one in commitments],
        verb__in=TAKES_BACK,
        side__in=BOTH,
    )
    found: dict[int, dict[Side, Entry]] = defaultdict(dict)
    for entry in entries.order_by("index"):
        found[int(entry.thing_id)][Side(entry.side)] = entry
    return found


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


def waits_to_be_sent(commitment: Commitment) -> list[Post | User]:
    """An agreed commitment waits for the lead official, who sends it for clearance."""
    return leads_of(commitment, Side.GOVERNMENT)
