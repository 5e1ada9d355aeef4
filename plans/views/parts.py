from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import get_visible, public, require
from drafting import passages, standing, talk
from drafting.views import (
    CommentPages,
    SuggestionPages,
    TextPages,
    compare_revisions,
    edit_text,
    restore_revision,
    show_revision,
    text_history,
    text_presence,
)
from plans import services
from plans.forms import AddPartForm, PartForm, others
from plans.models import NarrativePart
from plans.views.loading import acting, crumbs, load_plan, load_plan_for, page, posted

FIELDS = ("title", "guidance", "word_limit", "position")


def load_part(request: HttpRequest, plan: str, slug: str) -> NarrativePart:
    parts = NarrativePart.objects.visible_to(request.user).select_related("plan", "text__latest__author")
    found: NarrativePart = get_visible(parts, plan=load_plan(request, plan), slug=slug)
    return found


def text_pages(request: HttpRequest, part: NarrativePart) -> TextPages:
    """Where the shared pages of texts find this part's own addresses."""
    names = {"plan": part.plan.slug, "part": part.slug}
    can_edit = request.user.has_perm("plans.edit_part", part)

    def address(name: str, **numbers: int) -> str:
        return reverse(f"plans:{name}", kwargs={**names, **numbers})

    return TextPages(
        title=part.title,
        back=part.get_absolute_url(),
        history=address("part_history"),
        revision=lambda number: address("part_revision", number=number),
        compare=lambda old, new: address("compare_part", old=old, new=new),
        edit=address("write_part") if can_edit else "",
        presence=address("part_presence"),
        restore=(lambda number: address("restore_part", number=number)) if can_edit else None,
        guidance=part.guidance,
        word_limit=part.word_limit,
        breadcrumbs=tuple(crumbs(part.plan, (part.title, part.get_absolute_url()))),
        suggestions=SuggestionPages(
            index=address("part_suggestions"),
            one=lambda number: address("part_suggestion", number=number),
            act=lambda act, number: address(f"{act}_part_suggestion", number=number),
            suggest=address("suggest_part") if request.user.has_perm("plans.suggest_part", part) else "",
        ),
        comments=comment_pages(part, may_comment=request.user.has_perm("plans.comment_part", part)),
    )


def comment_pages(part: NarrativePart, *, may_comment: bool) -> CommentPages:
    place = [part.plan.slug, part.slug]
    return CommentPages(
        index=reverse("plans:part_comments", args=place),
        one=lambda key: reverse("plans:part_thread", args=[*place, key]),
        act=lambda act, key: reverse(f"plans:{act}_part_thread", args=[*place, key]),
        withdraw=lambda key, comment: reverse("plans:withdraw_part_comment", args=[*place, key, comment]),
        start=reverse("plans:start_part_comment", args=place) if may_comment else "",
    )


@public
@require_safe
def part(request: HttpRequest, plan: str, part: str) -> HttpResponse:
    found = load_part(request, plan, part)
    pages = text_pages(request, found)
    assert pages.suggestions is not None
    assert pages.comments is not None
    suggest, comment = pages.suggestions.suggest, pages.comments.start
    said = talk.on_texts([found.text], request.user)[found.text.pk]
    may = passages.acts(suggest=suggest, comment=comment)
    where = talk.TalkPages(pages.comments.index, pages.comments.one, pages.suggestions.index, pages.suggestions.one)
    context = page(
        found.plan,
        part=found,
        latest=found.text.latest,
        suggest=suggest,
        comment=comment,
        passages=passages.passages(found.text, may, talk=said, pages=where, heading_level=2),
        open_comments=said.comment_count,
        open_suggestions=said.suggestion_count,
        panel=standing.of(found, request.user),
        can_write=request.user.has_perm("plans.edit_part", found),
        can_withhold=request.user.has_perm("plans.withhold_part", found),
        can_arrange=request.user.has_perm("plans.arrange_parts", found),
    )
    return render(request, "plans/part.html", context)


def write_part(request: HttpRequest, plan: str, part: str) -> HttpResponse:
    found = load_part(request, plan, part)
    require(request.user, "plans.edit_part", found)
    return edit_text(request, found.text, pages=text_pages(request, found))


@require_safe
def part_presence(request: HttpRequest, plan: str, part: str) -> HttpResponse:
    found = load_part(request, plan, part)
    require(request.user, "plans.edit_part", found)
    return text_presence(request, found.text)


@public
@require_safe
def part_history(request: HttpRequest, plan: str, part: str) -> HttpResponse:
    found = load_part(request, plan, part)
    return text_history(request, found.text, pages=text_pages(request, found))


@public
@require_safe
def part_revision(request: HttpRequest, plan: str, part: str, number: int) -> HttpResponse:
    found = load_part(request, plan, part)
    return show_revision(request, found.text, number, pages=text_pages(request, found))


@public
@require_safe
def compare_part(request: HttpRequest, plan: str, part: str, old: int, new: int) -> HttpResponse:
    found = load_part(request, plan, part)
    return compare_revisions(request, found.text, old, new, pages=text_pages(request, found))


def restore_part(request: HttpRequest, plan: str, part: str, number: int) -> HttpResponse:
    found = load_part(request, plan, part)
    require(request.user, "plans.edit_part", found)
    return restore_revision(request, found.text, number, pages=text_pages(request, found))


def add_part(request: HttpRequest, plan: str) -> HttpResponse:
    found = load_plan_for(request, plan, "plans.arrange_parts")
    form = AddPartForm(posted(request), siblings=others(found.parts, None))
    if request.method == "POST" and form.is_valid():
        return redirect(services.add_part(plan=found, by=acting(request), **form.cleaned_data))
    return render(request, "plans/add_part.html", page(found, form=form, cancel_url=found.get_absolute_url()))


def load_part_to_arrange(request: HttpRequest, plan: str, slug: str) -> NarrativePart:
    found = load_part(request, plan, slug)
    require(request.user, "plans.arrange_parts", found)
    return found


def edit_part(request: HttpRequest, plan: str, part: str) -> HttpResponse:
    found = load_part_to_arrange(request, plan, part)
    initial = {name: getattr(found, name) for name in FIELDS}
    form = PartForm(posted(request), siblings=others(found.plan.parts, found), initial=initial)
    if request.method == "POST" and form.is_valid():
        services.edit_part(found, by=acting(request), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(found)
    context = page(found.plan, form=form, part=found, cancel_url=found.get_absolute_url())
    return render(request, "plans/edit_part.html", context)


def remove_part(request: HttpRequest, plan: str, part: str) -> HttpResponse:
    found = load_part_to_arrange(request, plan, part)
    if request.method == "POST":
        try:
            services.remove_part(found, by=acting(request))
            messages.success(request, _("The part is removed."))
        except services.InUse:
            messages.error(request, _("Something is written in this part already. Words are never thrown away."))
        return redirect(found.plan)
    context = page(found.plan, part=found, cancel_url=found.get_absolute_url())
    return render(request, "plans/remove_part.html", context)
