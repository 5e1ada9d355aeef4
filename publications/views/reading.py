from dataclasses import dataclass

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page

from core.access import public
from publications.agreeing import in_words
from publications.choices import Kind
from publications.documents import mark_of
from publications.models import PlanEdition
from publications.querysets import PlanEditionQuerySet
from publications.reading import PlanText, ThemeText, plan_text
from publications.services import LOOK, kept_plan_pdf
from publications.since import since
from publications.views.loading import asked_number, crumbs, keep_in_caches, latest_number, the_edition, the_plan

KEPT_FOR = 7 * 24 * 3600
Entry = tuple[str, str, list[tuple[str, str]]]


@dataclass(frozen=True)
class Page:
    """The ready HTML of an edition, or of one theme of it, with its contents: what the cache keeps."""

    title: str
    heading: str
    kind: str
    line: str
    period: str
    contents: list[Entry]
    body: SafeString
    previous: tuple[str, str] | None = None
    following: tuple[str, str] | None = None
    first_theme: str = ""
    agreed: str = ""
    presented: str = ""


@public
@conditional_page
def read(request: HttpRequest, plan: str) -> HttpResponseBase:
    if (number := asked_number(request)) is not None:
        return redirect("publications:edition", plan, number)
    return _page(request, the_edition(request, plan, whole=False))


@public
@conditional_page
def read_theme(request: HttpRequest, plan: str, theme: str) -> HttpResponseBase:
    if (number := asked_number(request)) is not None:
        return redirect("publications:edition_theme", plan, number, theme)
    return _page(request, the_edition(request, plan, whole=False), theme)


@public
@conditional_page
def edition(request: HttpRequest, plan: str, number: int) -> HttpResponseBase:
    return _page(request, the_edition(request, plan, number, whole=False))


@public
@conditional_page
def edition_theme(request: HttpRequest, plan: str, number: int, theme: str) -> HttpResponseBase:
    return _page(request, the_edition(request, plan, number, whole=False), theme)


@public
def editions(request: HttpRequest, plan: str) -> HttpResponse:
    found = the_plan(request, plan)
    published: PlanEditionQuerySet = PlanEdition.objects.visible_to(request.user)
    rows = [
        {
            "number": each.number,
            "kind": each.get_kind_display(),
            "published_at": each.published_at,
            "change_note": each.change_note,
            "sha256": each.sha256,
            "agreed": in_words(each.agreed_by),
            "href": reverse("publications:edition", args=[found.slug, each.number]),
            "previous": each.number - 1,
        }
        for each in published.of(found).for_lists()
    ]
    context = {"plan": found, "rows": rows, "breadcrumbs": crumbs(found, (_("Published editions"), ""))}
    context["can_publish"] = request.user.has_perm("publications.publish", found)
    return render(request, "publications/editions.html", context)


def _page(request: HttpRequest, published: PlanEdition, theme: str = "") -> HttpResponseBase:
    key = f"publications.page:{published.sha256}:{published.number}:{theme}:{get_language()}:{LOOK}"
    page: Page | None = cache.get(key)
    if page is None:
        page = _make_page(published, theme)
        cache.set(key, page, KEPT_FOR)
    plan = published.plan
    latest = latest_number(plan)
    context = {
        "plan": plan,
        "published": published,
        "page": page,
        "latest": latest if latest != published.number else None,
        "since": since(published),
        "pdf_size": getattr(kept_plan_pdf(published), "size", None),
        "whole": reverse("publications:edition", args=[plan.slug, published.number]),
        "breadcrumbs": crumbs(plan, (_("Edition %(number)s") % {"number": published.number}, "")),
    }
    return keep_in_caches(render(request, "publications/read.html", context), request)


def _make_page(published: PlanEdition, slug: str) -> Page:
    text, mark = plan_text(published.data, published.beside), mark_of(published)
    theme = text.theme(slug) if slug else None
    if slug and theme is None:
        raise Http404
    whole = reverse("publications:edition", args=[published.plan.slug, published.number])
    has_journeys = published.kind != Kind.CONSULTATION_DRAFT
    journeys = reverse("commitments:index", args=[published.plan.slug]) if has_journeys else ""
    context = {"text": text, "theme": theme, "mark": mark, "permanent": whole, "journeys": journeys}
    name = "publications/parts/theme.html" if theme else "publications/parts/body.html"
    body = render_to_string(name, context)
    if theme is None:
        body = SafeString(body + render_to_string("publications/parts/about_edition.html", context))  # nosec B703 - both come from our own templates
    before, after = _neighbours(published, text, theme)
    return Page(
        title=text.title,
        heading=theme.title if theme else text.title,
        kind=mark.kind,
        line=mark.lines[0],
        presented=mark.presented,
        period=text.period,
        contents=contents_of(text, theme),
        body=body,
        previous=before,
        following=after,
        first_theme=_theme_links(published, text)[0][1] if text.themes else "",
        agreed=in_words(published.agreed_by),
    )


def contents_of(text: PlanText, theme: ThemeText | None) -> list[Entry]:
    """Headings of the page with the commitments below them."""
    of_theme: list[Entry] = [
        (each.title, f"#theme-{each.slug}", [(f"{c.ref} {c.title}", c.href) for c in each.commitments])
        for each in ([theme] if theme else text.themes)
    ]
    if theme:
        return of_theme
    entries: list[Entry] = [(_("Summary"), "#summary", [])] if text.summary else []
    entries += [(part.title, f"#part-{part.slug}", []) for part in text.narrative] + of_theme
    if text.heard:
        entries.append((_("What organisations say of the whole plan"), "#what-organisations-say", []))
    if text.annex:
        entries.append((_("Annex"), "#annex", []))
    return [*entries, (_("About this edition"), "#about-this-edition", [])]


def _neighbours(
    published: PlanEdition, text: PlanText, theme: ThemeText | None
) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
    if theme is None:
        return None, None
    links = _theme_links(published, text)
    place = text.themes.index(theme)
    return links[place - 1] if place else None, links[place + 1] if place + 1 < len(links) else None


def _theme_links(published: PlanEdition, text: PlanText) -> list[tuple[str, str]]:
    address = [published.plan.slug, published.number]
    return [(t.title, reverse("publications:edition_theme", args=[*address, t.slug])) for t in text.themes]
