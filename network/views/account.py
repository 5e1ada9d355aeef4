from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from network import roles, two_steps
from network.models import Handover, MembershipRequest, User


def account(request: HttpRequest) -> HttpResponse:
    """What the site knows of the person who is signed in: posts, memberships, side, requests."""
    user = cast(User, request.user)
    tenures = user.tenures.select_related("post__organisation", "post__network", "handover")
    memberships = user.memberships.current().select_related("network")
    context = {
        "side": roles.side_of(user),
        "tenures": [tenure for tenure in tenures if tenure.is_current()],
        "former": [tenure for tenure in tenures if tenure.ends and not tenure.is_current()],
        "needs_second_step": two_steps.is_missing(user),
        "roles": roles.roles_in_person(user),
        "memberships": memberships,
        "handovers": Handover.objects.for_successor(user).exclude(tenure__person=user).select_related("tenure__post"),
        "requests": MembershipRequest.objects.filter(applicant__account=user).select_related("network"),
    }
    return render(request, "network/account.html", context)
