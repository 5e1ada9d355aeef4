"""From which of their posts a person may speak here: for an organisation, or for the network."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from network import roles
from network.choices import PostKind, Role, Side
from network.periods import day_of

if TYPE_CHECKING:
    from django.db.models import Model

    from network.models import Tenure


def of_representative(user: Any, thing: Any, at: datetime | None = None) -> list[Tenure]:
    """For an organisation of civil society, with a dated mandate: in a representative's post, where the post (or the
    person) holds the role on the commitment or its plan. By organisation."""
    return _with_role(user, held_by_representative(user, at), Role.REPRESENTATIVE, places(thing))


def held_by_representative(user: Any, at: datetime | None = None) -> list[Tenure]:
    """Wherever the post holds the role."""
    if not roles.is_person(user):
        return []
    held = user.tenures.current(at).filter(
        post__kind=PostKind.REPRESENTATIVE,
        post__side=Side.CIVIL_SOCIETY,
        post__organisation__isnull=False,
        mandated_on__lte=day_of(at),
    )
    found = held.exclude(mandate="").select_related("post__organisation", "post__network", "person")
    return list(found.order_by("post__organisation__name", "pk"))


def of_steering_member(user: Any, plan: Any, at: datetime | None = None) -> list[Tenure]:
    """For the plan's network: in one of its steering members' posts, where the post (or the person) holds the role."""
    if not roles.is_person(user) or plan.network_id is None:
        return []
    held = user.tenures.current(at).filter(
        post__kind=PostKind.STEERING_MEMBER, post__side=Side.CIVIL_SOCIETY, post__network=plan.network_id
    )
    found = held.select_related("post__organisation", "post__network", "person").order_by("starts", "pk")
    return _with_role(user, found, Role.STEERING_MEMBER, (plan,))


def places(thing: Any) -> tuple[Model, ...]:
    """Where the role may be held: on a commitment and on its plan, or on the plan."""
    return (thing, thing.plan) if hasattr(thing, "plan_id") else (thing,)


def _with_role(user: Any, held: Iterable[Tenure], role: Role, things: tuple[Model, ...]) -> list[Tenure]:
    tenures = list(held)
    if not tenures:
        return []
    posts = set().union(*(roles.posts_with_a_role(thing, role) for thing in things))
    in_person = any(roles.holds_in_person(user, role, thing) for thing in things)
    return [tenure for tenure in tenures if in_person or tenure.post_id in posts]
