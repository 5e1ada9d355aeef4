from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commitments import changes, past, reading, weakening
from commitments.forms import BetweenForm
from commitments.models import Commitment
from commitments.views.loading import crumbs, load
from core.access import public

UNREAD = dt.timedelta(days=14)


@public
@require_safe
def between(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    """What changed in the whole commitment between two moments: since this person last read it, unless they choose."""
    commitment = load(request, plan, ref)
    form = BetweenForm(request.GET)
    context: dict[str, Any] = {"commitment": commitment, "breadcrumbs": crumbs(commitment), "form": form}
    if form.is_valid():
        start = form.cleaned_data["start"] or _default(commitment, request.user)
        to = min(form.cleaned_data["to"] or timezone.now(), timezone.now())
        context |= {"start": start, "to": to, **_changed(commitment, start, to)}
    return render(request, "commitments/changes.html", context)


def _default(commitment: Commitment, person: Any) -> dt.datetime:
    return reading.last_read(commitment, person) or timezone.now() - UNREAD


def _changed(commitment: Commitment, start: dt.datetime, to: dt.datetime) -> dict[str, Any]:
    before, after = past.content_at(commitment, start), past.content_at(commitment, to)
    if before is None or after is None:
        return {"is_new": after is not None, "is_later": after is None}
    return {"weaker": weakening.findings(before, after), "rows": changes.rows(before, after)}
