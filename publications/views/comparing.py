from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page

from core.access import public
from publications.comparison import Group, compare_editions
from publications.models import PlanEdition
from publications.services import LOOK
from publications.views.loading import crumbs, keep_in_caches, the_edition
from publications.views.reading import KEPT_FOR


@public
@conditional_page
def compare(request: HttpRequest, plan: str, old: int, new: int) -> HttpResponseBase:
    before = the_edition(request, plan, old, whole=False)
    after = the_edition(request, plan, new, whole=False)
    context = {
        "plan": after.plan,
        "before": before,
        "after": after,
        "groups": _groups(before, after),
        "breadcrumbs": crumbs(
            after.plan,
            (_("Published editions"), reverse("publications:editions", args=[plan])),
            (_("Difference"), ""),
        ),
    }
    return keep_in_caches(render(request, "publications/compare.html", context), request)


def _groups(before: PlanEdition, after: PlanEdition) -> list[Group]:
    key = f"publications.compare:{before.sha256}:{after.sha256}:{get_language()}:{LOOK}"
    groups: list[Group] | None = cache.get(key)
    if groups is None:
        groups = compare_editions(before.data, after.data)
        cache.set(key, groups, KEPT_FOR)
    return groups
