"""A plan's scope: themes, timetable and the partnership agreement that holds, agreed by both sides."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import get_visible, public
from drafting import standing
from drafting import views as drafting
from plans import canonical, shown
from plans.models import Scope
from plans.views.loading import Crumbs, crumbs, load_plan, page


def load_scope(request: HttpRequest, plan: str) -> Scope:
    scopes = Scope.objects.visible_to(request.user).select_related("plan__partnership_agreement")
    found: Scope = get_visible(scopes, plan=load_plan(request, plan))
    return found


@public
@require_safe
def scope(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_scope(request, plan)
    content = canonical.scope_content(found)
    context = page(
        found.plan,
        scope=found,
        parts=[part for part in shown.scope_passages(content) if part[2]],
        panel=standing.of(found, request.user, content=content),
        shows_drafts=found.plan.shows_drafts_to(request.user),
    )
    return render(request, "plans/scope.html", context)


def agree_scope(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_scope(request, plan)
    return drafting.agree_to(request, found, breadcrumbs=_trail(found))


def send_scope_back(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_scope(request, plan)
    return drafting.send_back(request, found, breadcrumbs=_trail(found))


@public
@require_safe
def scope_signatures(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_scope(request, plan)
    return drafting.show_signatures(request, found, breadcrumbs=_trail(found))


@public
@require_safe
def scope_edition(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    found = load_scope(request, plan)
    return drafting.show_edition(request, found, number, breadcrumbs=_trail(found))


@public
@require_safe
def compare_scope_editions(request: HttpRequest, plan: str, old: int, new: int) -> HttpResponse:
    found = load_scope(request, plan)
    return drafting.compare_editions(request, found, old, new, breadcrumbs=_trail(found))


def _trail(scope: Scope) -> Crumbs:
    return crumbs(scope.plan, (_("Scope"), scope.get_absolute_url()))
