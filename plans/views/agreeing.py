"""Agreeing to a narrative part: the shared pages of drafting at the plan's own addresses."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.access import public
from drafting import views as drafting
from plans.models import NarrativePart
from plans.views.loading import Crumbs, crumbs
from plans.views.parts import load_part


def agree_part(request: HttpRequest, plan: str, part: str) -> HttpResponse:
    found = load_part(request, plan, part)
    return drafting.agree_to(request, found, breadcrumbs=_trail(found))


def send_part_back(request: HttpRequest, plan: str, part: str) -> HttpResponse:
    found = load_part(request, plan, part)
    return drafting.send_back(request, found, breadcrumbs=_trail(found))


@public
@require_safe
def part_signatures(request: HttpRequest, plan: str, part: str) -> HttpResponse:
    found = load_part(request, plan, part)
    return drafting.show_signatures(request, found, breadcrumbs=_trail(found))


@public
@require_safe
def part_edition(request: HttpRequest, plan: str, part: str, number: int) -> HttpResponse:
    found = load_part(request, plan, part)
    return drafting.show_edition(request, found, number, breadcrumbs=_trail(found))


@public
@require_safe
def compare_part_editions(request: HttpRequest, plan: str, part: str, old: int, new: int) -> HttpResponse:
    found = load_part(request, plan, part)
    return drafting.compare_editions(request, found, old, new, breadcrumbs=_trail(found))


def _trail(part: NarrativePart) -> Crumbs:
    return crumbs(part.plan, (part.title, part.get_absolute_url()))
