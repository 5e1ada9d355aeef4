"""The one module that grants, revokes and asks for roles on things (plans, commitments, rounds).

A role is a guardian object permission `role_<name>` with direct foreign keys, held by a post (through its group) or by
a person. A post's role is its holder's while the tenure lasts: the dates are checked at the moment of asking, the
group's members are never read. Nobody is let past: a superuser holds what a post or a grant gives and nothing more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import ForeignKey, Model, Q, QuerySet
from guardian.models.models import GroupObjectPermissionBase, UserObjectPermissionBase

from ledger.services import record
from network.choices import Role, Side
from network.memory import is_remembering, remember, remembered
from network.models import Membership, Network, Organisation, Post, Tenure, User
from network.periods import Moment, current, day_of

if TYPE_CHECKING:
    Person: TypeAlias = "User | AnonymousUser"
M = TypeVar("M", bound=Model)
PREFIX = "role_"


@dataclass(frozen=True)
class Holding:
    """Who holds a role: a post with its present holder (None while vacant), or a person without a post."""

    role: Role
    post: Post | None
    person: User | None
    side: Side | None


def role_permissions() -> list[tuple[str, str]]:
    """For Meta.permissions of a model on which roles are held."""
    return [(f"{PREFIX}{role.value}", f"Holds the role {role.value}") for role in Role]


# What is held


def holds(user: Person, roles: Role | str | Collection[Role | str], thing: Model, at: Moment = None) -> bool:
    """Whether the person holds one of the roles on the thing on the day of `at`. One query."""
    named = [roles] if isinstance(roles, str) else roles
    return not roles_of(user, thing, at).isdisjoint(Role(role) for role in named)


def roles_of(user: Person, thing: Model, at: Moment = None) -> frozenset[Role]:
    """All roles the person holds on the thing. One query."""
    if not is_person(user):
        return frozenset()
    return remembered(("roles", user.pk, thing._meta.label, thing.pk, at), lambda: _roles_of(user, thing, at))


def _roles_of(user: Person, thing: Model, at: Moment) -> frozenset[Role]:
    by_post, by_person = _held(user, type(thing), None, at)
    codes = by_post.filter(content_object=thing).values_list("permission__codename")
    found = codes.union(by_person.filter(content_object=thing).values_list("permission__codename"))
    return frozenset(Role(code.removeprefix(PREFIX)) for (code,) in found)


def things(
    user: Person, model: type[M], roles: Role | str | Collection[Role | str] | None = None, at: Moment = None
) -> QuerySet[M]:
    """The things of the model on which the person holds one of the roles (any role if None).

    One queryset without joins or duplicates, to be filtered, counted or used as a subquery.
    """
    everything = model._default_manager.all()
    if not is_person(user):
        return everything.none()
    by_post, by_person = _held(user, model, roles, at)
    return everything.filter(Q(pk__in=by_post.values("content_object")) | Q(pk__in=by_person.values("content_object")))


def holders(thing: Model, role: Role | str | None = None, at: Moment = None) -> list[Holding]:
    """Every post and person that holds a role on the thing, posts first; at most four queries."""
    group_model, user_model = _tables(type(thing))
    wanted = {"permission__codename__in": _codes(role), "content_object": thing}
    by_post = group_model._default_manager.filter(group__post__isnull=False, **wanted).order_by(
        "permission__codename", "group__post__title", "pk"
    )
    of_posts = list(by_post.select_related("permission", "group__post__organisation", "group__post__network"))
    by_person = user_model._default_manager.filter(**wanted).order_by("permission__codename", "user__name", "pk")
    of_people = list(by_person.select_related("permission", "user"))
    people = _present(Tenure.objects.filter(post__in={row.group.post.pk for row in of_posts}), at)
    sides = sides_of((row.user_id for row in of_people), at) if of_people else {}
    posts = [
        Holding(_role(row), row.group.post, people.get(row.group.post.pk), Side(row.group.post.side))
        for row in of_posts
    ]
    return posts + [Holding(_role(row), None, row.user, sides.get(row.user_id)) for row in of_people]


def roles_in_person(user: Person) -> list[tuple[Role, Model]]:
    """The roles that were given to the person directly, on whatever thing; one query for each kind of thing."""
    found: list[tuple[Role, Model]] = []
    for model in _user_tables() if is_person(user) else ():
        rows = model._default_manager.filter(user=user, permission__codename__in=_codes(None))
        found += [(_role(row), row.content_object) for row in rows.select_related("permission", "content_object")]
    return found


def with_a_role_in_person(people: Collection[int]) -> set[int]:
    """Those of the people who hold some role that was given to them directly; one query for each kind of thing."""
    found: set[int] = set()
    for model in _user_tables():
        rows = model._default_manager.filter(user__in=people, permission__codename__in=_codes(None))
        found |= set(rows.order_by().values_list("user_id", flat=True))
    return found


def posts_with_a_role(thing: Model, named: Collection[Role | str] | None = None) -> set[int]:
    """Ids of the posts that hold one of the roles (any if None) on the thing; none where no roles are held."""
    try:
        group_model, _user_model = _tables(type(thing))
    except ImproperlyConfigured:
        return set()
    held = group_model._default_manager.filter(content_object=thing, permission__codename__in=_codes(named))
    return set(held.values_list("group__post", flat=True))


def held_for(side: Side | str, model: type[M], role: Role | str) -> QuerySet[M]:
    """The things of the model on which a post or a person of the side holds the role. Three queries to build it."""
    group_model, user_model = _tables(model)
    wanted = {"permission__codename__in": _codes(role)}
    by_post = group_model._default_manager.filter(group__post__side=side, **wanted)
    by_person = user_model._default_manager.filter(**wanted)
    people = sides_of(by_person.order_by().values_list("user_id", flat=True).distinct())
    of_side = by_person.filter(user__in=[pk for pk, acts_for in people.items() if acts_for == side])
    return model._default_manager.filter(
        Q(pk__in=by_post.values("content_object")) | Q(pk__in=of_side.values("content_object"))
    )


def held_by_post(post: Post, model: type[M]) -> QuerySet[M]:
    """The things of the model on which the post holds any role."""
    group_model, _user_model = _tables(model)
    held = group_model._default_manager.filter(group=post.group_id, permission__codename__in=_codes(None))
    return model._default_manager.filter(pk__in=held.values("content_object"))


def things_of(holder: Post | User, model: type[M], role: Role | str) -> QuerySet[M]:
    """The things of the model on which this very post holds the role, or this person directly and not by a post."""
    held = _table_for(holder, model)._default_manager.filter(permission__codename__in=_codes(role))
    mine = held.filter(group=holder.group_id) if isinstance(holder, Post) else held.filter(user=holder)
    return model._default_manager.filter(pk__in=mine.order_by().values("content_object"))


def holds_in_person(user: Person, role: Role | str, thing: Model) -> bool:
    """Whether the role was given to the person directly. One query."""
    _group_model, user_model = _tables(type(thing))
    held = user_model._default_manager.filter(
        user_id=user.pk, content_object=thing, permission__codename__in=_codes(role)
    )
    return bool(held.exists())


# Sides and belonging


def side_of(user: Person, at: Moment = None) -> Side | None:
    """The side a person acts for: that of their posts, else civil society for a member of a network, else none.

    Never ambiguous: the services refuse posts, or a post and a membership, on two sides at a time.
    """
    if not user.pk or not is_person(user):
        return None
    return remembered(("side", user.pk, at), lambda: sides_of([user.pk], at).get(user.pk))


def sides_of(people: Iterable[int], at: Moment = None) -> dict[int, Side]:
    """Side by person id, for those who have one. Two queries for any number of people."""
    wanted = set(people)
    members = Membership.objects.current(at).filter(person__in=wanted).values_list("person_id", flat=True)
    sides: dict[int, Side] = {pk: Side.CIVIL_SOCIETY for pk in members if pk is not None}
    posts = Tenure.objects.current(at).filter(person__in=wanted).values_list("person_id", "post__side")
    return sides | {pk: Side(side) for pk, side in posts}


def is_member(user: Person, network: Network | None = None, at: Moment = None) -> bool:
    """A member of the network (of any, if none is named): in person, by holding a post in a member organisation,
    or by holding one of the network's own posts. One query."""
    if not is_person(user):
        return False
    key = ("member", user.pk, network.pk if network else None, at)
    return remembered(key, lambda: _is_member(user, network, at))


def _is_member(user: Person, network: Network | None, at: Moment) -> bool:
    mine = Tenure.objects.current(at).filter(person_id=user.pk)
    of_network = {"network": network} if network else {"network__isnull": False}
    in_person = Membership.objects.current(at).filter(
        Q(person_id=user.pk) | Q(organisation__in=mine.values("post__organisation")), **of_network
    )
    in_post = mine.filter(**{f"post__{key}": value for key, value in of_network.items()})
    return in_person.order_by().values("pk").union(in_post.order_by().values("pk")).exists()


def is_official(user: Person, at: Moment = None) -> bool:
    """Holds a post on the government side today."""
    if not is_person(user):
        return False
    mine = Tenure.objects.current(at).filter(person_id=user.pk, post__side=Side.GOVERNMENT)
    return remembered(("official", user.pk, at), mine.exists)


def ask_ahead(people: Collection[int]) -> None:
    """Finds out side_of, is_member (of any network) and is_official for all of them, to be remembered while a page is
    read: three queries for any number of people. Elsewhere nothing is remembered, and this does nothing."""
    if not is_remembering():
        return
    held: dict[int, list[tuple[str, int | None, int | None]]] = {pk: [] for pk in people}
    places = ("person", "post__side", "post__organisation", "post__network")
    for person, *place in Tenure.objects.current().filter(person__in=people).values_list(*places):
        held[person].append(tuple(place))
    memberships = Membership.objects.current()
    in_person = set(memberships.filter(person__in=people).values_list("person", flat=True))
    organisations = {organisation for posts in held.values() for _side, organisation, _network in posts if organisation}
    members = set(memberships.filter(organisation__in=organisations).values_list("organisation", flat=True))
    for pk, posts in held.items():
        sides = [Side(side) for side, _organisation, _network in posts]
        if pk in in_person:
            sides.append(Side.CIVIL_SOCIETY)
        remember(("side", pk, None), sides[0] if sides else None)
        remember(("official", pk, None), Side.GOVERNMENT in (side for side, _organisation, _network in posts))
        is_in = pk in in_person or any(network or organisation in members for _side, organisation, network in posts)
        remember(("member", pk, None, None), is_in)


def mandate_for(user: Person, organisation: Organisation, kinds: Collection[str], at: Moment = None) -> Tenure | None:
    """The tenure, with a dated mandate, by which the person may bind the organisation; None if there is none."""
    if not is_person(user):
        return None
    held = Tenure.objects.current(at).filter(person_id=user.pk, post__organisation=organisation, post__kind__in=kinds)
    return held.filter(mandated_on__lte=day_of(at)).exclude(mandate="").select_related("post").first()


def is_person(user: Person) -> bool:
    return bool(user.is_authenticated and user.is_active)


# Granting


@transaction.atomic
def grant(
    role: Role | str,
    thing: Model,
    *,
    to: Post | User,
    by: User | None,
    at: datetime | None = None,
    named_by_operator: bool = False,
) -> bool:
    """Give the role on the thing to a post or a person; False if they hold it already, and nothing changes.

    The caller asks for the permission to do so. `by=None` is the operator.
    """
    _row, is_new = _table_for(to, type(thing))._default_manager.get_or_create(**_held_by(to, role, thing))
    if is_new:
        _record("network.grant_role", role, thing, to=to, by=by, at=at, is_operator=named_by_operator or by is None)
    return bool(is_new)


@transaction.atomic
def revoke(role: Role | str, thing: Model, *, to: Post | User, by: User | None, at: datetime | None = None) -> bool:
    """Take the role back; False if they do not hold it, and nothing changes."""
    count, _by_model = _table_for(to, type(thing))._default_manager.filter(**_held_by(to, role, thing)).delete()
    if count:
        _record("network.revoke_role", role, thing, to=to, by=by, at=at, is_operator=by is None)
    return bool(count)


# Inside


def _codes(roles: Role | str | Collection[Role | str] | None) -> list[str]:
    if roles is None:
        return [f"{PREFIX}{role.value}" for role in Role]
    named = [roles] if isinstance(roles, str) else roles
    return [f"{PREFIX}{Role(role).value}" for role in named]


def _role(row: Any) -> Role:
    return Role(row.permission.codename.removeprefix(PREFIX))


def _present(tenures: QuerySet[Tenure], at: Moment) -> dict[int, User]:
    return {tenure.post_id: tenure.person for tenure in tenures.filter(current(at)).select_related("person")}


def _held(
    user: Person, model: type[Model], roles: Role | str | Collection[Role | str] | None, at: Moment
) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """Rows of both permission tables that the person holds: through a post held on that day, and directly."""
    group_model, user_model = _tables(model)
    codes = _codes(roles)
    by_post = group_model._default_manager.filter(
        current(at, prefix="group__post__tenures__"),
        group__post__tenures__person_id=user.pk,
        permission__codename__in=codes,
    )
    by_person = user_model._default_manager.filter(user_id=user.pk, permission__codename__in=codes)
    return by_post.order_by(), by_person.order_by()


def _user_tables() -> list[Any]:
    tables: list[Any] = [model for model in apps.get_models() if issubclass(model, UserObjectPermissionBase)]
    return [model for model in tables if isinstance(model._meta.get_field("content_object"), ForeignKey)]


def _tables(model: type[Model]) -> tuple[Any, Any]:
    """The model's two guardian tables with direct foreign keys, (group, user)."""
    found: dict[type, type[Model]] = {}
    for relation in model._meta.related_objects:
        if relation.field.name == "content_object":
            for base in (GroupObjectPermissionBase, UserObjectPermissionBase):
                if issubclass(relation.related_model, base):
                    found[base] = relation.related_model
    if len(found) < 2:
        raise ImproperlyConfigured(f"{model._meta.label} has no guardian tables with direct foreign keys")
    return found[GroupObjectPermissionBase], found[UserObjectPermissionBase]


def _table_for(to: Post | User, model: type[Model]) -> Any:
    group_model, user_model = _tables(model)
    return group_model if isinstance(to, Post) else user_model


def _held_by(to: Post | User, role: Role | str, thing: Model) -> dict[str, Any]:
    permission = Permission.objects.get(
        content_type=ContentType.objects.get_for_model(thing), codename=f"{PREFIX}{Role(role).value}"
    )
    holder = {"group_id": to.group_id} if isinstance(to, Post) else {"user": to}
    return {"permission": permission, "content_object": thing, **holder}


def _record(
    verb: str, role: Role | str, thing: Model, *, to: Post | User, by: User | None, at: Moment, is_operator: bool
) -> None:
    # A person stands only in the statement, of which the leaf holds a salted commitment that can be erased.
    held_by = {"post": to.slug} if isinstance(to, Post) else {}
    record(
        verb=verb,
        thing=thing,
        by=by,
        at=at if isinstance(at, datetime) else None,
        statement=f"{Role(role).label}: {to}",
        data={"role": Role(role).value, "named_by_operator": is_operator, **held_by},
    )
