"""Comments on a narrative part: the shared pages of drafting at the plan's own addresses."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.access import public
from drafting import views as drafting
from plans.views.parts import load_part, text_pages


@public
@require_safe
def part_comments(request: HttpRequest, plan: str, part: str) -> HttpResponse:
    found = load_part(request, plan, part)
    return drafting.text_comments(request, found.text, pages=text_pages(request, found))


def start_part_comment(request: HttpRequest, plan: str, part: str) -> HttpResponse:
    found = load_part(request, plan, part)
    return drafting.start_comment(request, found.text, pages=text_pages(request, found))


@public
def part_thread(request: HttpRequest, plan: str, part: str, key: UUID) -> HttpResponse:
    found = load_part(request, plan, part)
    return drafting.show_thread(request, found.text, key, pages=text_pages(request, found))


def resolve_part_thread(request: HttpRequest, plan: str, part: str, key: UUID) -> HttpResponse:
    found = load_part(request, plan, part)
    return drafting.resolve_thread(request, found.text, key, pages=text_pages(request, found))


def reopen_part_thread(request: HttpRequest, plan: str, part: str, key: UUID) -> HttpResponse:
    found = load_part(request, plan, part)
    return drafting.reopen_thread(request, found.text, key, pages=text_pages(request, found))


def withdraw_part_comment(request: HttpRequest, plan: str, part: str, key: UUID, comment: UUID) -> HttpResponse:
    found = load_part(request, plan, part)
    return drafting.withdraw_comment(request, found.text, key, comment, pages=text_pages(request, found))
