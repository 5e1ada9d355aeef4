"""What every public page of a plan begins with: the edition that is asked for, and how long a copy may be kept."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import http_date
from django.utils.translation import gettext as _

from core.access import get_visible
from plans.models import Plan
from publications.models import PlanEdition

SECONDS_FRESH = 60


def the_plan(request: HttpRequest, slug: str) -> Plan:
    plan: Plan = get_visible(Plan.objects.visible_to(request.user), slug=slug)
    return plan


def the_edition(request: HttpRequest, slug: str, number: int | None = None, *, whole: bool = True) -> PlanEdition:
    """The edition of that number, or the latest; `whole=False` leaves its content in the database."""
    found = PlanEdition.objects.visible_to(request.user).select_related("plan", "edition").filter(plan__slug=slug)
    if not whole:
        found = found.defer("edition__content")
    if number is not None:
        chosen: PlanEdition = get_visible(found, number=number)
        return chosen
    latest: PlanEdition | None = found.order_by("-number").first()
    if latest is None:
        raise Http404
    return latest


def asked_number(request: HttpRequest) -> int | None:
    """`?edition=2` on the address of the latest one."""
    asked = request.GET.get("edition", "")
    if not asked:
        return None
    if not asked.isdecimal() or len(asked) > 5:
        raise Http404
    return int(asked)


def latest_number(plan: Plan) -> int:
    return PlanEdition.objects.of(plan).values_list("number", flat=True).first() or 0


def keep_in_caches(
    response: HttpResponseBase, request: HttpRequest, published: PlanEdition | None = None
) -> HttpResponseBase:
    """A visitor's copy may be shared; a signed-in person's page names them and is theirs."""
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, max_age=0)
    else:
        patch_cache_control(response, public=True, max_age=SECONDS_FRESH)
    if published is not None:
        response["Last-Modified"] = http_date(published.published_at.timestamp())
    return response


def crumbs(plan: Plan, *more: tuple[str, str]) -> list[tuple[str, Any]]:
    return [(_("Plans"), "/plans/"), (plan.title, reverse("plans:detail", args=[plan.slug])), *more]
