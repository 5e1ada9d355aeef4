"""Whose plan it is called. Nobody chooses it: it follows from the leads' signatures and the network's word."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from network.choices import Side
from publications import readiness
from publications.choices import PresentedAs

if TYPE_CHECKING:
    from drafting.models import Edition
    from plans.models import Plan

# Both are made ready before the hour: the network may give or take back its word until then.
WAYS = (PresentedAs.GOVERNMENT, PresentedAs.JOINT)
Word = Callable[["Plan", "Edition"], bool]


def _no_word(plan: Any, edition: Any) -> bool:
    """Without somebody who keeps the network's statement nothing is called joint."""
    return False


_words: list[Word] = [_no_word]


def register(word: Word) -> None:
    """`word(plan, edition)`: whether the network's statement of partnership stands now; the last one is asked."""
    _words[:] = [word]


def presented_as(plan: Plan, edition: Edition) -> PresentedAs:
    """Joint only with both leads' signatures and while the network's statement of partnership stands."""
    is_joint = set(readiness.signatures(edition)) >= {Side.GOVERNMENT, Side.CIVIL_SOCIETY} and _words[-1](plan, edition)
    return PresentedAs.JOINT if is_joint else PresentedAs.GOVERNMENT


def draft_presented_as(plan: Plan, edition: Edition) -> PresentedAs:
    """A consultation draft binds nobody, so nobody signs it: it is called joint while the network's word stands."""
    return PresentedAs.JOINT if _words[-1](plan, edition) else PresentedAs.GOVERNMENT
