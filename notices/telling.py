"""Whom acts of the network are announced to: requests to join, appointments, handovers.

The network stands below and cannot call up: what tells of its acts is registered with it. An event is kept longer than
what it is about may be, so it names requests and posts, and never a person.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network import roles
from network.choices import PostKind
from network.models import Handover, Membership, MembershipRequest, Post, Tenure, User
from network.telling import Act, register
from notices import kinds, scopes
from notices.services import announce

ASKED = "network.asked_to_join"
MEMBERSHIP_ENDED = "network.end_membership"
APPOINTED = "network.appoint"
HANDOVER_OPENED = "network.end_tenure"
HANDOVER_ACCEPTED = "network.accept_handover"


def register_all() -> None:
    kinds.register(
        ASKED,
        gettext_lazy("Somebody asks to join the network"),
        gettext_lazy("you coordinate it"),
        waiting=MembershipRequest.objects.waiting,
    )
    kinds.register(
        APPOINTED,
        gettext_lazy("Somebody was appointed to a post"),
        gettext_lazy("it is you who was appointed"),
        asks_decision=False,
        waiting=lambda: Post.objects.filter(pk__in=Handover.objects.open().values("tenure__post")),
    )
    for kind, label, why in (
        (MEMBERSHIP_ENDED, gettext_lazy("Your membership ended"), gettext_lazy("you were a member")),
        (HANDOVER_OPENED, gettext_lazy("A post is being handed over"), gettext_lazy("you are leaving it")),
        (HANDOVER_ACCEPTED, gettext_lazy("A handover was accepted"), gettext_lazy("you left the post")),
    ):
        kinds.register(kind, label, why, asks_decision=False)
    scopes.register("network.MembershipRequest", lambda request: request.network)
    register(Act.ASKED_TO_JOIN, asked_to_join)
    register(Act.MEMBERSHIP_ENDED, membership_ended)
    register(Act.APPOINTED, appointed)
    register(Act.HANDOVER_OPENED, handover_opened)
    register(Act.HANDOVER_ACCEPTED, handover_accepted)


def asked_to_join(request: MembershipRequest, by: User | None, at: datetime | None) -> None:
    """The answer goes to the applicant in a letter of its own: they may have no account."""
    announce(
        kind=ASKED,
        thing=request,
        title=_("Request %(reference)s") % {"reference": request},
        address=request.get_absolute_url(),
        by=by,
        waits_for=request.network.posts.filter(kind=PostKind.COORDINATOR),
        at=at,
    )


def membership_ended(membership: Membership, by: User | None, at: datetime | None) -> None:
    if membership.person is None:
        return
    announce(
        kind=MEMBERSHIP_ENDED,
        thing=membership.network,
        title=str(membership.network),
        address=membership.network.get_absolute_url(),
        by=by,
        to=[membership.person],
        at=at,
    )


def appointed(tenure: Tenure, by: User | None, at: datetime | None) -> None:
    """Where the last holder left something, it waits to be read and accepted."""
    is_waiting = tenure.is_current() and Handover.objects.open().filter(tenure__post=tenure.post).exists()
    announce(
        kind=APPOINTED,
        thing=tenure.post,
        title=str(tenure.post),
        address=tenure.post.get_absolute_url(),
        by=by,
        # Who holds the post from a later day on does not hold it yet, and is told in person.
        waits_for=[tenure.post] if is_waiting else [],
        to=[tenure.person],
        beside=_plans_of(tenure.post),
        at=at,
    )


def handover_opened(handover: Handover, by: User | None, at: datetime | None) -> None:
    _announce_handover(HANDOVER_OPENED, handover, by=by, at=at, beside=_plans_of(handover.tenure.post))


def handover_accepted(handover: Handover, by: User | None, at: datetime | None) -> None:
    _announce_handover(HANDOVER_ACCEPTED, handover, by=by, at=at)


def _announce_handover(
    kind: str, handover: Handover, *, by: User | None, at: datetime | None, beside: list[Model] | None = None
) -> None:
    post = handover.tenure.post
    announce(
        kind=kind,
        thing=post,
        title=str(post),
        address=post.get_absolute_url(),
        by=by,
        to=[handover.tenure.person],
        beside=beside or [],
        at=at,
    )


def _plans_of(post: Post) -> list[Model]:
    """Where a vacancy matters: what the post holds a role on. Those who follow it are told."""
    return [thing for model in scopes.tops() for thing in roles.held_by_post(post, model)]
