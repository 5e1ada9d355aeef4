from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import get_visible, public
from publications import journey as journeys
from publications.views.loading import crumbs


@public
@require_safe
def journey(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    """How a commitment came about: for everyone once it is published, for those who read drafts before."""
    found = get_visible(journeys.readable_by(request.user).with_content(), plan__slug=plan, ref=ref)
    told = journeys.of(found, request.user)
    context = {
        "plan": found.plan,
        "journey": told,
        "breadcrumbs": crumbs(found.plan, (_("How commitment %(ref)s came about") % {"ref": ref}, "")),
    }
    return render(request, "publications/journey.html", context)
