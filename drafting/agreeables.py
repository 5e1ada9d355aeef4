"""What can be agreed by the sides. Apps above register a model with what agreement has to ask about one thing of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Model, QuerySet

from drafting import subjects
from drafting.models import Edition, Signature
from drafting.shown import Passage
from network import acting
from network.choices import Side

if TYPE_CHECKING:
    from drafting.corrections import Carry
    from ledger.models import Entry
    from network.models import Post, Tenure, User

BOTH = (Side.GOVERNMENT, Side.CIVIL_SOCIETY)


def _nothing(thing: Any) -> Iterable[str]:
    return ()


def nothing_more(thing: Any, edition: Edition, by: Any, at: datetime | None) -> None:
    return None


def _nowhere(thing: Any, correction: Any) -> str:
    return ""


def _nobody(thing: Any, side: Side) -> Iterable[Any]:
    return ()


def _never(old: dict[str, Any], new: dict[str, Any]) -> Sequence[Any]:
    return ()


def _not_taken_back(things: Sequence[Any]) -> Mapping[int, Mapping[Side, Entry]]:
    return {}


def _as_it_is(things: QuerySet[Any]) -> QuerySet[Any]:
    return things


def _tenure(thing: Any, user: Any) -> Tenure | None:
    return acting.tenure_for(user, thing)


@dataclass(frozen=True)
class Agreeable:
    """How agreement asks about one registered model.

    `sides(thing)` must all agree; `permission` is asked before somebody agrees or sends back for their side (`led_by`
    is its twin: the things for which a person has it), and `seat(thing, user)` is the tenure from which they do.
    `leads(thing, side)` are the posts for which an edition waits.

    Addresses: the thing's page, where it is agreed and sent back, an edition, two compared, all its signatures.
    `name(thing)` is what messages and statements call it; `parts(content)` what an edition says, heading by heading,
    with all that goes into its hash; `weaker(old, new)` what became weaker (rows of drafting/weaker.html).

    `correction_address(thing, correction)` is the page of an editorial correction, for what can be corrected.
    `closed(thing)` says in words why nothing can be said of it now (it is not being drafted), `objections(thing)` what
    must happen before it can be agreed (it is not complete). `taken_back(things)` are, by key and side, the last acts
    by which a side itself reopened a thing: a yes it gave before stays, and counts again when it is given again.
    `agreed` and `sent_back` follow in the transaction of the act, when the last side has agreed, or when one sent it
    back. `whole(things)` adds to a queryset what the content of many things needs.
    """

    model: type[Model]
    permission: str
    led_by: Callable[[Any], QuerySet[Any]]
    sides: Callable[[Any], tuple[Side, ...]]
    address: Callable[[Any], str]
    agree_address: Callable[[Any], str]
    send_back_address: Callable[[Any], str]
    edition_address: Callable[[Any, int], str]
    compare_address: Callable[[Any, int, int], str]
    signatures_address: Callable[[Any], str]
    parts: Callable[[dict[str, Any]], list[Passage]]
    correction_address: Callable[[Any, Any], str] = _nowhere
    name: Callable[[Any], str] = str
    weaker: Callable[[dict[str, Any], dict[str, Any]], Sequence[Any]] = _never
    seat: Callable[[Any, Any], Tenure | None] = _tenure
    leads: Callable[[Any, Side], Iterable[Post | User]] = _nobody
    closed: Callable[[Any], Iterable[str]] = _nothing
    objections: Callable[[Any], Iterable[str]] = _nothing
    taken_back: Callable[[Sequence[Any]], Mapping[int, Mapping[Side, Entry]]] = _not_taken_back
    agreed: Callable[[Any, Edition, Any, datetime | None], None] = nothing_more
    sent_back: Callable[[Any, Edition, Any, datetime | None], None] = nothing_more
    whole: Callable[[QuerySet[Any]], QuerySet[Any]] = _as_it_is


@dataclass(frozen=True)
class Stand:
    """Where one side stands: `answer` is the last thing it said of the whole, None if nothing."""

    side: Side
    answer: Signature | None
    is_current: bool  # the answer was given to the words as they are now, or counts for them (`carried`)
    taken_back: Entry | None = None  # the act by which it was reopened after the side's answer
    carried: Carry | None = None  # the editorial correction through which a yes to earlier words counts

    @property
    def has_agreed(self) -> bool:
        """To the words as they are now."""
        return self.answer is not None and self.answer.is_yes and self.is_current and self.taken_back is None

    @property
    def agreed_earlier(self) -> bool:
        """To an earlier text, or before it reopened it: the yes stays there, and can be given anew."""
        return self.answer is not None and self.answer.is_yes and not self.has_agreed

    @property
    def has_sent_back(self) -> bool:
        return self.answer is not None and not self.answer.is_yes


class SeatCheck(Protocol):
    def __call__(self, edition: Edition, person: Any, *, verb: str) -> str: ...


_agreeables: dict[type[Model], Agreeable] = {}
_seat_checks: list[SeatCheck] = []


def register(agreeable: Agreeable) -> None:
    _agreeables[agreeable.model] = agreeable


def registered() -> list[Agreeable]:
    return list(_agreeables.values())


def agreeable_of(thing: Model) -> Agreeable:
    try:
        return _agreeables[type(thing)]
    except KeyError:
        raise subjects.NotASubject(f"{thing._meta.label} is not registered with drafting.agreement") from None


def register_seat_check(check: SeatCheck) -> None:
    """`check(edition, person, verb=…)` says in words which other seat this person fills for the same words, or "":
    one person cannot be two of those whose yes is needed."""
    if check not in _seat_checks:
        _seat_checks.append(check)


def seat_checks() -> list[SeatCheck]:
    return list(_seat_checks)
