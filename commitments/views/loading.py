"""How every view gets at what it shows: only through what is visible."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.models import Ask, Commitment, Milestone, Section
from commitments.services.changes import NotEditable
from core.access import get_visible
from network.models import Organisation, User
from plans.models import Plan

View = TypeVar("View", bound=Callable[..., HttpResponse])
Crumbs = list[tuple[str, str]]


def load_plan(request: HttpRequest, plan: str) -> Plan:
    return get_visible(Plan.objects.visible_to(request.user).select_related("template", "network"), slug=plan)


def load(request: HttpRequest, plan: str, ref: str) -> Commitment:
    visible = Commitment.objects.visible_to(request.user)
    related = ("plan__template", "plan__network", "theme", "continues__plan", "merged_into__plan")
    return get_visible(visible.select_related(*related), plan__slug=plan, ref=ref)


def load_group(request: HttpRequest, plan: str, ref: str) -> Commitment:
    """For pages about the working group, which say nothing of the drafts."""
    visible = Commitment.objects.with_group_visible_to(request.user)
    return get_visible(visible.select_related("plan__template", "plan__network"), plan__slug=plan, ref=ref)


def group_crumbs(commitment: Commitment, *, reads_drafts: bool) -> Crumbs:
    plan = commitment.plan
    if reads_drafts:
        return crumbs(commitment)
    return [
        (plan.title, plan.get_absolute_url()),
        (_("Working groups"), reverse("commitments:groups", args=[plan.slug])),
    ]


def load_section(request: HttpRequest, plan: str, ref: str, key: str) -> Section:
    visible = Section.objects.visible_to(request.user)
    related = ("commitment__plan__template", "template_section", "text__latest")
    return get_visible(
        visible.select_related(*related),
        commitment__plan__slug=plan,
        commitment__ref=ref,
        template_section__key=key,
    )


def load_ask(request: HttpRequest, plan: str, ref: str) -> Ask:
    visible = Ask.objects.visible_to(request.user)
    return get_visible(visible.select_related("plan__template", "origin_commitment__plan"), plan__slug=plan, ref=ref)


def nth_milestone(commitment: Commitment, number: int) -> Milestone:
    """The milestone that people see under this number; they never see keys."""
    milestones = list(commitment.milestones.prefetch_related("parts__organisation"))
    if not 1 <= number <= len(milestones):
        raise Http404
    milestone = milestones[number - 1]
    milestone.commitment = commitment
    return milestone


def earlier_commitments(request: HttpRequest, plan: Plan) -> Any:
    """What a commitment of this plan may continue: those of other plans that this person may see."""
    visible = Commitment.objects.visible_to(request.user).exclude(plan=plan).select_related("plan")
    if plan.period_start:
        visible = visible.filter(plan__period_start__lt=plan.period_start)
    return visible.order_by("plan__period_start", "plan", "position", "pk")


def all_organisations() -> list[Organisation]:
    return list(Organisation.objects.order_by("name"))


def plan_crumbs(plan: Plan) -> Crumbs:
    return [
        (plan.title, plan.get_absolute_url()),
        (_("Commitments"), reverse("commitments:index", args=[plan.slug])),
    ]


def crumbs(commitment: Commitment) -> Crumbs:
    return [*plan_crumbs(commitment.plan), (commitment.ref, commitment.get_absolute_url())]


def address(name: str, commitment: Commitment, *args: Any) -> str:
    return reverse(f"commitments:{name}", args=[commitment.plan.slug, commitment.ref, *args])


def actor(request: HttpRequest) -> User:
    """Who acts: asked only where a permission was required, so never a visitor."""
    assert isinstance(request.user, User)
    return request.user


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when that is nothing at all; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def while_editable(view: View) -> View:
    """If the commitment moves on between the check and the save, say so instead of failing; nothing is changed."""

    @wraps(view)
    def inner(request: HttpRequest, plan: str, ref: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, plan, ref, *args, **kwargs)
        except NotEditable as refusal:
            messages.error(request, refusal.messages[0])
            return redirect("commitments:detail", plan, ref)

    return cast(View, inner)
