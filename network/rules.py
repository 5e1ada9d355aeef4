"""Facts that decide who may do what in the network; network.capabilities names the rights that they make.

They go through the person's own tenures, so nothing here needs a model. What other apps ask of a person (side,
membership, being an official) is in network.roles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from network.choices import PostKind, Side
from network.periods import current, current_membership

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from network.models import Handover, Membership, MembershipRequest, Network, Organisation, Post, Tenure, User

    Person: TypeAlias = "User | AnonymousUser"


def _posts(user: Person, **where: Any) -> bool:
    """Whether the person holds a post like this today."""
    if not (user.is_authenticated and user.is_active):
        return False
    return user.tenures.filter(current(None), **{f"post__{field}": value for field, value in where.items()}).exists()


# Facts about the person


def is_lead_official(user: Person) -> bool:
    return _posts(user, kind=PostKind.LEAD_OFFICIAL, side=Side.GOVERNMENT)


def is_coordinator(user: Person) -> bool:
    return _posts(user, kind=PostKind.COORDINATOR, side=Side.CIVIL_SOCIETY)


# Facts about the person and the thing


def coordinates(user: Person, network: Network | None) -> bool:
    return network is not None and _posts(user, kind=PostKind.COORDINATOR, network=network)


def coordinates_organisation(user: Person, organisation: Organisation) -> bool:
    """Of a network that it has joined; of any network, for one that has joined none."""
    joined = organisation.memberships.filter(current_membership(None)) if organisation.pk else None
    networks = list(joined.values_list("network", flat=True)) if joined else []
    return _posts(user, kind=PostKind.COORDINATOR, network__in=networks) if networks else is_coordinator(user)


def may_appoint(user: Person, post: Post) -> bool:
    """Government posts by the lead official, whose own is the deputy's or the minister's to fill; civil-society posts
    by the coordinator, whose own the steering members fill by a recorded decision; others by the operator."""
    if post.side == Side.GOVERNMENT:
        if post.kind != PostKind.LEAD_OFFICIAL:
            return is_lead_official(user)
        return _posts(user, kind=PostKind.MINISTER, side=Side.GOVERNMENT) or _posts(
            user, kind=PostKind.DEPUTY, deputy_of=post
        )
    if post.side == Side.CIVIL_SOCIETY:
        if post.kind == PostKind.COORDINATOR:
            return _posts(user, kind=PostKind.STEERING_MEMBER, network=post.network, network__isnull=False)
        return may_edit_post(user, post)
    return False


def may_edit_organisation(user: Person, organisation: Organisation) -> bool:
    if organisation.side == Side.GOVERNMENT:
        return is_lead_official(user)
    if organisation.side == Side.CIVIL_SOCIETY:
        return coordinates_organisation(user, organisation)
    return is_lead_official(user) or is_coordinator(user)


def may_edit_post(user: Person, post: Post) -> bool:
    if post.organisation is None:
        return coordinates(user, post.network)
    return may_edit_organisation(user, post.organisation)


def is_holder(user: Person, tenure: Tenure) -> bool:
    return user.pk is not None and tenure.person_id == user.pk


def may_appoint_to_its_post(user: Person, tenure: Tenure) -> bool:
    return may_appoint(user, tenure.post)


def is_leaver(user: Person, handover: Handover) -> bool:
    return is_holder(user, handover.tenure)


def is_successor(user: Person, handover: Handover) -> bool:
    return not is_leaver(user, handover) and _posts(user, pk=handover.tenure.post_id)


def oversees_handover(user: Person, handover: Handover) -> bool:
    return may_appoint(user, handover.tenure.post)


def coordinates_the_network_asked(user: Person, request: MembershipRequest) -> bool:
    return coordinates(user, request.network)


def is_the_member(user: Person, membership: Membership) -> bool:
    return user.pk is not None and membership.person_id == user.pk


def coordinates_its_network(user: Person, membership: Membership) -> bool:
    return coordinates(user, membership.network)
