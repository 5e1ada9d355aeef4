from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments import weakening
from commitments.shown import changed_parts, parts_of
from commitments.views.loading import actor, address, crumbs, load
from core.access import get_visible, public, require
from drafting import editions as freezing
from drafting.models import Edition


@public
@require_safe
def editions(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    commitment = load(request, plan, ref)
    found = list(Edition.objects.of(commitment).defer("content").select_related("frozen_by"))
    context = {
        "commitment": commitment,
        "breadcrumbs": crumbs(commitment),
        "editions": found,
        "may_freeze": request.user.has_perm("commitments.freeze", commitment),
    }
    return render(request, "commitments/editions.html", context)


@public
@require_safe
def edition(request: HttpRequest, plan: str, ref: str, number: int) -> HttpResponse:
    """The frozen copy in full."""
    commitment = load(request, plan, ref)
    one = get_visible(Edition.objects.of(commitment).select_related("frozen_by"), number=number)
    context = {
        "commitment": commitment,
        "breadcrumbs": crumbs(commitment),
        "edition": one,
        "parts": parts_of(one.data),
        "is_current": freezing.is_current(one, commitment),
    }
    return render(request, "commitments/edition.html", context)


@public
@require_safe
def edition_text(request: HttpRequest, plan: str, ref: str, number: int) -> HttpResponse:
    """The bytes that were hashed and signed: what tools/verify.py takes as the text."""
    one = get_visible(Edition.objects.of(load(request, plan, ref)), number=number)
    name = f"{plan}-{ref}-edition-{number}.json"
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or ""}
    return HttpResponse(one.content.encode(), content_type="application/json", headers=headers)


@public
@require_safe
def compare(request: HttpRequest, plan: str, ref: str, old: int, new: int) -> HttpResponse:
    """What changed between two editions, heading by heading."""
    commitment = load(request, plan, ref)
    all_of_it = Edition.objects.of(commitment)
    before, after = get_visible(all_of_it, number=old), get_visible(all_of_it, number=new)
    parts = changed_parts(before.data, after.data)
    context = {
        "commitment": commitment,
        "breadcrumbs": crumbs(commitment),
        "before": before,
        "after": after,
        "parts": parts,
        "is_same": not any(part.is_changed for part in parts),
        "weaker": weakening.findings(before.data, after.data),
    }
    return render(request, "commitments/compare.html", context)


def freeze(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    commitment = load(request, plan, ref)
    require(request.user, "commitments.freeze", commitment)
    if request.method == "POST":
        one = freezing.freeze(commitment, by=actor(request))
        messages.success(request, _("Edition %(number)d is frozen.") % {"number": one.number})
        return redirect(address("edition", commitment, one.number))
    context = {
        "commitment": commitment,
        "breadcrumbs": crumbs(commitment),
        "cancel_url": address("editions", commitment),
    }
    return render(request, "commitments/freeze.html", context)
