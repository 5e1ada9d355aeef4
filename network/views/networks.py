from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.access import get_visible, public, require
from network import roles, services
from network.forms import NetworkForm, done
from network.models import MembershipRequest, Network, Organisation, Post


@public
def index(request: HttpRequest) -> HttpResponse:
    context = {
        "networks": Network.objects.all(),
        "organisation_count": Organisation.objects.count(),
        "vacant_posts": Post.objects.vacant().with_holders().longest_vacant()[:10],
        "vacant_count": Post.objects.vacant().count(),
        "waiting": MembershipRequest.objects.visible_to(request.user).waiting().count(),
        "coordinates": Network.objects.coordinated_by(request.user).exists(),
    }
    return render(request, "network/index.html", context)


@public
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    network = get_visible(Network.objects.prefetch_related("sisters"), slug=slug)
    memberships = network.memberships.current()
    context = {
        "network": network,
        "posts": network.posts.with_holders(),
        "organisations": Organisation.objects.filter(memberships__in=memberships).distinct()[:100],
        "people_count": memberships.filter(person__isnull=False).count(),
        "is_member": roles.is_member(request.user, network),
        "can_edit": request.user.has_perm("network.edit_network", network),
    }
    return render(request, "network/detail.html", context)


def edit(request: HttpRequest, slug: str) -> HttpResponse:
    network = get_visible(Network.objects.all(), slug=slug)
    require(request.user, "network.edit_network", network)
    form = NetworkForm(request.POST or None, network=network)
    if form.is_valid() and done(form, services.edit_network, network, by=request.user, **form.cleaned_data):
        messages.success(request, _("Saved."))
        return redirect(network)
    return render(request, "network/edit.html", {"form": form, "network": network, "cancel_url": network})
