"""Sending reminders: each once for a due date, whatever its job does."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from commitments.models import Commitment
from network.models import Post
from signoffs import clearance, telling
from signoffs.choices import ReminderStep, WhyNot
from signoffs.clearance import Department
from signoffs.models import ClearanceRequest, Reminder
from signoffs.reminders import DAYS, facts_of, held_deputies, why_not


def remind_due(*, at: datetime | None = None) -> int:
    """Send what is due at that moment, and keep why the rest of what is due was not sent. Returns how many were."""
    last = timezone.localdate(at) - timedelta(days=min(DAYS.values()))
    keys = ClearanceRequest.objects.open().filter(due_on__lte=last).values_list("pk", flat=True)
    return sum(remind(key, at=at) for key in list(keys))


@transaction.atomic
def remind(key: int, *, at: datetime | None = None) -> int:
    """The reminders of one request; answers how many were sent."""
    moment = at or timezone.now()
    locked = ClearanceRequest.objects.select_for_update(of=("self",)).filter(pk=key).select_related("sending").first()
    if locked is None or not locked.sending.is_open:
        return 0
    commitment = Commitment.objects.select_related("plan").get(pk=locked.sending.commitment_id)
    department = next((one for one in clearance.departments(commitment) if one.request == locked), None)
    if department is None:
        return 0
    return sum(_remind(step, department, commitment, moment) for step in DAYS)


def _remind(step: ReminderStep, department: Department, commitment: Commitment, at: datetime) -> bool:
    request = department.request
    assert request is not None
    row = Reminder.objects.filter(request=request, step=step, due_on=request.due_on).first()
    to = _recipients(step, department, commitment)
    facts = facts_of(
        step, department, is_sent=bool(row and row.sent_at), may_deputy_answer=step != ReminderStep.DEPUTY or bool(to)
    )
    reason = why_not(facts, at=at)
    if reason == WhyNot.SENT or timezone.localdate(at) < facts.planned_on:
        return False
    if reason == WhyNot.OVERTAKEN and row:  # what kept it back on its day stays
        return False
    row = row or Reminder(request=request, step=step, due_on=request.due_on)
    row.tried_at, row.why_not, row.sent_at = at, reason or "", None if reason else at
    row.save()
    if reason is None:
        telling.reminded(commitment, to=to, at=at)
    return reason is None


def _recipients(step: ReminderStep, department: Department, commitment: Commitment) -> list[Post]:
    if step != ReminderStep.DEPUTY:
        return department.clearing.reached
    return [post for post in held_deputies(department) if _may_answer(post, commitment)]


def _may_answer(post: Post, commitment: Commitment) -> bool:
    tenure = post.current_tenure()
    return tenure is not None and tenure.person.has_perm("commitments.clear", commitment)
