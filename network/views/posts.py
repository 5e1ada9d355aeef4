from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.access import get_visible, public, require
from network import services
from network.choices import Side
from network.forms import PostForm, done
from network.models import Network, Organisation, Post


@public
def post(request: HttpRequest, slug: str) -> HttpResponse:
    post = get_visible(Post.objects.with_holders().select_related("deputy_of"), slug=slug)
    tenures = list(post.tenures.select_related("person", "handover"))
    last_left = next((tenure for tenure in tenures if hasattr(tenure, "handover")), None)
    held = next((tenure for tenure in tenures if tenure.is_current()), None)
    user = request.user
    context = {
        "post": post,
        "tenures": tenures,
        "deputies": post.deputies.with_holders(),
        "held": held,
        "can_appoint": (held is None or held.ends is not None) and user.has_perm("network.appoint", post),
        "can_edit": user.has_perm("network.edit_post", post),
        "can_end": held is not None and user.has_perm("network.end_tenure", held),
        "can_read_handover": last_left is not None and user.has_perm("network.read_handover", last_left.handover),
    }
    return render(request, "network/post.html", context)


def create_organisation_post(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_visible(Organisation.objects.all(), slug=slug)
    require(request.user, "network.edit_post", Post(organisation=organisation, side=organisation.side))
    return _create(request, organisation, organisation=organisation)


def create_network_post(request: HttpRequest, slug: str) -> HttpResponse:
    network = get_visible(Network.objects.all(), slug=slug)
    require(request.user, "network.edit_post", Post(network=network, side=Side.CIVIL_SOCIETY))
    return _create(request, network, network=network)


def _create(request: HttpRequest, body: Organisation | Network, **place: Organisation | Network) -> HttpResponse:
    form = PostForm(request.POST or None, body=body)
    if form.is_valid() and done(form, services.create_post, by=request.user, **place, **form.cleaned_data):
        messages.success(request, _("The post was created. It is vacant until somebody is appointed."))
        return redirect(body)
    return render(request, "network/create_post.html", {"form": form, "body": body})


def edit_post(request: HttpRequest, slug: str) -> HttpResponse:
    post = get_visible(Post.objects.select_related("organisation", "network"), slug=slug)
    require(request.user, "network.edit_post", post)
    form = PostForm(request.POST or None, post=post)
    if form.is_valid() and done(form, services.edit_post, post, by=request.user, **form.cleaned_data):
        messages.success(request, _("Saved."))
        return redirect(post)
    return render(request, "network/edit_post.html", {"form": form, "post": post})
