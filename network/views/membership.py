from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.access import get_visible, public, require
from network import roles, services
from network.choices import ApplicantKind
from network.forms import AnswerForm, ConfirmForm, EndMembershipForm, JoinForm, done
from network.models import Membership, MembershipRequest, Network

PER_PAGE = 50


@public
def join(request: HttpRequest) -> HttpResponse:
    """Who may join, and the form; an account is not needed."""
    networks = list(Network.objects.all())
    user = request.user if request.user.is_authenticated else None
    initial = {
        "kind": ApplicantKind.PERSON,
        "network": request.GET.get("network") or (networks[0].slug if networks else ""),
    }
    if user:
        initial |= {"name": user.name, "email": user.email}
    form = JoinForm(request.POST or None, initial=initial)
    if form.is_valid():
        if not ratelimit.consume(request, action="ask_to_join"):
            too_many: HttpResponse = ratelimit.respond_429(request)
            return too_many
        made = services.ask_to_join(account=user, **form.cleaned_data)
        messages.success(request, _("Your request was sent. Keep the address of this page: it will show the answer."))
        return redirect("network:request_status", key=made.key)
    return render(request, "network/join.html", {"form": form, "networks": networks})


@public
def request_status(request: HttpRequest, key: str) -> HttpResponse:
    """The applicant's own page, under an address that only they were given."""
    found = get_visible(MembershipRequest.objects.select_related("network", "applicant", "answered_for"), key=key)
    response = render(request, "network/request_status.html", {"found": found, "applicant": found.applicant_or_none})
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
def take_up_membership(request: HttpRequest, key: str) -> HttpResponse:
    found = get_visible(MembershipRequest.objects.all(), key=key)
    form = ConfirmForm({})
    if done(form, services.take_up_membership, found, by=request.user):
        messages.success(request, _("You are a member now."))
    else:
        messages.error(request, form.non_field_errors().as_text())
    return redirect("network:request_status", key=key)


def requests(request: HttpRequest) -> HttpResponse:
    """For coordinators: whose network it is, and nobody else."""
    if not Network.objects.coordinated_by(request.user).exists():
        raise PermissionDenied("network.answer_request")
    found = MembershipRequest.objects.visible_to(request.user).select_related("network", "applicant")
    page = Paginator(found.order_by(F("answered_at").asc(nulls_first=True), "submitted_at"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "network/requests.html", {"page": page})


def request_detail(request: HttpRequest, reference: str) -> HttpResponse:
    found = _visible_request(request, reference)
    require(request.user, "network.answer_request", found)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        is_accepted = form.cleaned_data["answer"] == "accept"
        reason = form.cleaned_data["reason"]
        if done(form, services.answer_request, found, is_accepted=is_accepted, reason=reason, by=request.user):
            messages.success(request, _("Your answer is on its way to the applicant."))
            return redirect(found)
    context = {"form": form, "found": found, "applicant": found.applicant_or_none}
    return render(request, "network/request.html", context)


def erase_applicant(request: HttpRequest, reference: str) -> HttpResponse:
    found = _visible_request(request, reference)
    require(request.user, "network.answer_request", found)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and done(form, services.erase_applicant, found, by=request.user):
        messages.success(request, _("The personal data of this request are gone."))
        return redirect(found)
    return render(request, "network/erase_applicant.html", {"form": form, "found": found})


@public
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Organisations for everyone; the names of people only for members and their coordinator."""
    network = get_visible(Network.objects.all(), slug=slug)
    shows_people = roles.is_member(request.user, network)
    found = network.memberships.current().select_related("organisation", "person")
    if not shows_people:
        found = found.filter(organisation__isnull=False)
    page = Paginator(found.order_by("organisation__name", "person__name", "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    can_end = request.user.has_perm("network.edit_network", network)
    context = {"network": network, "page": page, "shows_people": shows_people, "can_end": can_end}
    return render(request, "network/members.html", context)


def end_membership(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    visible = Membership.objects.current().visible_to(request.user)
    membership = get_visible(visible, network__slug=slug, pk=number)
    require(request.user, "network.end_membership", membership)
    form = EndMembershipForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and done(form, services.end_membership, membership, by=request.user, **form.cleaned_data):
        messages.success(request, _("The membership has ended."))
        return redirect(membership.network)
    return render(request, "network/end_membership.html", {"form": form, "membership": membership})


def _visible_request(request: HttpRequest, reference: str) -> MembershipRequest:
    visible = MembershipRequest.objects.visible_to(request.user)
    found: MembershipRequest = get_visible(
        visible.select_related("network", "applicant", "answered_for"), reference=reference
    )
    return found
