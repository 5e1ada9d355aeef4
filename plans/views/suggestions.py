"""Suggestions on a narrative part: the shared pages of drafting at the plan's own addresses."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.access import public, require
from drafting import views as drafting
from plans.models import NarrativePart
from plans.views.parts import load_part, text_pages


def suggest_part(request: HttpRequest, plan: str, part: str) -> HttpResponse:
    found = load_part(request, plan, part)
    require(request.user, "plans.suggest_part", found)
    return drafting.suggest_change(request, found.text, pages=text_pages(request, found))


@public
@require_safe
def part_suggestions(request: HttpRequest, plan: str, part: str) -> HttpResponse:
    found = load_part(request, plan, part)
    return drafting.list_suggestions(request, found.text, pages=text_pages(request, found))


@public
@require_safe
def part_suggestion(request: HttpRequest, plan: str, part: str, number: int) -> HttpResponse:
    found = load_part(request, plan, part)
    return drafting.show_suggestion(request, found.text, number, pages=text_pages(request, found))


def accept_part_suggestion(request: HttpRequest, plan: str, part: str, number: int) -> HttpResponse:
    found = _to_decide(request, plan, part)
    return drafting.accept_suggestion(request, found.text, number, pages=text_pages(request, found))


def write_part_suggestion(request: HttpRequest, plan: str, part: str, number: int) -> HttpResponse:
    found = _to_decide(request, plan, part)
    return drafting.write_for_suggestions(request, found.text, number, pages=text_pages(request, found))


def refuse_part_suggestion(request: HttpRequest, plan: str, part: str, number: int) -> HttpResponse:
    found = _to_decide(request, plan, part)
    return drafting.refuse_suggestion(request, found.text, number, pages=text_pages(request, found))


def withdraw_part_suggestion(request: HttpRequest, plan: str, part: str, number: int) -> HttpResponse:
    """Only the author may; the shared view asks."""
    found = load_part(request, plan, part)
    return drafting.withdraw_suggestion(request, found.text, number, pages=text_pages(request, found))


def _to_decide(request: HttpRequest, plan: str, part: str) -> NarrativePart:
    found = load_part(request, plan, part)
    require(request.user, "plans.edit_part", found)
    return found
