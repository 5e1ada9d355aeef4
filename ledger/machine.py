"""States and the way between them: one table per model draws the buttons, guards the POST and feeds the tests."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from core.history import save_as
from ledger import wording
from ledger.models import Entry
from ledger.services import record

M = TypeVar("M", bound=Model)
Guard = Callable[[Any, Any], "str | None"]
Follower = Callable[["Done"], None]

_machines: dict[str, "Machine"] = {}
_guards: dict[tuple[str, str, str], Guard] = {}
_followers: dict[str, list[Follower]] = {}


class WrongState(Exception):
    """The thing is not, or no longer, in a state this transition starts from."""


class NotAllowed(PermissionDenied):
    """This person may not do this to this thing."""


class ReasonNeeded(ValidationError):
    """The transition needs a reason and none was given."""

    def __init__(self) -> None:
        super().__init__({"reason": _("Give a reason")})


class Blocked(Exception):
    """A guard objects; `reasons` say what must happen first, in words for the person."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Transition:
    """`label` is on the button ("Take up"), `done` in the record of what was done ("Took up"), `question` heads its
    page, `statement` is what the person agrees to.

    Without `has_button` it is not made on a page of its own: it follows from a signature.
    """

    name: str
    label: Any
    sources: tuple[str, ...]
    target: str
    permission: str
    needs_reason: bool = False
    reason_is_public: bool = True
    guards: tuple[str, ...] = ()
    done: Any = ""
    question: Any = ""
    statement: Any = ""
    is_warning: bool = False
    has_button: bool = True


@dataclass(frozen=True)
class Done:
    """A transition that was just made: what a follower is told, in the same transaction."""

    transition: Transition
    thing: Any
    by: Any
    came_from: str
    reason: str
    at: datetime
    entry: Entry

    @property
    def verb(self) -> str:
        return self.entry.verb


@dataclass(frozen=True)
class Offer:
    """A transition open to a person now; with `blocked` reasons it is shown, and cannot be done yet."""

    transition: Transition
    blocked: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.transition.name

    @property
    def label(self) -> Any:
        return self.transition.label

    @property
    def is_blocked(self) -> bool:
        return bool(self.blocked)


@dataclass(frozen=True)
class Machine:
    model_label: str
    transitions: tuple[Transition, ...]
    initial: str
    field_name: str = "state"
    by_name: dict[str, Transition] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "transitions", tuple(self.transitions))
        object.__setattr__(self, "by_name", {t.name: t for t in self.transitions})
        if len(self.by_name) != len(self.transitions):
            raise ValueError(f"{self.model_label} has two transitions of one name.")
        for transition in self.transitions:
            wording.register(self.verb(transition), transition.done or transition.label, statement_is_public=True)
        _machines[self.model_label.lower()] = self

    def verb(self, transition: Transition) -> str:
        return f"{self.model_label.split('.')[0]}.{transition.name}"

    def states(self) -> frozenset[str]:
        named = {state for t in self.transitions for state in (*t.sources, t.target)}
        return frozenset(named | {self.initial})

    def available(self, obj: Model, user: Any) -> list[Offer]:
        """What `user` may do to `obj` in its state, with what still blocks it."""
        state = getattr(obj, self.field_name)
        return [
            Offer(transition, tuple(self.objections(transition, obj, user)))
            for transition in self.transitions
            if transition.has_button and state in transition.sources and user.has_perm(transition.permission, obj)
        ]

    def objections(self, transition: Transition, obj: Model, user: Any) -> list[str]:
        """What the guards say; a guard that nobody registered refuses."""
        reasons: list[str] = []
        for name in transition.guards:
            guard = _guards.get((self.model_label.lower(), transition.name, name))
            reason = guard(obj, user) if guard else str(_("A check that this step needs is not in place."))
            if reason:
                reasons.append(reason)
        return reasons

    def perform(
        self,
        obj: M,
        name: str,
        *,
        by: Any,
        reason: str = "",
        at: datetime | None = None,
        data: Mapping[str, Any] | None = None,
        effect: Callable[[M], object] | None = None,
    ) -> Entry:
        """In one transaction: lock, check state, permission, reason, guards; `effect(obj)` writes fields; save; record.

        `obj` is read again under the lock: set fields in `effect`, not before. A dict that `effect` returns joins
        `data` in the leaf, which is public. Raises WrongState, NotAllowed, ReasonNeeded or Blocked; nothing is written.
        """
        transition = self.by_name[name]
        with transaction.atomic():
            obj.refresh_from_db(from_queryset=type(obj)._base_manager.select_for_update())
            self.check(transition, obj, by=by, reason=reason)
            came_from = getattr(obj, self.field_name)
            added = effect(obj) if effect else None
            setattr(obj, self.field_name, transition.target)
            save_as(obj, by=by, reason=str(transition.label), at=at)
            entry = record(
                verb=self.verb(transition),
                thing=obj,
                by=by,
                reason=reason,
                reason_is_public=transition.reason_is_public,
                statement=str(transition.statement),
                data={
                    **(data or {}),
                    **(added if isinstance(added, dict) else {}),
                    "from": came_from,
                    "to": transition.target,
                },
                at=at,
            )
            done = Done(transition, obj, by, came_from, reason, entry.at, entry)
            for follower in _followers.get(self.model_label.lower(), ()):
                follower(done)
            return entry

    def check(self, transition: Transition, obj: Model, *, by: Any, reason: str) -> None:
        state = getattr(obj, self.field_name)
        if state not in transition.sources:
            raise WrongState(f"{transition.name} does not start from {state}")
        if not by.has_perm(transition.permission, obj):
            raise NotAllowed(transition.permission)
        if transition.needs_reason and not reason.strip():
            raise ReasonNeeded
        if reasons := self.objections(transition, obj, by):
            raise Blocked(reasons)


def register_guard(model_label: str, transition_name: str, guard_name: str, guard: Guard) -> None:
    """`guard(obj, by)` answers None, or what must happen first, in words for the person."""
    _guards[model_label.lower(), transition_name, guard_name] = guard


def register_follower(model_label: str, follower: Follower) -> None:
    """`follower(done)` is called in the transaction of every transition of the model, whoever makes it: an app above
    does what follows from it (asks departments, tells people). What it raises undoes the transition."""
    _followers.setdefault(model_label.lower(), []).append(follower)


def machines() -> Iterable[Machine]:
    return _machines.values()
