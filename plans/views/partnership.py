"""The partnership agreement: the shared pages of drafting at the plan's own addresses."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import get_visible, public, require
from drafting import passages, standing, talk
from drafting import views as drafting
from plans.models import PartnershipAgreement
from plans.views.loading import Crumbs, crumbs, load_plan, page


def load_partnership(request: HttpRequest, plan: str) -> PartnershipAgreement:
    visible = PartnershipAgreement.objects.visible_to(request.user).select_related("plan", "text__latest__author")
    found: PartnershipAgreement = get_visible(visible, plan=load_plan(request, plan))
    return found


def text_pages(request: HttpRequest, found: PartnershipAgreement) -> drafting.TextPages:
    """Where the shared pages of texts find the agreement's own addresses."""
    user, may_edit = request.user, request.user.has_perm("plans.edit_part", found)

    def at(name: str, *more: object) -> str:
        return reverse(f"plans:{name}", args=[found.plan.slug, *more])

    return drafting.TextPages(
        title=str(found),
        back=found.get_absolute_url(),
        history=at("partnership_history"),
        revision=lambda number: at("partnership_revision", number),
        compare=lambda old, new: at("compare_partnership", old, new),
        edit=at("write_partnership") if may_edit else "",
        presence=at("partnership_presence"),
        restore=(lambda number: at("restore_partnership", number)) if may_edit else None,
        breadcrumbs=tuple(_trail(found)),
        suggestions=drafting.SuggestionPages(
            index=at("partnership_suggestions"),
            one=lambda number: at("partnership_suggestion", number),
            act=lambda act, number: at(f"{act}_partnership_suggestion", number),
            suggest=at("suggest_partnership") if user.has_perm("plans.suggest_part", found) else "",
        ),
        comments=drafting.CommentPages(
            index=at("partnership_comments"),
            one=lambda key: at("partnership_thread", key),
            act=lambda act, key: at(f"{act}_partnership_thread", key),
            withdraw=lambda key, comment: at("withdraw_partnership_comment", key, comment),
            start=at("start_partnership_comment") if user.has_perm("plans.comment_part", found) else "",
        ),
    )


@public
@require_safe
def partnership(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_partnership(request, plan)
    pages = text_pages(request, found)
    assert pages.suggestions is not None
    assert pages.comments is not None
    said = talk.on_texts([found.text], request.user)[found.text.pk]
    may = passages.acts(suggest=pages.suggestions.suggest, comment=pages.comments.start)
    where = talk.TalkPages(pages.comments.index, pages.comments.one, pages.suggestions.index, pages.suggestions.one)
    _guidance, limit = pages.asks(found.text)
    context = page(
        found.plan,
        partnership=found,
        pages=pages,
        latest=found.text.latest,
        guidance=_guidance,
        word_limit=limit,
        suggest=pages.suggestions.suggest,
        comment=pages.comments.start,
        passages=passages.passages(found.text, may, talk=said, pages=where, heading_level=2),
        open_comments=said.comment_count,
        open_suggestions=said.suggestion_count,
        panel=standing.of(found, request.user),
    )
    return render(request, "plans/partnership.html", context)


def write_partnership(request: HttpRequest, plan: str) -> HttpResponse:
    found = _to_write(request, plan)
    return drafting.edit_text(request, found.text, pages=text_pages(request, found))


@require_safe
def partnership_presence(request: HttpRequest, plan: str) -> HttpResponse:
    return drafting.text_presence(request, _to_write(request, plan).text)


@public
@require_safe
def partnership_history(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_partnership(request, plan)
    return drafting.text_history(request, found.text, pages=text_pages(request, found))


@public
@require_safe
def partnership_revision(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    found = load_partnership(request, plan)
    return drafting.show_revision(request, found.text, number, pages=text_pages(request, found))


@public
@require_safe
def compare_partnership(request: HttpRequest, plan: str, old: int, new: int) -> HttpResponse:
    found = load_partnership(request, plan)
    return drafting.compare_revisions(request, found.text, old, new, pages=text_pages(request, found))


def restore_partnership(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    found = _to_write(request, plan)
    return drafting.restore_revision(request, found.text, number, pages=text_pages(request, found))


# Comments and suggestions


@public
@require_safe
def partnership_comments(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_partnership(request, plan)
    return drafting.text_comments(request, found.text, pages=text_pages(request, found))


def start_partnership_comment(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_partnership(request, plan)
    return drafting.start_comment(request, found.text, pages=text_pages(request, found))


@public
def partnership_thread(request: HttpRequest, plan: str, key: UUID) -> HttpResponse:
    found = load_partnership(request, plan)
    return drafting.show_thread(request, found.text, key, pages=text_pages(request, found))


def resolve_partnership_thread(request: HttpRequest, plan: str, key: UUID) -> HttpResponse:
    found = load_partnership(request, plan)
    return drafting.resolve_thread(request, found.text, key, pages=text_pages(request, found))


def reopen_partnership_thread(request: HttpRequest, plan: str, key: UUID) -> HttpResponse:
    found = load_partnership(request, plan)
    return drafting.reopen_thread(request, found.text, key, pages=text_pages(request, found))


def withdraw_partnership_comment(request: HttpRequest, plan: str, key: UUID, comment: UUID) -> HttpResponse:
    found = load_partnership(request, plan)
    return drafting.withdraw_comment(request, found.text, key, comment, pages=text_pages(request, found))


def suggest_partnership(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_partnership(request, plan)
    require(request.user, "plans.suggest_part", found)
    return drafting.suggest_change(request, found.text, pages=text_pages(request, found))


@public
@require_safe
def partnership_suggestions(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_partnership(request, plan)
    return drafting.list_suggestions(request, found.text, pages=text_pages(request, found))


@public
@require_safe
def partnership_suggestion(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    found = load_partnership(request, plan)
    return drafting.show_suggestion(request, found.text, number, pages=text_pages(request, found))


def accept_partnership_suggestion(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    found = _to_write(request, plan)
    return drafting.accept_suggestion(request, found.text, number, pages=text_pages(request, found))


def write_partnership_suggestion(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    found = _to_write(request, plan)
    return drafting.write_for_suggestions(request, found.text, number, pages=text_pages(request, found))


def refuse_partnership_suggestion(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    found = _to_write(request, plan)
    return drafting.refuse_suggestion(request, found.text, number, pages=text_pages(request, found))


def withdraw_partnership_suggestion(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    """Only the author may; the shared view asks."""
    found = load_partnership(request, plan)
    return drafting.withdraw_suggestion(request, found.text, number, pages=text_pages(request, found))


# Agreement


def agree_partnership(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_partnership(request, plan)
    return drafting.agree_to(request, found, breadcrumbs=_trail(found))


def send_partnership_back(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_partnership(request, plan)
    return drafting.send_back(request, found, breadcrumbs=_trail(found))


@public
@require_safe
def partnership_signatures(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_partnership(request, plan)
    return drafting.show_signatures(request, found, breadcrumbs=_trail(found))


@public
@require_safe
def partnership_edition(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    found = load_partnership(request, plan)
    return drafting.show_edition(request, found, number, breadcrumbs=_trail(found))


@public
@require_safe
def compare_partnership_editions(request: HttpRequest, plan: str, old: int, new: int) -> HttpResponse:
    found = load_partnership(request, plan)
    return drafting.compare_editions(request, found, old, new, breadcrumbs=_trail(found))


def _to_write(request: HttpRequest, plan: str) -> PartnershipAgreement:
    found = load_partnership(request, plan)
    require(request.user, "plans.edit_part", found)
    return found


def _trail(found: PartnershipAgreement) -> Crumbs:
    return crumbs(found.plan, (_("Partnership agreement"), found.get_absolute_url()))
