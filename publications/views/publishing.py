from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commitments.choices import State
from commitments.completeness import missing
from core.access import require
from core.canonical import sha256
from drafting import standing
from plans.models import Plan
from publications import workflow
from publications.content import commitments_of, plan_content
from publications.forms import PublishForm
from publications.models import PlanEdition
from publications.views.loading import crumbs, the_plan


def publish(request: HttpRequest, plan: str) -> HttpResponse:
    """Shows exactly what would be published, and publishes exactly that."""
    found = the_plan(request, plan)
    require(request.user, "publications.publish", found)
    latest = PlanEdition.objects.of(found).for_lists().first()
    seen = sha256(plan_content(found))
    form = PublishForm(request.POST or None, is_first=latest is None, initial={"seen_sha256": seen})
    if form.is_valid():
        try:
            published = workflow.publish_consultation_draft(found, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form = PublishForm({**request.POST.dict(), "seen_sha256": seen}, is_first=latest is None)
            form.add_error(None, refused.messages)
        else:
            messages.success(request, _("Edition %(number)s is published.") % {"number": published.number})
            return redirect(published)
    context = {"plan": found, "form": form, "latest": latest, "is_new": latest is None or latest.sha256 != seen}
    context["standing"] = standing.of(found, request.user)
    return render(request, "publications/publish.html", {**context, **_preview(found), "breadcrumbs": crumbs(found)})


def _preview(plan: Plan) -> dict[str, Any]:
    commitments = list(commitments_of(plan))
    for commitment in commitments:
        for section in commitment.sections.all():
            section.commitment = commitment
        commitment.missing_count = len(missing(commitment))
    return {
        "commitments": commitments,
        "incomplete_count": sum(bool(commitment.missing_count) for commitment in commitments),
        "left_out": list(plan.commitments.filter(state=State.PROPOSED)),
        "empty_parts": [part for part in plan.parts.select_related("text__latest") if not part.text.body.strip()],
        "ask_count": plan.asks.count(),
    }
