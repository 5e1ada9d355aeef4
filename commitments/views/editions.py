from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments import weakening
from commitments.choices import Origin
from commitments.views.loading import actor, address, crumbs, load
from core.access import get_visible, public, require
from drafting import editions as freezing
from drafting.difference import compare as difference
from drafting.models import Edition


@dataclass(frozen=True)
class Part:
    """One heading of an edition with what changed under it."""

    title: str
    html: Any
    is_changed: bool


@public
@require_safe
def editions(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    commitment = load(request, plan, ref)
    found = list(Edition.objects.of(commitment).defer("content").select_related("frozen_by"))
    context = {
        "commitment": commitment,
        "breadcrumbs": crumbs(commitment),
        "editions": found,
        "may_freeze": request.user.has_perm("commitments.freeze", commitment),
    }
    return render(request, "commitments/editions.html", context)


@public
@require_safe
def edition(request: HttpRequest, plan: str, ref: str, number: int) -> HttpResponse:
    """The frozen copy in full."""
    commitment = load(request, plan, ref)
    one = get_visible(Edition.objects.of(commitment).select_related("frozen_by"), number=number)
    context = {
        "commitment": commitment,
        "breadcrumbs": crumbs(commitment),
        "edition": one,
        "parts": parts_of(one.data),
        "is_current": freezing.is_current(one, commitment),
    }
    return render(request, "commitments/edition.html", context)


@public
@require_safe
def compare(request: HttpRequest, plan: str, ref: str, old: int, new: int) -> HttpResponse:
    """What changed between two editions, heading by heading."""
    commitment = load(request, plan, ref)
    all_of_it = Edition.objects.of(commitment)
    before, after = get_visible(all_of_it, number=old), get_visible(all_of_it, number=new)
    parts = changed_parts(before.data, after.data)
    context = {
        "commitment": commitment,
        "breadcrumbs": crumbs(commitment),
        "before": before,
        "after": after,
        "parts": parts,
        "is_same": not any(part.is_changed for part in parts),
        "weaker": weakening.findings(before.data, after.data),
    }
    return render(request, "commitments/compare.html", context)


def freeze(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    commitment = load(request, plan, ref)
    require(request.user, "commitments.freeze", commitment)
    if request.method == "POST":
        one = freezing.freeze(commitment, by=actor(request))
        messages.success(request, _("Edition %(number)d is frozen.") % {"number": one.number})
        return redirect(address("edition", commitment, one.number))
    context = {
        "commitment": commitment,
        "breadcrumbs": crumbs(commitment),
        "cancel_url": address("editions", commitment),
    }
    return render(request, "commitments/freeze.html", context)


def parts_of(data: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(key, heading, Markdown) of everything an edition says, in the order of the page."""
    facts = [
        (_("Lead"), "; ".join(data["lead"])),
        (_("Supporting, government"), "; ".join(data["supporting_government"])),
        (_("Supporting, civil society and others"), "; ".join(data["supporting_other"])),
        (_("Other actors"), data["other_actors_text"]),
        (_("Theme"), data["theme"] or ""),
        (_("Starts"), data["starts_text"]),
        (_("Ends"), data["ends_text"]),
        (_("OGP values"), ", ".join(data["values"])),
        (_("Policy areas"), ", ".join(data["policy_areas"])),
        (_("Origin"), str(Origin(data["origin"]).label)),
    ]
    return [
        ("title", _("Title"), data["title"]),
        ("facts", _("Details"), "\n".join(f"- {name}: {value}" for name, value in facts if value)),
        *((f"section-{section['key']}", section["title"], section["body"]) for section in data["sections"]),
        ("milestones", _("Milestones"), "\n".join(_milestone(one) for one in data["milestones"])),
    ]


def changed_parts(before: dict[str, Any], after: dict[str, Any]) -> list[Part]:
    old = {key: body for key, _title, body in parts_of(before)}
    new = parts_of(after)
    gone = [(key, title, "") for key, title, _body in parts_of(before) if key not in {row[0] for row in new}]
    found = []
    for key, title, body in [*new, *gone]:
        change = difference(_spaced(old.get(key, "")), _spaced(body))
        found.append(Part(title, change.html, change.changed))
    return found


def _spaced(listed: str) -> str:
    """Items of a list as paragraphs of their own, so that each is compared with itself."""
    return listed.removeprefix("- ").replace("\n- ", "\n\n")


def _milestone(one: dict[str, Any]) -> str:
    dates = " – ".join(text for text in (one["starts_text"], one["ends_text"]) if text)
    more = [dates, ", ".join(one["lead"]), one["expected_outputs"]]
    return "- " + " · ".join(part for part in (one["ref"], one["text"], *more) if part)
