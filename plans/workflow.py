"""A rule of the plan changes when both sides say so; only this module writes the state of a change."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ledger.machine import Machine, Transition
from network.models import User
from plans.choices import RuleChangeState
from plans.models import RuleChange
from plans.services.rule_changes import apply_rule_change

WAITING = (RuleChangeState.WAITING,)

RULE_CHANGES = Machine(
    "plans.RuleChange",
    (
        Transition(
            "agree_to_rule_change",
            _("Agree to the change"),
            WAITING,
            RuleChangeState.AGREED,
            "plans.answer_rule_change",
            done=_("Agreed to the change of a rule"),
            question=_("Do you agree that this rule changes?"),
            statement=_("We agree that this rule of the plan changes from now on."),
        ),
        Transition(
            "refuse_rule_change",
            _("Refuse the change"),
            WAITING,
            RuleChangeState.REFUSED,
            "plans.answer_rule_change",
            done=_("Refused the change of a rule"),
            needs_reason=True,
            question=_("Why do you refuse that this rule changes?"),
            is_warning=True,
        ),
        Transition(
            "take_back_rule_change",
            _("Take the change back"),
            WAITING,
            RuleChangeState.TAKEN_BACK,
            "plans.take_back_rule_change",
            done=_("Took back the change of a rule"),
            question=_("Do you take this change back?"),
            is_warning=True,
        ),
    ),
    initial=RuleChangeState.WAITING,
)


@transaction.atomic
def agree_to_rule_change(change: RuleChange, *, by: User, reason: str = "", at: datetime | None = None) -> None:
    _answer("agree_to_rule_change", change, by=by, reason=reason, at=at)
    apply_rule_change(change, by=by, at=at)


def refuse_rule_change(change: RuleChange, *, by: User, reason: str, at: datetime | None = None) -> None:
    _answer("refuse_rule_change", change, by=by, reason=reason, at=at)


def take_back_rule_change(change: RuleChange, *, by: User, reason: str = "", at: datetime | None = None) -> None:
    _answer("take_back_rule_change", change, by=by, reason=reason, at=at)


VERBS: dict[str, tuple[str, Callable[..., None]]] = {
    "agree": ("agree_to_rule_change", agree_to_rule_change),
    "refuse": ("refuse_rule_change", refuse_rule_change),
    "take-back": ("take_back_rule_change", take_back_rule_change),
}


def _answer(name: str, change: RuleChange, *, by: User, reason: str, at: datetime | None) -> None:
    def write(locked: RuleChange) -> dict[str, Any]:
        locked.answered_by = by
        locked.answered_at = at or timezone.now()
        locked.answer_reason = reason
        return {"plan": locked.plan.slug, "rule": locked.rule, "old": locked.old, "new": locked.new}

    RULE_CHANGES.perform(change, name, by=by, reason=reason, at=at, effect=write)
