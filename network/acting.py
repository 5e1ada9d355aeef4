"""How a person's act looks in the ledger: with which post, for whom, on which side."""

from collections.abc import Collection
from datetime import datetime
from typing import cast

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from ledger import actors, visibility, wording
from network import roles
from network.choices import Role
from network.models import MembershipRequest, Network, Organisation, Post, Tenure, User

WORDS = {
    "network.appoint": _("Appointed to a post"),
    "network.end_tenure": _("Ended a tenure"),
    "network.accept_handover": _("Accepted a handover"),
    "network.grant_role": _("Gave a role"),
    "network.revoke_role": _("Took a role back"),
    "network.add_organisation": _("Added an organisation"),
    "network.edit_organisation": _("Edited an organisation"),
    "network.edit_network": _("Edited a network"),
    "network.create_post": _("Created a post"),
    "network.edit_post": _("Edited a post"),
    "network.admit": _("Admitted a member"),
    "network.end_membership": _("Ended a membership"),
    "network.accept_request": _("Accepted a request to join"),
    "network.decline_request": _("Declined a request to join"),
    "network.erase_applicant": _("Erased an applicant's personal data"),
}


def actor_for(person: AbstractBaseUser, thing: Model) -> actors.Actor:
    """The post through which the person acts on the thing; a deputy's or private office's act names for whom."""
    user = cast(User, person)
    tenure = tenure_for(user, thing)
    if tenure is None:
        return actors.Actor(person_id=user.pk, name=str(user), side=roles.side_of(user) or "")
    return actors.Actor(
        person_id=user.pk,
        name=str(user),
        post=tenure.post.title,
        organisation=str(tenure.post.body),
        side=tenure.post.side,
        on_behalf_of=_on_behalf_of(tenure.post),
    )


def tenure_for(user: User, thing: Model) -> Tenure | None:
    """Of several posts the one that holds a role on the thing, else the one in the thing's organisation or network,
    else the one held longest."""
    current = user.tenures.current().select_related("post__organisation", "post__network", "post__deputy_of")
    tenures = list(current.order_by("starts", "pk"))
    if len(tenures) < 2:
        return tenures[0] if tenures else None
    with_role = roles.posts_with_a_role(thing)
    return min(tenures, key=lambda tenure: (tenure.post_id not in with_role, not _is_near(tenure.post, thing)))


def seat_of(user: User, named: Collection[Role], *things: Model, at: datetime | None = None) -> Tenure | None:
    """The tenure in a post that holds one of the roles on one of the things: what somebody signs from who signs by
    right of that role. None for a role that was given to the person without a post."""
    posts = set[int]().union(*(roles.posts_with_a_role(thing, named) for thing in things))
    held = user.tenures.current(at).filter(post__in=posts)
    return held.select_related("post__organisation", "post__network").order_by("starts", "pk").first()


def _is_near(post: Post, thing: Model) -> bool:
    near = [thing, getattr(thing, "organisation", None), getattr(thing, "network", None)]
    return post.body in near


def _on_behalf_of(post: Post) -> str:
    if post.deputy_of is None:
        return ""
    holder = post.deputy_of.current_tenure()
    return f"{holder.person}, {post.deputy_of.title}" if holder else post.deputy_of.title


def register_with_ledger() -> None:
    actors.register(actor_for)
    for verb, words in WORDS.items():
        wording.register(verb, words)
    visibility.register("network.Organisation", lambda user: Organisation.objects.all())
    visibility.register("network.Network", lambda user: Network.objects.all())
    visibility.register("network.Post", lambda user: Post.objects.all())
    visibility.register("network.MembershipRequest", MembershipRequest.objects.visible_to)
