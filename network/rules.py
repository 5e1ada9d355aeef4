"""Who may do what in the network. `acts_for_government` and its like are for the rules of all apps.

The questions go through the person's own tenures and memberships, so nothing here needs a model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rules

from network.choices import PostKind, Side
from network.periods import current, current_membership

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from network.models import Handover, Membership, MembershipRequest, Network, Organisation, Post, Tenure, User

    Person = User | AnonymousUser


def _posts(user: Person, **where: Any) -> bool:
    """Whether the person holds a post like this today."""
    if not (user.is_authenticated and user.is_active):
        return False
    return user.tenures.filter(current(None), **{f"post__{field}": value for field, value in where.items()}).exists()


# Facts about the person


@rules.predicate
def is_signed_in(user: Person) -> bool:
    return bool(user.is_authenticated and user.is_active)


@rules.predicate
def is_official(user: Person) -> bool:
    return _posts(user, side=Side.GOVERNMENT)


acts_for_government = is_official


@rules.predicate
def acts_for_civil_society(user: Person) -> bool:
    """By a post, or as a member in person; nobody is both this and an official."""
    if not (user.is_authenticated and user.is_active):
        return False
    in_post = _posts(user, side=Side.CIVIL_SOCIETY)
    return in_post or user.memberships.filter(current_membership(None)).exists() and not _posts(user)


@rules.predicate
def is_member(user: Person) -> bool:
    """Of any network: in person, through a member organisation, or by one of the networks' own posts."""
    if not (user.is_authenticated and user.is_active):
        return False
    if user.memberships.filter(current_membership(None)).exists() or _posts(user, network__isnull=False):
        return True
    held = user.tenures.filter(current(None))
    return held.filter(current_membership(None, prefix="post__organisation__memberships__")).exists()


@rules.predicate
def is_lead_official(user: Person) -> bool:
    return _posts(user, kind=PostKind.LEAD_OFFICIAL, side=Side.GOVERNMENT)


@rules.predicate
def is_coordinator(user: Person) -> bool:
    return _posts(user, kind=PostKind.COORDINATOR, side=Side.CIVIL_SOCIETY)


# Facts about the person and the thing


@rules.predicate
def coordinates(user: Person, network: Network | None) -> bool:
    return network is not None and _posts(user, kind=PostKind.COORDINATOR, network=network)


@rules.predicate
def may_appoint(user: Person, post: Post) -> bool:
    """Government posts by the lead official, whose own is the deputy's or the minister's to fill; civil-society posts
    by the coordinator, whose own the steering members fill by a recorded decision; others by the operator."""
    if post.side == Side.GOVERNMENT:
        if post.kind != PostKind.LEAD_OFFICIAL:
            return bool(is_lead_official(user))
        return _posts(user, kind=PostKind.MINISTER, side=Side.GOVERNMENT) or _posts(
            user, kind=PostKind.DEPUTY, deputy_of=post
        )
    if post.side == Side.CIVIL_SOCIETY:
        if post.kind == PostKind.COORDINATOR:
            return _posts(user, kind=PostKind.STEERING_MEMBER, network=post.network, network__isnull=False)
        return bool(coordinates(user, post.network) if post.network else is_coordinator(user))
    return False


@rules.predicate
def may_edit_organisation(user: Person, organisation: Organisation) -> bool:
    if organisation.side == Side.GOVERNMENT:
        return bool(is_lead_official(user))
    if organisation.side == Side.CIVIL_SOCIETY:
        return bool(is_coordinator(user))
    return bool(is_lead_official(user) or is_coordinator(user))


@rules.predicate
def may_edit_post(user: Person, post: Post) -> bool:
    return bool(coordinates(user, post.network) if post.network else may_edit_organisation(user, post.organisation))


@rules.predicate
def is_holder(user: Person, tenure: Tenure) -> bool:
    return user.pk is not None and tenure.person_id == user.pk


@rules.predicate
def may_appoint_to_its_post(user: Person, tenure: Tenure) -> bool:
    return bool(may_appoint(user, tenure.post))


@rules.predicate
def is_leaver(user: Person, handover: Handover) -> bool:
    return bool(is_holder(user, handover.tenure))


@rules.predicate
def is_successor(user: Person, handover: Handover) -> bool:
    return not is_leaver(user, handover) and _posts(user, pk=handover.tenure.post_id)


@rules.predicate
def oversees_handover(user: Person, handover: Handover) -> bool:
    return bool(may_appoint(user, handover.tenure.post))


@rules.predicate
def coordinates_the_network_asked(user: Person, request: MembershipRequest) -> bool:
    return bool(coordinates(user, request.network))


@rules.predicate
def is_the_member(user: Person, membership: Membership) -> bool:
    return user.pk is not None and membership.person_id == user.pk


@rules.predicate
def coordinates_its_network(user: Person, membership: Membership) -> bool:
    return bool(coordinates(user, membership.network))
