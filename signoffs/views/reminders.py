from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.models import Commitment
from commitments.views.loading import load_plan
from core.access import require
from plans.models import Plan
from signoffs import clearance
from signoffs import reminders as reading
from signoffs.models import Reminder
from signoffs.rows import rows_of

EARLIER = 100


@require_safe
def reminders(request: HttpRequest, plan: str) -> HttpResponse:
    """Which reminders each department had and will have, and why one was not sent."""
    the_plan = load_plan(request, plan)
    require(request.user, "signoffs.see_reminders", the_plan)
    of_plan = Reminder.objects.filter(request__sending__commitment__plan=the_plan)
    earlier = of_plan.exclude(request__sending__ended_at=None).order_by("-tried_at", "-pk")
    context = {
        "plan": the_plan,
        "breadcrumbs": [
            (the_plan.title, the_plan.get_absolute_url()),
            (_("Sign-offs"), reverse("signoffs:board", args=[the_plan.slug])),
            (_("Reminders"), ""),
        ],
        "steps": [step.label for step in reading.DAYS],
        "asked": _asked(the_plan, request.user, of_plan.filter(request__sending__ended_at=None)),
        "earlier": earlier.select_related("request__organisation", "request__sending__commitment__plan")[:EARLIER],
    }
    return render(request, "signoffs/reminders.html", context)


def _asked(plan: Plan, user: Any, rows: Any) -> list[tuple[Commitment, clearance.Department, list[reading.Planned]]]:
    """Every open request with its four reminders; a number of queries that does not grow with them."""
    found = Commitment.objects.visible_to(user).filter(plan=plan, sendings__ended_at=None, sendings__isnull=False)
    board = rows_of(found.select_related("plan").order_by("position", "pk"))
    departments = clearance.departments_of(board)
    kept = {(row.request_id, row.step, row.due_on): row for row in rows}
    return [
        (row.commitment, one, reading.planned_for(one, kept))
        for row in board
        for one in departments[row.commitment.pk]
        if one.request
    ]
