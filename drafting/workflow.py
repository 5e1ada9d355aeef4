"""The states of a suggestion; nothing else writes them. A decision is made once, by a person acting for a side."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.history import save_as
from drafting.choices import SuggestionState
from drafting.models import Revision, Suggestion
from ledger.actors import Actor, actor_for
from ledger.machine import NotAllowed, ReasonNeeded, WrongState
from network.choices import Side

TAKEN_IN = frozenset({SuggestionState.ACCEPTED, SuggestionState.PARTLY})
OUTCOMES = TAKEN_IN | {SuggestionState.NOT_ACCEPTED}
SIDES = (Side.GOVERNMENT, Side.CIVIL_SOCIETY)


class AlreadyDecided(WrongState):
    """Somebody decided on this suggestion, or its author withdrew it, before."""

    def __init__(self, suggestion: Suggestion) -> None:
        super().__init__(_("Suggestion S%(number)d is no longer open.") % {"number": suggestion.number})
        self.suggestion = suggestion


def hold_open(suggestions: Iterable[Suggestion]) -> None:
    """Lock these suggestions until the transaction ends, always in the same order; AlreadyDecided unless all are open.

    The text must be locked before (drafting.services), where both are: so nobody waits for each other in a ring.
    """
    held = Suggestion.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in suggestions])
    for one in held.order_by("pk"):
        if one.state != SuggestionState.OPEN:
            raise AlreadyDecided(one)


def decide(
    suggestion: Suggestion,
    outcome: str,
    *,
    reason: str,
    by: Any,
    at: datetime | None = None,
    revision: Revision | None = None,
) -> None:
    """Give a held suggestion its outcome; `revision` is the one that takes it in, None when it is not accepted."""
    if outcome not in OUTCOMES:
        raise ValueError(f"{outcome!r} is no outcome")
    if not reason.strip():
        raise ReasonNeeded
    if outcome == SuggestionState.NOT_ACCEPTED:
        revision = None
    _end(suggestion, outcome, actor=acting_for_a_side(by, suggestion), reason=reason, by=by, at=at, revision=revision)


def withdraw(suggestion: Suggestion, *, reason: str = "", by: Any, at: datetime | None = None) -> None:
    """The author takes a held suggestion back."""
    if by.pk != suggestion.author_id:
        raise NotAllowed("only the author withdraws a suggestion")
    actor = actor_for(by, suggestion.text.owner or suggestion.text)
    _end(suggestion, SuggestionState.WITHDRAWN, actor=actor, reason=reason, by=by, at=at)


def acting_for_a_side(by: Any, suggestion: Suggestion) -> Actor:
    actor = actor_for(by, suggestion.text.owner or suggestion.text)
    if actor.side not in SIDES:
        raise NotAllowed("a decision is made for a side")
    return actor


def _end(
    suggestion: Suggestion,
    state: str,
    *,
    actor: Actor,
    reason: str,
    by: Any,
    at: datetime | None,
    revision: Revision | None = None,
) -> None:
    suggestion.state = state
    suggestion.decided_by = by
    suggestion.decided_side, suggestion.decided_post = actor.side, actor.post
    suggestion.decided_organisation = actor.organisation
    suggestion.decided_at = at or timezone.now()
    suggestion.decision_reason = reason.strip()
    suggestion.revision = revision
    save_as(suggestion, by=by, at=at)
