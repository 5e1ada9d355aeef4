from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commitments import telling
from commitments.choices import AskOrigin, AskStatus, Origin
from commitments.models import Ask, Commitment
from commitments.services.changes import save_changes
from commitments.services.commitments import propose
from core.history import save_as
from drafting.choices import SuggestionState
from drafting.models import Suggestion
from ledger.services import record
from network.choices import Side
from plans.models import Plan

if TYPE_CHECKING:
    from ledger.machine import Done
    from network.models import User

FIELDS = frozenset(["text", "status", "reason"])


def next_ask_ref(plan: Plan) -> str:
    """A1, A2 …: the number after the highest in use."""
    refs = plan.asks.values_list("ref", flat=True)
    return f"A{max((int(ref[1:]) for ref in refs if re.fullmatch(r'A[0-9]{1,9}', ref)), default=0) + 1}"


@transaction.atomic
def add_ask(
    *,
    plan: Plan,
    text: str,
    by: User | None,
    origin: str = AskOrigin.NETWORK,
    origin_commitment: Commitment | None = None,
    origin_suggestion: Suggestion | None = None,
    status: str = AskStatus.OPEN,
    reason: str = "",
    ref: str = "",
    at: dt.datetime | None = None,
) -> Ask:
    """Put an ask into the plan's annex, after the others."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    ask = Ask(
        plan=plan,
        ref=ref or next_ask_ref(plan),
        text=text,
        origin=origin,
        origin_commitment=origin_commitment,
        origin_suggestion=origin_suggestion,
        status=status,
        reason=reason,
        position=plan.asks.count(),
    )
    save_as(ask, by=by, at=at)
    record(verb="commitments.add_ask", thing=ask, by=by, data={"origin": str(origin)}, at=at)
    telling.ask_added(ask, by=by, at=at)
    return ask


@transaction.atomic
def carry_suggestion(suggestion: Suggestion, *, by: User, at: dt.datetime | None = None) -> Ask:
    """A suggestion that was not accepted becomes an ask of the annex, in its author's words; once."""
    held = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if held.state != SuggestionState.NOT_ACCEPTED:
        raise ValidationError(_("Only a suggestion that was not accepted can be carried to the annex."))
    if Ask.objects.filter(origin_suggestion=held).exists():
        raise ValidationError(_("This suggestion stands in the annex already."))
    section = suggestion.text.section
    commitment = section.commitment
    place = {"ref": commitment.ref, "section": section.template_section.title, "words": held.replacement.strip()}
    words = gettext("Commitment %(ref)s, “%(section)s”, should say: %(words)s")
    if not place["words"]:
        place["words"] = held.quote.strip()
        words = gettext("Commitment %(ref)s, “%(section)s”, should not say: %(words)s")
    is_governments = held.decided_side == Side.GOVERNMENT
    return add_ask(
        plan=commitment.plan,
        text=words % place,
        origin=AskOrigin.SUGGESTION,
        origin_commitment=commitment,
        origin_suggestion=held,
        status=AskStatus.REFUSED if is_governments else AskStatus.OPEN,
        reason=held.decision_reason if is_governments else "",
        by=by,
        at=at,
    )


@transaction.atomic
def edit_ask(ask: Ask, *, by: User, base: int | None = None, **changes: Any) -> list[str]:
    """Change text, status or reason; see ``save_changes`` for ``base``."""
    unknown = set(changes) - FIELDS
    if unknown:
        raise TypeError(f"edit_ask() got unknown fields: {sorted(unknown)}")
    row = Ask.objects.select_for_update(of=("self",)).select_related("plan").get(pk=ask.pk)
    changed = save_changes(row, changes, by=by, base=base)
    if changed:
        record(verb="commitments.edit_ask", thing=row, by=by, data={"changed": changed})
        telling.ask_edited(row, changed, by=by)
    ask.refresh_from_db()
    return changed


@transaction.atomic
def propose_from_ask(ask: Ask, *, title: str, by: User, at: dt.datetime | None = None, **fields: Any) -> Commitment:
    """Put an ask forward as a commitment; it stays in the annex as under discussion until that is taken up."""
    row = Ask.objects.select_for_update(of=("self",)).select_related("plan").get(pk=ask.pk)
    if row.became_id:
        raise ValidationError(_("This ask has been put forward as a commitment already."))
    commitment = propose(plan=row.plan, title=title, by=by, at=at, **{"origin": Origin.CIVIL_SOCIETY, **fields})
    row.became, row.status = commitment, AskStatus.UNDER_DISCUSSION
    save_as(row, by=by)
    return commitment


@transaction.atomic
def carry(
    commitment: Commitment, *, text: str, is_refused: bool, reason: str, by: User, at: dt.datetime | None = None
) -> Ask:
    """The ask of a commitment that goes to the annex: the one that it came from or was before, in its old place, or a
    new one. ``reason`` is government's; without one it gave before stays."""
    status = AskStatus.REFUSED if is_refused else AskStatus.OPEN
    ask = _of(commitment).first()
    if ask is None:
        return add_ask(
            plan=commitment.plan,
            text=text.strip() or commitment.title,
            origin=AskOrigin.COMMITMENT,
            origin_commitment=commitment,
            status=status,
            reason=reason,
            by=by,
            at=at,
        )
    ask.status, ask.reason, ask.text = status, reason or ask.reason, text.strip() or ask.text
    if ask.origin_commitment_id == commitment.pk:
        ask.became = None
    save_as(ask, by=by, at=at)
    return ask


def follow(done: Done) -> None:
    """What becomes of the asks that a commitment came from, or was, when it moves on. They keep their place."""
    for ask in _of(done.thing):
        if done.transition.name in ("take_up", "take_up_again"):
            ask.status, ask.became = AskStatus.TAKEN_UP, done.thing
        elif done.transition.name == "decline":
            ask.status, ask.reason = AskStatus.REFUSED, done.reason
        elif done.transition.name == "withdraw":
            ask.status, ask.became = AskStatus.OPEN, None
        elif done.transition.name == "merge_into":
            ask.became = done.thing.merged_into
        else:
            continue
        save_as(ask, by=done.by, reason=str(done.transition.label), at=done.at)


def _of(commitment: Commitment) -> QuerySet[Ask]:
    """Those that the commitment itself is or was, and those that became it; not suggestions that were made on it."""
    own = Q(origin=AskOrigin.COMMITMENT, origin_commitment=commitment)
    found = Ask.objects.select_for_update(of=("self",)).select_related("plan")
    return found.filter(own | Q(became=commitment)).order_by("position", "pk")
