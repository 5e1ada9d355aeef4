from itertools import zip_longest
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.access import get_visible, public, require
from network import services
from network.choices import Side
from network.forms import OrganisationFilter, OrganisationForm, done
from network.mentions import mentions_of
from network.models import Organisation

PER_PAGE = 50
TRACKED = ("name", "acronym", "kind", "website", "about")


def sides_one_may_add_to(request: HttpRequest) -> list[Side]:
    return [side for side in Side if request.user.has_perm("network.edit_organisation", Organisation(side=side))]


@public
def organisations(request: HttpRequest) -> HttpResponse:
    form = OrganisationFilter(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = Organisation.objects.with_vacancies().filter(name__icontains=chosen.get("name") or "")
    found = found.filter(**{field: chosen[field] for field in ("side", "kind") if chosen.get(field)})
    page = Paginator(found.order_by("name"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "can_add": bool(sides_one_may_add_to(request))}
    return render(request, "network/organisations.html", context)


@public
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_visible(Organisation.objects.all(), slug=slug)
    memberships = organisation.memberships.current().select_related("network")
    context = {
        "organisation": organisation,
        "posts": organisation.posts.with_holders(),
        "networks": [membership.network for membership in memberships],
        "mentions": mentions_of(organisation, request.user),
        "can_edit": request.user.has_perm("network.edit_organisation", organisation),
    }
    return render(request, "network/organisation.html", context)


def create_organisation(request: HttpRequest) -> HttpResponse:
    sides = sides_one_may_add_to(request)
    if not sides:
        raise PermissionDenied("network.edit_organisation")
    form = OrganisationForm(request.POST or None)
    form.fields["side"].choices = [(side.value, side.label) for side in sides]  # type: ignore[attr-defined]
    if form.is_valid() and done(form, services.create_organisation, by=request.user, **form.cleaned_data):
        messages.success(request, _("%(name)s was added.") % {"name": form.cleaned_data["name"]})
        return redirect(Organisation.objects.get(name=form.cleaned_data["name"]))
    return render(request, "network/create_organisation.html", {"form": form})


def edit_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_visible(Organisation.objects.all(), slug=slug)
    require(request.user, "network.edit_organisation", organisation)
    form = OrganisationForm(request.POST or None, organisation=organisation)
    if form.is_valid() and done(form, services.edit_organisation, organisation, by=request.user, **form.cleaned_data):
        messages.success(request, _("Saved."))
        return redirect(organisation)
    return render(request, "network/edit_organisation.html", {"form": form, "organisation": organisation})


@public
def organisation_history(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_visible(Organisation.objects.all(), slug=slug)
    records = organisation.history.select_related("history_user").order_by("-history_date", "-history_id")
    page = Paginator(records, PER_PAGE).get_page(request.GET.get("page"))
    context = {"organisation": organisation, "page": page, "versions": versions(list(page.object_list))}
    return render(request, "network/organisation_history.html", context)


def versions(records: list[Any]) -> list[dict[str, Any]]:
    """Each record with what it changed from the one before it (the last one listed: with nothing to compare)."""
    found = []
    for record, older in zip_longest(records, records[1:]):
        changed = [name for name in TRACKED if older and getattr(older, name) != getattr(record, name)]
        labels = [str(record._meta.get_field(name).verbose_name) for name in changed]
        found.append({"record": record, "changed": labels})
    return found
