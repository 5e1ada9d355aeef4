"""What every page of a plan begins with: the plan that is visible, and the way back to it."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import get_visible, require
from network.models import User
from plans.models import Plan

Crumbs = list[tuple[str, str]]


def load_plan(request: HttpRequest, slug: str) -> Plan:
    plans = Plan.objects.visible_to(request.user).select_related("template", "network")
    found: Plan = get_visible(plans, slug=slug)
    return found


def load_plan_for(request: HttpRequest, slug: str, permission: str) -> Plan:
    plan = load_plan(request, slug)
    require(request.user, permission, plan)
    return plan


def crumbs(plan: Plan | None = None, *further: tuple[str, str]) -> Crumbs:
    """Plans > the plan > …; the page itself is not among them."""
    trail = [(_("Plans"), reverse("plans:index"))]
    if plan is not None:
        trail.append((plan.title, plan.get_absolute_url()))
    return trail + list(further)


def page(plan: Plan, *further: tuple[str, str], **context: Any) -> dict[str, Any]:
    return {"plan": plan, "breadcrumbs": crumbs(plan, *further), **context}


def posted(request: HttpRequest) -> QueryDict | None:
    """The answers to a form: an empty POST is an answer too."""
    return request.POST if request.method == "POST" else None


def acting(request: HttpRequest) -> User:
    """Who acts, after a permission was asked for: never a visitor."""
    assert isinstance(request.user, User)
    return request.user
