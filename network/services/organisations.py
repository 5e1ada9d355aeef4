from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.history import save_as
from ledger.services import record
from network.choices import OrganisationKind, PostKind, Side
from network.models import Network, Organisation, Post, User
from network.periods import day_of

T = TypeVar("T", bound=models.Model)

# Kinds of organisation that stand on one side; the others are asked.
SIDE_OF_KIND = {
    OrganisationKind.DEPARTMENT: Side.GOVERNMENT,
    OrganisationKind.DEVOLVED_ADMINISTRATION: Side.GOVERNMENT,
    OrganisationKind.CSO: Side.CIVIL_SOCIETY,
}
# Kinds of post that exist on one side only: the rights of these posts are that side's.
SIDE_OF_POST = {
    PostKind.LEAD_OFFICIAL: Side.GOVERNMENT,
    PostKind.CLEARING_OFFICER: Side.GOVERNMENT,
    PostKind.MINISTER: Side.GOVERNMENT,
    PostKind.PRIVATE_OFFICE: Side.GOVERNMENT,
    PostKind.COORDINATOR: Side.CIVIL_SOCIETY,
    PostKind.STEERING_MEMBER: Side.CIVIL_SOCIETY,
    PostKind.REVIEWER: Side.INDEPENDENT,
}
NETWORK_KINDS = frozenset({PostKind.COORDINATOR, PostKind.STEERING_MEMBER})
DEPUTY_KINDS = frozenset({PostKind.DEPUTY, PostKind.PRIVATE_OFFICE})


@transaction.atomic
def create_organisation(
    *, name: str, kind: str, side: str, by: User | None, slug: str = "", at: datetime | None = None, **fields: Any
) -> Organisation:
    if SIDE_OF_KIND.get(OrganisationKind(kind), side) != side:
        raise ValidationError({"side": _("An organisation of this kind is on the other side.")})
    organisation = Organisation(
        name=name, kind=kind, side=side, slug=slug or free_slug(Organisation, fields.get("acronym") or name), **fields
    )
    save_as(organisation, by=by, at=at)
    record(verb="network.add_organisation", thing=organisation, by=by, at=at, data={"kind": kind, "side": side})
    return organisation


@transaction.atomic
def edit_organisation(organisation: Organisation, *, by: User | None, reason: str = "", **fields: Any) -> Organisation:
    """Change name, acronym, kind, website or about; address and side stay, because links and posts hang on them."""
    return _edit(organisation, {"name", "acronym", "kind", "website", "about"}, fields, by=by, reason=reason)


@transaction.atomic
def edit_network(network: Network, *, by: User | None, reason: str = "", **fields: Any) -> Network:
    return _edit(network, {"name", "nation", "about", "criteria"}, fields, by=by, reason=reason)


@transaction.atomic
def create_post(
    *,
    title: str,
    kind: str,
    by: User | None,
    organisation: Organisation | None = None,
    network: Network | None = None,
    deputy_of: Post | None = None,
    contact_email: str = "",
    slug: str = "",
    created_on: date | None = None,
    at: datetime | None = None,
) -> Post:
    """A post with its group; the side is that of its organisation, or civil society for a network."""
    check_post(kind=kind, organisation=organisation, network=network, deputy_of=deputy_of)
    side = organisation.side if organisation else Side.CIVIL_SOCIETY
    place = (organisation.acronym or organisation.name) if organisation else str(network)
    slug = slug or free_slug(Post, f"{title} {place}")
    post = Post(
        title=title,
        slug=slug,
        kind=kind,
        side=side,
        organisation=organisation,
        network=network,
        group=Group.objects.create(name=f"post:{slug}"),
        deputy_of=deputy_of,
        contact_email=contact_email,
        created_on=created_on or day_of(at),
    )
    save_as(post, by=by, at=at)
    record(verb="network.create_post", thing=post, by=by, at=at, data={"kind": kind, "side": side})
    return post


@transaction.atomic
def edit_post(post: Post, *, by: User | None, reason: str = "", **fields: Any) -> Post:
    """Change the title or the address for letters; kind and place stay, because rights hang on them."""
    return _edit(post, {"title", "contact_email"}, fields, by=by, reason=reason)


def free_slug(model: type[models.Model], name: str) -> str:
    """An address made of the name that no other row has."""
    longest = getattr(model._meta.get_field("slug"), "max_length", None) or 50
    stem = slugify(name)[: longest - 4].strip("-") or model._meta.model_name or "x"
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug


def check_post(
    *, kind: str, organisation: Organisation | None, network: Network | None, deputy_of: Post | None
) -> None:
    """Raise ValidationError, by field, if there cannot be such a post in this place."""
    if (organisation is None) == (network is None):
        raise ValidationError(_("A post belongs to one organisation or to one network."))
    side = organisation.side if organisation else Side.CIVIL_SOCIETY
    if SIDE_OF_POST.get(PostKind(kind), side) != side:
        raise ValidationError({"kind": _("A post of this kind cannot stand on this side.")})
    if (kind in NETWORK_KINDS) != (network is not None):
        raise ValidationError({"kind": _("A network has a coordinator and steering members; organisations have not.")})
    if deputy_of and deputy_of.side != side:
        raise ValidationError({"deputy_of": _("Nobody acts for a post on the other side.")})
    if (kind in DEPUTY_KINDS) != (deputy_of is not None):
        raise ValidationError({"deputy_of": _("A deputy or a private office acts for one post, and only they do.")})


def _edit(thing: T, editable: set[str], fields: dict[str, Any], *, by: User | None, reason: str) -> T:
    if unknown := fields.keys() - editable:
        raise TypeError(f"These are not edited here: {', '.join(sorted(unknown))}")
    changed = sorted(name for name, value in fields.items() if getattr(thing, name) != value)
    if not changed:
        return thing
    for name in changed:
        setattr(thing, name, fields[name])
    save_as(thing, by=by, reason=reason)
    record(verb=f"network.edit_{thing._meta.model_name}", thing=thing, by=by, reason=reason, data={"changed": changed})
    return thing
