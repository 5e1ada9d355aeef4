"""Suggestions on the sections of a commitment: the shared pages of drafting, and one list of them all."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from commitments import services, suggested
from commitments.models import Commitment, Section
from commitments.views.loading import actor, crumbs, load, load_section
from commitments.views.sections import pages_of
from core.access import public, require
from drafting import suggested as shown
from drafting import views as drafting
from drafting.choices import SuggestionState
from drafting.models import Suggestion
from drafting.views.suggesting import load_suggestion
from network.choices import Side

PER_PAGE = 25
SIDES = {
    Side.GOVERNMENT.value: gettext_lazy("From government"),
    Side.CIVIL_SOCIETY.value: gettext_lazy("From civil society"),
    Side.INDEPENDENT.value: gettext_lazy("From independent reviewers"),
}


@public
@require_safe
def suggestions(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    """Those on all sections: open or decided, of one side or all."""
    commitment = load(request, plan, ref)
    visible = Suggestion.objects.visible_to(request.user).filter(text__section__commitment=commitment)
    side = request.GET.get("side", "")
    of_side = visible.filter(side=side) if side in SIDES else visible
    shows_decided = request.GET.get("show") == "decided"
    is_open = {"state": SuggestionState.OPEN}
    wanted = of_side.exclude(**is_open) if shows_decided else of_side.filter(**is_open)
    page = Paginator(_in_order(wanted), PER_PAGE).get_page(request.GET.get("page"))
    open_count = of_side.filter(**is_open).count()
    context = {
        "commitment": commitment,
        "breadcrumbs": crumbs(commitment),
        "page": page,
        "rows": _rows(request, commitment, list(page)),
        "shows_decided": shows_decided,
        "open_count": open_count,
        "decided_count": of_side.count() - open_count,
        "side": side if side in SIDES else "",
        "sides": list(SIDES.items()),
    }
    return render(request, "commitments/suggestions.html", context)


def _in_order(found: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    related = found.select_related("author", "decided_by", "revision").defer("revision__body")
    return related.order_by("text__section__template_section__position", "text__section", "number")


def _rows(request: HttpRequest, commitment: Commitment, found: list[Suggestion]) -> list[shown.SuggestionRow]:
    sections = commitment.sections.select_related("template_section", "text__latest")
    by_text: dict[int, Section] = {}
    for section in sections:
        section.commitment = commitment
        by_text[section.text_id] = section
    pages = {pk: pages_of(section) for pk, section in by_text.items()}
    after = suggested.carrying(commitment, request.user)
    gone = set()
    for pk, section in by_text.items():
        waiting = [one for one in found if one.text_id == pk and one.state == SuggestionState.OPEN]
        gone |= {key for key, span in shown.places(waiting, section.text).items() if span is None}
    return [shown.suggestion_row(one, pages[one.text_id], is_gone=one.pk in gone, after_refusal=after) for one in found]


def suggest(request: HttpRequest, plan: str, ref: str, section: str) -> HttpResponse:
    owner = load_section(request, plan, ref, section)
    require(request.user, "commitments.suggest", owner)
    return drafting.suggest_change(request, owner.text, pages=pages_of(owner, may_suggest=True))


@public
@require_safe
def section_suggestions(request: HttpRequest, plan: str, ref: str, section: str) -> HttpResponse:
    owner = load_section(request, plan, ref, section)
    may_suggest = request.user.has_perm("commitments.suggest", owner)
    return drafting.list_suggestions(request, owner.text, pages=pages_of(owner, may_suggest=may_suggest))


@public
@require_safe
def suggestion(request: HttpRequest, plan: str, ref: str, section: str, number: int) -> HttpResponse:
    owner = load_section(request, plan, ref, section)
    return drafting.show_suggestion(request, owner.text, number, pages=pages_of(owner))


def accept_suggestion(request: HttpRequest, plan: str, ref: str, section: str, number: int) -> HttpResponse:
    owner = _to_decide(request, plan, ref, section, writes=True)
    return drafting.accept_suggestion(request, owner.text, number, pages=pages_of(owner, may_edit=True))


def write_suggestion(request: HttpRequest, plan: str, ref: str, section: str, number: int) -> HttpResponse:
    owner = _to_decide(request, plan, ref, section, writes=True)
    return drafting.write_for_suggestions(request, owner.text, number, pages=pages_of(owner, may_edit=True))


def refuse_suggestion(request: HttpRequest, plan: str, ref: str, section: str, number: int) -> HttpResponse:
    owner = _to_decide(request, plan, ref, section, writes=False)
    return drafting.refuse_suggestion(request, owner.text, number, pages=pages_of(owner))


def withdraw_suggestion(request: HttpRequest, plan: str, ref: str, section: str, number: int) -> HttpResponse:
    """Only the author may; the shared view asks."""
    owner = load_section(request, plan, ref, section)
    return drafting.withdraw_suggestion(request, owner.text, number, pages=pages_of(owner))


@require_POST
def carry_suggestion(request: HttpRequest, plan: str, ref: str, section: str, number: int) -> HttpResponse:
    """One that was not accepted becomes an ask of the annex."""
    owner = load_section(request, plan, ref, section)
    require(request.user, "commitments.add_ask", owner.commitment.plan)
    refused = load_suggestion(request, owner.text, number)
    try:
        ask = services.carry_suggestion(refused, by=actor(request))
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect(suggested.address(owner, number))
    messages.success(request, _("It stands in the annex as %(ref)s. You can edit its words.") % {"ref": ask.ref})
    return redirect(ask)


def _to_decide(request: HttpRequest, plan: str, ref: str, section: str, *, writes: bool) -> Section:
    """A refusal needs no right to edit: suggestions are answered also when a text is closed."""
    owner = load_section(request, plan, ref, section)
    require(request.user, "commitments.decide_suggestion", owner)
    if writes:
        require(request.user, "commitments.edit_section", owner)
    return owner
