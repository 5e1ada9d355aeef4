"""A personal link: the lead official asks that it be sent, the holder of the post records where to."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commitments.models import Commitment
from commitments.views.loading import actor, crumbs, load
from core.access import get_visible, require
from core.dates import readable_moment
from ledger.machine import Blocked, WrongState
from network.models import Post
from signoffs import approval, links
from signoffs.choices import LinkEnd
from signoffs.forms.links import ContactsForm
from signoffs.models import Contacts, SigningLink
from signoffs.services import links as services


def send_link(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    """What was sent, what became of it, and the button. No address and no link is ever shown here."""
    commitment = load(request, plan, ref)
    require(request.user, "signoffs.send_link", commitment)
    posts = approval.posts_of(commitment)
    if request.method == "POST":
        post = next((post for post in posts if post.slug == request.POST.get("post")), None)
        said = _send(request, commitment, post) if post else _("Choose a post that is asked to approve it.")
        if not said:
            return redirect("signoffs:send_link", plan, ref)
        messages.error(request, said)
    sent = list(SigningLink.objects.filter(commitment=commitment).for_reading())
    serving = {link.post_id for link in sent if links.why_not(link) is None}
    context = {
        "commitment": commitment,
        "breadcrumbs": crumbs(commitment),
        "objections": _objections(commitment),
        "posts": [(post, _why_not(post), post.pk in serving) for post in posts],
        "sent": [{"key": f"{link.post}, {readable_moment(link.asked_at)}", "value": state_of(link)} for link in sent],
    }
    return render(request, "signoffs/send_link.html", context)


@require_POST
def take_back_link(request: HttpRequest, plan: str, ref: str) -> HttpResponse:
    """The link that a post has now; the page before says what became of it."""
    commitment = load(request, plan, ref)
    require(request.user, "signoffs.send_link", commitment)
    sent = SigningLink.objects.open().filter(commitment=commitment).for_reading()
    link = get_visible(sent, post__slug=request.POST.get("post", ""))
    try:
        services.take_back(link, by=actor(request))
    except services.LinkOver as over:
        messages.info(request, over.why.label)
    else:
        messages.success(request, _("The link was taken back. Who opens it reads that it does not work any more."))
    return redirect("signoffs:send_link", plan, ref)


def contacts(request: HttpRequest, post: str) -> HttpResponse:
    """Where links and codes of this post go: seen and changed by whoever holds it, and by nobody else."""
    the_post = get_visible(Post.objects.select_related("organisation", "network"), slug=post)
    require(request.user, "signoffs.record_contacts", the_post)
    tenure = the_post.current_tenure()
    recorded = Contacts.objects.filter(tenure=tenure).first()
    initial = {"first": recorded.first, "second": recorded.second} if recorded else {"first": actor(request).email}
    form = ContactsForm(request, seen=_fingerprint(recorded), initial=initial)
    if form.is_valid() and tenure:
        values = {name: form.cleaned_data[name] for name in ("first", "second")}
        try:
            services.record_contacts(tenure, by=actor(request), **values)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("Recorded. We wrote to the address you sign in with, so that you know."))
            return redirect(the_post)
    context = {"form": form, "post": the_post, "recorded": recorded, "cancel_url": the_post.get_absolute_url()}
    return render(request, "signoffs/contacts.html", context)


def state_of(link: SigningLink) -> str:
    """In words for who asked that it be sent."""
    if why := links.why_not(link):
        return str(why.label) if why != LinkEnd.USED else _("Answered.")
    if link.verified_at:
        return _("Opened with the code on %(when)s.") % {"when": readable_moment(link.verified_at)}
    if link.code_sent_at:
        return _("A code was asked for and sent on %(when)s.") % {"when": readable_moment(link.code_sent_at)}
    if link.sent_at:
        values = {"when": readable_moment(link.sent_at), "until": readable_moment(link.expires_at)}
        return _("Sent on %(when)s. It works until %(until)s.") % values
    return _("On its way.")


def _send(request: HttpRequest, commitment: Commitment, post: Post) -> str:
    """What is wrong, in words; empty when it is sent."""
    try:
        services.send_link(commitment, post, by=actor(request))
    except WrongState:
        return _("It is not in clearance any more, so nothing was sent.")
    except Blocked as blocked:
        return " ".join(blocked.reasons)
    except ValidationError as problem:
        return " ".join(problem.messages)
    messages.success(request, _("The link goes to the contact that %(post)s recorded.") % {"post": post})
    return ""


def _objections(commitment: Commitment) -> list[str]:
    if approval.open_sending(commitment) is None:
        return [_("It is not in clearance: there is nothing to approve now.")]
    return approval.objections(commitment)


def _why_not(post: Post) -> str:
    if post.current_tenure() is None:
        return _("Nobody holds this post. Appoint somebody first.")
    if links.contacts_of(post) is None:
        address = settings.SITE_URL + reverse("by_link:contacts", args=[post.slug])
        words = _("No contacts are recorded yet. Whoever holds the post signs in once and records two: %(address)s")
        return words % {"address": address}
    return ""


def _fingerprint(recorded: Contacts | None) -> str:
    """So that two windows do not overwrite each other's addresses unseen."""
    said = f"{recorded.first}|{recorded.second}|{recorded.recorded_at}" if recorded else ""
    return hashlib.sha256(said.encode()).hexdigest()
