"""The draft of the whole plan: who has agreed to it, and the shared pages where both sides do."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.choices import State
from core.access import get_visible, public
from core.canonical import sha256
from drafting import agreement, standing
from drafting import views as drafting
from plans.models import Plan
from publications import agreeing
from publications.content import commitments_of, plan_content
from publications.models import PlanEdition
from publications.views.loading import crumbs


@dataclass(frozen=True)
class Row:
    """One thing that the draft is made of, and whether it is agreed by itself."""

    title: str
    href: str
    status: str
    colour: str


def load_draft(request: HttpRequest, slug: str) -> Plan:
    """A draft is seen by those who see the plan's drafts."""
    visible = Plan.objects.with_drafts_visible_to(request.user).select_related("template")
    found: Plan = get_visible(visible, slug=slug)
    return found


@public
@require_safe
def draft(request: HttpRequest, plan: str) -> HttpResponse:
    """What stands in the plan now, what of it is agreed, and who has agreed to the whole."""
    found = load_draft(request, plan)
    content = plan_content(found)
    latest = PlanEdition.objects.of(found).for_lists().first()
    context = {
        "plan": found,
        "commitments": _commitments(found),
        "parts": _parts(found),
        "panel": standing.of(found, request.user, content=content),
        "latest": latest,
        "is_published": latest is not None and latest.sha256 == sha256(content),
        "may_publish": request.user.has_perm("publications.publish", found),
        "breadcrumbs": crumbs(found),
    }
    return render(request, "publications/draft.html", context)


def agree_draft(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_draft(request, plan)
    return drafting.agree_to(request, found, breadcrumbs=_trail(found))


def send_draft_back(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_draft(request, plan)
    return drafting.send_back(request, found, breadcrumbs=_trail(found))


@public
@require_safe
def draft_signatures(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_draft(request, plan)
    return drafting.show_signatures(request, found, breadcrumbs=_trail(found))


@public
@require_safe
def draft_edition(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    found = load_draft(request, plan)
    return drafting.show_edition(request, found, number, breadcrumbs=_trail(found))


@public
@require_safe
def compare_draft_editions(request: HttpRequest, plan: str, old: int, new: int) -> HttpResponse:
    found = load_draft(request, plan)
    return drafting.compare_editions(request, found, old, new, breadcrumbs=_trail(found))


def _commitments(plan: Plan) -> list[Row]:
    return [
        Row(f"{one.ref} {one.title}", one.get_absolute_url(), str(State(one.state).label), one.state_colour)
        for one in commitments_of(plan)
    ]


def _parts(plan: Plan) -> list[Row]:
    parts = list(plan.parts.select_related("plan", "text__latest"))
    stands = agreement.stands_of(parts)
    return [_part(part, stands[part.pk]) for part in parts]


def _part(part: Any, stands: Any) -> Row:
    is_agreed = all(stand.has_agreed for stand in stands)
    if not part.text.body.strip():
        return Row(part.title, part.get_absolute_url(), _("Empty"), "grey")
    status, colour = (_("Agreed"), "green") if is_agreed else (_("Not agreed yet"), "yellow")
    return Row(part.title, part.get_absolute_url(), status, colour)


def _trail(plan: Plan) -> list[tuple[str, Any]]:
    return crumbs(plan, (_("Draft of the whole plan"), agreeing.agreeable().address(plan)))
