"""PDF, plan file and table of a published edition; a commitment's own PDF."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_POST

from commitments.models import Commitment
from core import files
from core.access import public, require
from publications import exports, services
from publications.models import PlanEdition
from publications.views.loading import asked_number, crumbs, keep_in_caches, the_edition


@public
@conditional_page
def plan_pdf(request: HttpRequest, plan: str) -> HttpResponseBase:
    return _pdf(request, the_edition(request, plan, asked_number(request), whole=False))


@public
@conditional_page
def edition_pdf(request: HttpRequest, plan: str, number: int) -> HttpResponseBase:
    return _pdf(request, the_edition(request, plan, number, whole=False))


@public
@conditional_page
def plan_json(request: HttpRequest, plan: str) -> HttpResponseBase:
    return _json(request, the_edition(request, plan, asked_number(request)))


@public
@conditional_page
def edition_json(request: HttpRequest, plan: str, number: int) -> HttpResponseBase:
    return _json(request, the_edition(request, plan, number))


@public
@conditional_page
def commitments_csv(request: HttpRequest, plan: str) -> HttpResponseBase:
    return _csv(request, the_edition(request, plan, asked_number(request)))


@public
@conditional_page
def edition_csv(request: HttpRequest, plan: str, number: int) -> HttpResponseBase:
    return _csv(request, the_edition(request, plan, number))


@public
@conditional_page
def commitment_pdf(request: HttpRequest, plan: str, ref: str) -> HttpResponseBase:
    """The draft for those who may read it, else the commitment as it was last published."""
    number = asked_number(request)
    draft = None if number else _draft(request, plan, ref)
    if draft is not None:
        response = files.respond(services.draft_commitment_pdf(draft))
        response["Cache-Control"] = "private, no-store"
        return response
    published = the_edition(request, plan, number)
    content = next((each for each in published.data["commitments"] if each["ref"] == ref), None)
    if content is None:
        raise Http404
    return keep_in_caches(files.respond(services.published_commitment_pdf(published, content)), request, published)


@require_POST
def render_again(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    published = the_edition(request, plan, number, whole=False)
    require(request.user, "publications.render_again", published.plan)
    services.prepare_plan_pdf(published)
    return redirect("publications:edition_pdf", plan, number)


def _draft(request: HttpRequest, plan: str, ref: str) -> Commitment | None:
    visible = Commitment.objects.visible_to(request.user).filter(plan__slug=plan, ref=ref)
    return visible.with_content().first()


def _pdf(request: HttpRequest, published: PlanEdition) -> HttpResponseBase:
    if kept := services.kept_plan_pdf(published):
        return keep_in_caches(files.respond(kept), request, published)
    job = services.plan_pdf_job(published)
    context = {
        "plan": published.plan,
        "published": published,
        "job": job,
        "can_try_again": job.is_failed and request.user.has_perm("publications.render_again", published.plan),
        "breadcrumbs": crumbs(published.plan, (_("PDF"), "")),
    }
    response = render(request, "publications/edition_pdf.html", context, status=503 if job.is_failed else 202)
    response["Cache-Control"] = "no-store"
    response["Retry-After"] = "600" if job.is_failed else "10"
    return response


def _json(request: HttpRequest, published: PlanEdition) -> HttpResponseBase:
    return _data(request, published, exports.plan_json(published), "application/json", "json")


def _csv(request: HttpRequest, published: PlanEdition) -> HttpResponseBase:
    content = exports.commitments_csv(published).encode()
    return _data(request, published, content, "text/csv; charset=utf-8", "csv")


def _data(
    request: HttpRequest, published: PlanEdition, content: bytes, media_type: str, ending: str
) -> HttpResponseBase:
    response = HttpResponse(content, content_type=media_type)
    name = f"{published.plan.slug}-{published.number}.{ending}"
    response["Content-Disposition"] = f'{"attachment" if ending == "csv" else "inline"}; filename="{name}"'
    response["ETag"] = quote_etag(f"{published.sha256}-{published.number}-{ending}")
    response["Access-Control-Allow-Origin"] = "*"
    return keep_in_caches(response, request, published)
