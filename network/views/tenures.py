from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.access import get_visible, require
from network import services
from network.choices import MANDATED_KINDS, PostKind
from network.forms import AppointForm, ConfirmForm, EndTenureForm, HandoverNoteForm, done
from network.handover import held_by
from network.models import Handover, Post, Tenure

POSTS = Post.objects.select_related("organisation", "network")


def appoint(request: HttpRequest, slug: str) -> HttpResponse:
    post = get_visible(POSTS.all(), slug=slug)
    require(request.user, "network.appoint", post)
    form = AppointForm(request.POST or None, post=post, initial={"starts": timezone.localdate()})
    if form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ("starts", "ends", "mandate", "mandated_on")}
        if done(form, services.appoint, form.person, post, by=request.user, **fields):
            messages.success(request, _("%(person)s was appointed.") % {"person": form.person})
            return redirect(post)
    context = {
        "form": form,
        "post": post,
        "needs_mandate": post.kind in MANDATED_KINDS,
        "is_network_decision": post.kind == PostKind.COORDINATOR,
    }
    return render(request, "network/appoint.html", context)


def end_tenure(request: HttpRequest, slug: str) -> HttpResponse:
    tenure = _current(slug)
    require(request.user, "network.end_tenure", tenure)
    form = EndTenureForm(request.POST or None, initial={"ends": timezone.localdate()})
    if tenure.person_id != request.user.pk:  # the note is the leaver's
        del form.fields["note"]
    if form.is_valid() and done(form, services.end_tenure, tenure, by=request.user, **form.cleaned_data):
        messages.success(request, _("The tenure ends, and the handover is open."))
        return redirect(tenure.post)
    return render(request, "network/end_tenure.html", {"form": form, "tenure": tenure, "held": held_by(tenure.post)})


def handover(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest handover of the post: the leaver writes, the successor reads and accepts."""
    handover = _latest_handover(slug)
    require(request.user, "network.read_handover", handover)
    can_write = handover.is_open and request.user.has_perm("network.write_handover", handover)
    form = HandoverNoteForm(request.POST or None, initial={"note": handover.note})
    if request.method == "POST":
        require(request.user, "network.write_handover", handover)
        if form.is_valid() and done(form, services.write_handover, handover, by=request.user, **form.cleaned_data):
            messages.success(request, _("Your note is kept for the successor."))
            return redirect("network:handover", slug=slug)
    post = handover.tenure.post
    is_leaver = handover.tenure.person_id == request.user.pk
    context = {
        "form": form if can_write else None,
        "handover": handover,
        "earlier": Handover.objects.open().filter(tenure__post=post).exclude(pk=handover.pk).exclude(note=""),
        "post": post,
        "held": [] if is_leaver else held_by(post),  # what the post holds is no longer the leaver's to see
        "is_leaver": is_leaver,
        "can_accept": handover.is_open and request.user.has_perm("network.accept_handover", handover),
    }
    return render(request, "network/handover.html", context)


@require_POST
def accept_handover(request: HttpRequest, slug: str) -> HttpResponse:
    handover = _latest_handover(slug)
    require(request.user, "network.accept_handover", handover)
    form = ConfirmForm({})
    if done(form, services.accept_handover, handover, by=request.user):
        messages.success(request, _("You accepted the handover."))
    else:
        messages.error(request, form.non_field_errors().as_text())
    return redirect("network:handover", slug=slug)


def _current(slug: str) -> Tenure:
    places = Tenure.objects.select_related("person", "post__organisation", "post__network", "post__deputy_of")
    tenure: Tenure | None = places.current().filter(post__slug=slug).first()
    if tenure is None:
        raise Http404
    return tenure


def _latest_handover(slug: str) -> Handover:
    places = Handover.objects.select_related("tenure__person", "tenure__post__organisation", "tenure__post__network")
    handover: Handover | None = places.filter(tenure__post__slug=slug).order_by("-tenure__ends", "-pk").first()
    if handover is None:
        raise Http404
    return handover
