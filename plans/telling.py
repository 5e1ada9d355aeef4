"""Whom a change of a plan's rules, and a role given on it, are announced to."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.choices import Role
from network.models import Post, User
from notices import kinds
from notices import services as notices
from plans.choices import RuleChangeState
from plans.models import Plan, RuleChange

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.machine import Done

ASKED = "plans.ask_rule_change"
CHANGED = "plans.rule_changed"
AGREED = "plans.agree_to_rule_change"
REFUSED = "plans.refuse_rule_change"
TAKEN_BACK = "plans.take_back_rule_change"
ROLE_GIVEN = "plans.role_given"
ROLE_TAKEN = "plans.role_taken"


def register_kinds() -> None:
    asked = gettext_lazy("your side asked for it")
    kinds.register(
        ASKED,
        gettext_lazy("A change of the plan's rules was asked for"),
        gettext_lazy("you lead this plan"),
        waiting=lambda: RuleChange.objects.filter(state=RuleChangeState.WAITING),
    )
    for kind, label, why in (
        (CHANGED, gettext_lazy("A rule of the plan was changed"), gettext_lazy("you lead this plan")),
        (AGREED, gettext_lazy("A change of the plan's rules was agreed"), asked),
        (REFUSED, gettext_lazy("A change of the plan's rules was refused"), asked),
        (TAKEN_BACK, gettext_lazy("A change of the plan's rules was taken back"), asked),
        (ROLE_GIVEN, gettext_lazy("You were given a role"), gettext_lazy("you hold it now")),
        (ROLE_TAKEN, gettext_lazy("A role was taken back from you"), gettext_lazy("you held it")),
    ):
        kinds.register(kind, label, why)


def asked(change: RuleChange, *, by: User, waits_for: Iterable[Post | User]) -> None:
    _announce(ASKED, change, by=by, at=change.asked_at, waits_for=waits_for)


def changed(change: RuleChange, *, by: User) -> None:
    """At once, for there was nobody to ask."""
    _announce(CHANGED, change, by=by, at=change.asked_at)


def answered(done: Done) -> None:
    _announce(done.verb, done.thing, by=done.by, at=done.at, to=[done.thing.asked_by])


def _announce(kind: str, change: RuleChange, *, by: Any, at: datetime, **people: Any) -> None:
    notices.announce(
        kind=kind,
        thing=change,
        title=str(change.get_rule_display()),
        address=change.get_absolute_url(),
        by=by,
        at=at,
        **people,
    )


def role_given(plan: Plan, role: Role, *, holder: Post | User, by: User, at: datetime | None) -> None:
    _announce_role(ROLE_GIVEN, plan, role, holder=holder, by=by, at=at)


def role_taken(plan: Plan, role: Role, *, holder: Post | User, by: User, at: datetime | None) -> None:
    _announce_role(ROLE_TAKEN, plan, role, holder=holder, by=by, at=at)


def _announce_role(kind: str, plan: Plan, role: Role, *, holder: Post | User, by: User, at: datetime | None) -> None:
    notices.announce(
        kind=kind,
        thing=plan,
        title=_("%(role)s of %(plan)s") % {"role": Role(role).label, "plan": plan},
        address=plan.get_absolute_url(),
        by=by,
        to=[holder],
        at=at,
        tells_followers=False,
    )
