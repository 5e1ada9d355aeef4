"""Circulating the final draft: the list and who has read, for its readers and the leads; what the leads change."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.access import get_visible, require
from core.canonical import sha256
from network import roles
from plans.models import Plan
from plans.views.loading import acting, posted
from publications import circulation as circulating
from publications import reader_list
from publications.content import plan_content
from publications.forms import AddReaderForm, CirculateForm, RemoveReaderForm
from publications.models import Circulation
from publications.views.loading import crumbs, the_plan


@never_cache
@require_safe
def circulation(request: HttpRequest, plan: str) -> HttpResponse:
    """For its readers while it runs, and for the leads at any time. To everybody else there is none."""
    found = the_plan(request, plan)
    is_lead = request.user.has_perm("publications.circulate", found)
    latest = found.circulations.select_related("plan", "edition", "started_by").defer("edition__content").first()
    is_reader = latest is not None and request.user.has_perm("publications.read_circulated", latest)
    if not is_lead and not is_reader:
        raise Http404
    context = {
        "plan": found,
        "breadcrumbs": crumbs(found),
        "circulation": latest,
        "is_running": latest is not None and latest.is_running(),
        "is_lead": is_lead,
        "is_reader": is_reader,
        "too_open": circulating.too_open(found) if is_lead else "",
        "list": reader_list.of(latest, request.user) if latest else None,
        **(_of_the_leads(latest, request) if latest and is_lead else {}),
    }
    return render(request, "publications/circulation.html", context)


def _of_the_leads(latest: Circulation, request: HttpRequest) -> dict[str, Any]:
    gone = latest.readers.exclude(removed_at=None).select_related(
        "person", "removed_by", "post__organisation", "post__network"
    )
    earlier = circulating.earlier_readers(latest, acting(request)) if latest.is_running() else []
    return {"removed": list(gone), "earlier": [str(one) for one in earlier]}


def circulate(request: HttpRequest, plan: str) -> HttpResponse:
    found = the_plan(request, plan)
    require(request.user, "publications.circulate", found)
    seen = sha256(plan_content(found))
    form = CirculateForm(posted(request), initial={"seen_sha256": seen})
    if form.is_valid():
        try:
            circulating.start(found, by=acting(request), **form.cleaned_data)
        except ValidationError as refused:
            _put_errors(form, refused)
        else:
            messages.success(request, _("The final draft circulates. Now put its readers on the list."))
            return redirect("publications:circulation", found.slug)
    context = {"plan": found, "form": form, "seen": seen, "too_open": circulating.too_open(found), **_ways_back(found)}
    context["running"] = found.circulations.running().first()
    return render(request, "publications/circulate.html", context)


def end_circulation(request: HttpRequest, plan: str) -> HttpResponse:
    found = the_running(request, plan)
    if request.method == "POST":
        circulating.end(found, by=acting(request))
        messages.success(request, _("The circulation is ended. Nobody on the list can open the text any more."))
        return redirect("publications:circulation", plan)
    context = {"plan": found.plan, "circulation": found, **_ways_back(found.plan)}
    return render(request, "publications/end_circulation.html", context)


def add_reader(request: HttpRequest, plan: str) -> HttpResponse:
    found = the_running(request, plan)
    form = AddReaderForm(posted(request), side=roles.side_of(request.user) or "")
    if request.method == "POST" and form.is_valid():
        try:
            reader = circulating.add_reader(found, to=form.reader(), by=acting(request))
        except PermissionDenied:
            form.add_error(None, _("Each side chooses its own people, and this one is not of your side."))
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            messages.success(request, _("%(reader)s is on the list, and is told.") % {"reader": reader})
            return redirect("publications:circulation", plan)
    context = {"plan": found.plan, "circulation": found, "form": form, **_ways_back(found.plan)}
    return render(request, "publications/add_reader.html", context)


@require_POST
def add_earlier_readers(request: HttpRequest, plan: str) -> HttpResponse:
    found = the_running(request, plan)
    added = circulating.add_earlier_readers(found, by=acting(request))
    messages.success(request, _("Put on the list: %(names)s") % {"names": "; ".join(map(str, added)) or _("nobody")})
    return redirect("publications:circulation", plan)


def remove_reader(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    found = the_running(request, plan)
    entries = found.readers.on_list().select_related("person", "post__organisation", "post__network")
    reader = get_visible(entries, number=number)
    reader.circulation = found
    require(request.user, "publications.choose_reader", reader)
    form = RemoveReaderForm(posted(request))
    if form.is_valid():
        circulating.remove_reader(reader, by=acting(request), **form.cleaned_data)
        messages.success(request, _("%(reader)s is off the list, and can open nothing any more.") % {"reader": reader})
        return redirect("publications:circulation", plan)
    context = {"plan": found.plan, "reader": reader, "form": form, **_ways_back(found.plan)}
    return render(request, "publications/remove_reader.html", context)


def the_running(request: HttpRequest, slug: str) -> Circulation:
    """The circulation that a lead changes; 404 if none runs."""
    plan = the_plan(request, slug)
    require(request.user, "publications.circulate", plan)
    running = plan.circulations.running().select_related("plan", "edition").defer("edition__content")
    found = running.first()
    if found is None:
        raise Http404
    return found


def _put_errors(form: CirculateForm, refused: ValidationError) -> None:
    if hasattr(refused, "error_dict"):
        form.add_error(None, refused)
    else:
        form.add_error(None, refused.messages)


def _ways_back(plan: Plan) -> dict[str, Any]:
    address = reverse("publications:circulation", args=[plan.slug])
    return {"breadcrumbs": crumbs(plan, (_("Circulation of the final draft"), address)), "cancel_url": address}
