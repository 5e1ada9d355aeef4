"""Giving and taking roles on a plan: who may is in plans.rules, what is written is network.roles."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from network import roles
from network.choices import Role, Side
from network.models import Post, User
from plans import telling
from plans.models import Plan
from plans.rules import gives, side_for


class RoleNotYours(PermissionDenied):
    """This role, or a role of this side, is given by somebody else."""


def givable(user: Any, plan: Plan) -> list[Role]:
    """The roles this person may give and take back on the plan."""
    return gives(roles.roles_of(user, plan))


@transaction.atomic
def give_role(plan: Plan, role: Role, *, to: Post | User, by: User, at: datetime | None = None) -> None:
    _check(plan, role, to=to, by=by)
    if roles.grant(role, plan, to=to, by=by, at=at):
        telling.role_given(plan, role, holder=to, by=by, at=at)


@transaction.atomic
def take_role(plan: Plan, role: Role, *, to: Post | User, by: User, at: datetime | None = None) -> None:
    _check(plan, role, to=to, by=by)
    if roles.revoke(role, plan, to=to, by=by, at=at):
        telling.role_taken(plan, role, holder=to, by=by, at=at)


def _check(plan: Plan, role: Role, *, to: Post | User, by: User) -> None:
    if role not in givable(by, plan):
        raise RoleNotYours(role)
    side = to.side if isinstance(to, Post) else roles.side_of(to)
    if side not in side_for(role, roles.side_of(by)):
        raise RoleNotYours(side or Side.INDEPENDENT)
