"""What happens in the network and somebody should hear of. Messages stand above: `notices` registers to be called."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from network.models import User


class Act(StrEnum):
    ASKED_TO_JOIN = "asked to join"  # of a MembershipRequest
    MEMBERSHIP_ENDED = "membership ended"  # of a Membership
    APPOINTED = "appointed"  # of a Tenure
    HANDOVER_OPENED = "handover opened"  # of a Handover
    HANDOVER_ACCEPTED = "handover accepted"  # of a Handover


Teller = Callable[[Any, "User | None", datetime | None], object]
_tellers: dict[Act, Teller] = {}


def register(act: Act, teller: Teller) -> None:
    """`teller(thing, by, at)` is called in the transaction of every act of this kind."""
    _tellers[act] = teller


def tell(act: Act, thing: Any, *, by: User | None, at: datetime | None) -> None:
    if act in _tellers:
        _tellers[act](thing, by, at)
