"""Reminders to clearing posts: which there are, on which day, and why one is not sent. Nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from network.models import Post
from signoffs.choices import ReminderStep, WhyNot
from signoffs.clearance import Department
from signoffs.models import Reminder

DAYS: dict[ReminderStep, int] = {
    ReminderStep.BEFORE: -7,
    ReminderStep.DUE: 0,
    ReminderStep.LATE: 3,
    ReminderStep.DEPUTY: 7,
}
BY_DAY = range(7, 20)  # the hours in which they are sent


@dataclass(frozen=True)
class Facts:
    """Everything that decides about one reminder."""

    step: ReminderStep
    due_on: date
    asked_on: date
    is_ended: bool = False
    is_answered: bool = False
    is_sent: bool = False
    has_post: bool = True
    is_reached: bool = True  # somebody holds the post, or acts for it while it is vacant
    has_deputy: bool = True
    is_deputy_held: bool = True
    may_deputy_answer: bool = True

    @property
    def planned_on(self) -> date:
        return self.due_on + timedelta(days=DAYS[self.step])

    @property
    def overtaken_on(self) -> date | None:
        """The day of the next one; the last is never overtaken."""
        later = [days for days in DAYS.values() if days > DAYS[self.step]]
        return self.due_on + timedelta(days=min(later)) if later else None


def why_not(facts: Facts, *, at: datetime | None = None) -> WhyNot | None:
    """The reason not to send it at that moment; None: send it."""
    now = timezone.localtime(at)
    if facts.is_sent:
        return WhyNot.SENT
    if facts.is_ended:
        return WhyNot.ENDED
    if facts.is_answered:
        return WhyNot.ANSWERED
    if facts.planned_on <= facts.asked_on:
        return WhyNot.SHORT
    if now.date() < facts.planned_on:
        return WhyNot.NOT_DUE
    if facts.overtaken_on and now.date() >= facts.overtaken_on:
        return WhyNot.OVERTAKEN
    return _nobody_to_send_to(facts) or (None if now.hour in BY_DAY else WhyNot.NIGHT)


def _nobody_to_send_to(facts: Facts) -> WhyNot | None:
    if not facts.has_post:
        return WhyNot.NO_POST
    if facts.step != ReminderStep.DEPUTY:
        return None if facts.is_reached else WhyNot.VACANT
    if not facts.has_deputy:
        return WhyNot.NO_DEPUTY
    if not facts.is_deputy_held:
        return WhyNot.DEPUTY_VACANT
    return None if facts.may_deputy_answer else WhyNot.NOT_LET_IN


@dataclass(frozen=True)
class Planned:
    """One reminder as the lead official sees it: `row` is what became of it, None before its day."""

    department: Department
    step: ReminderStep
    planned_on: date
    row: Reminder | None
    reason: WhyNot | None

    @property
    def words(self) -> str:
        """Why it was not, or is not yet, sent; empty for one that was, or is about to be."""
        if self.row and self.row.sent_at:
            return ""
        if self.row and self.reason == WhyNot.OVERTAKEN:
            return str(WhyNot(self.row.why_not).label)  # what kept it back on its day
        return str(self.reason.label) if self.reason else ""


def facts_of(step: ReminderStep, department: Department, *, is_sent: bool, may_deputy_answer: bool = True) -> Facts:
    request, clearing = department.request, department.clearing
    assert request is not None
    return Facts(
        step=step,
        due_on=request.due_on,
        asked_on=timezone.localdate(request.asked_at),
        is_ended=not request.sending.is_open,
        is_answered=not department.is_asked,
        is_sent=is_sent,
        has_post=clearing.post is not None,
        is_reached=bool(clearing.reached),
        has_deputy=bool(clearing.deputies),
        is_deputy_held=bool(held_deputies(department)),
        may_deputy_answer=may_deputy_answer,
    )


def held_deputies(department: Department) -> list[Post]:
    return [post for post in department.clearing.deputies if not post.is_vacant]


def planned_for(
    department: Department, rows: Mapping[tuple[int, str, date], Reminder], *, at: datetime | None = None
) -> list[Planned]:
    """The four of one open request; `rows` by key of the request, step and due date."""
    found = []
    for step in DAYS:
        assert department.request is not None
        row = rows.get((department.request.pk, step.value, department.request.due_on))
        facts = facts_of(step, department, is_sent=bool(row and row.sent_at))
        found.append(Planned(department, step, facts.planned_on, row, why_not(facts, at=at)))
    return found
