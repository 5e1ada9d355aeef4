from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from commitments.models import Section
from commitments.views.loading import crumbs, load_section
from core.access import public, require
from drafting import views as drafting
from drafting.views import CommentPages, SuggestionPages, TextPages


def edit_section(request: HttpRequest, plan: str, ref: str, section: str) -> HttpResponse:
    owner = load_section(request, plan, ref, section)
    require(request.user, "commitments.edit_section", owner)
    return drafting.edit_text(request, owner.text, pages=pages_of(owner, may_edit=True))


@require_safe
def section_presence(request: HttpRequest, plan: str, ref: str, section: str) -> HttpResponse:
    owner = load_section(request, plan, ref, section)
    require(request.user, "commitments.edit_section", owner)
    return drafting.text_presence(request, owner.text)


@public
@require_safe
def section_history(request: HttpRequest, plan: str, ref: str, section: str) -> HttpResponse:
    owner = load_section(request, plan, ref, section)
    return drafting.text_history(request, owner.text, pages=_pages(request, owner))


@public
@require_safe
def section_revision(request: HttpRequest, plan: str, ref: str, section: str, number: int) -> HttpResponse:
    owner = load_section(request, plan, ref, section)
    return drafting.show_revision(request, owner.text, number, pages=_pages(request, owner))


@public
@require_safe
def compare_section(request: HttpRequest, plan: str, ref: str, section: str, old: int, new: int) -> HttpResponse:
    owner = load_section(request, plan, ref, section)
    return drafting.compare_revisions(request, owner.text, old, new, pages=_pages(request, owner))


def restore_section(request: HttpRequest, plan: str, ref: str, section: str, number: int) -> HttpResponse:
    owner = load_section(request, plan, ref, section)
    require(request.user, "commitments.edit_section", owner)
    return drafting.restore_revision(request, owner.text, number, pages=pages_of(owner, may_edit=True))


def pages_of(
    section: Section, *, may_edit: bool = False, may_suggest: bool = False, may_comment: bool = False
) -> TextPages:
    """Where the pages of this section's text are, for the shared views of drafting."""
    commitment, heading = section.commitment, section.template_section
    place = [commitment.plan.slug, commitment.ref, heading.key]
    return TextPages(
        title=heading.title,
        back=section.get_absolute_url(),
        history=reverse("commitments:section_history", args=place),
        revision=lambda number: reverse("commitments:section_revision", args=[*place, number]),
        compare=lambda old, new: reverse("commitments:compare_section", args=[*place, old, new]),
        edit=reverse("commitments:edit_section", args=place) if may_edit else "",
        presence=reverse("commitments:section_presence", args=place),
        restore=(lambda number: reverse("commitments:restore_section", args=[*place, number])) if may_edit else None,
        guidance=heading.guidance,
        word_limit=heading.word_limit,
        breadcrumbs=tuple(crumbs(commitment)),
        suggestions=suggestion_pages(place, may_suggest=may_suggest),
        comments=comment_pages(place, may_comment=may_comment),
    )


def comment_pages(place: list[str], *, may_comment: bool) -> CommentPages:
    return CommentPages(
        index=reverse("commitments:section_comments", args=place),
        one=lambda key: reverse("commitments:thread", args=[*place, key]),
        act=lambda act, key: reverse(f"commitments:{act}_thread", args=[*place, key]),
        withdraw=lambda key, comment: reverse("commitments:withdraw_comment", args=[*place, key, comment]),
        start=reverse("commitments:start_comment", args=place) if may_comment else "",
    )


def suggestion_pages(place: list[str], *, may_suggest: bool) -> SuggestionPages:
    return SuggestionPages(
        index=reverse("commitments:section_suggestions", args=place),
        one=lambda number: reverse("commitments:suggestion", args=[*place, number]),
        act=lambda act, number: reverse(f"commitments:{act}_suggestion", args=[*place, number]),
        suggest=reverse("commitments:suggest", args=place) if may_suggest else "",
    )


def _pages(request: HttpRequest, section: Section) -> TextPages:
    return pages_of(section, may_edit=request.user.has_perm("commitments.edit_section", section))
