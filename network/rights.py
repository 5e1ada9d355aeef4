"""One table of who may do what: the rules, /help/who-can-do-what/ and the tests all read it.

An app declares in its `rules.py`

    declare(
        capability("plans.edit", _("Edit the plan"), allow(Role.LEAD_OFFICIAL, Role.COORDINATOR), on=itself),
    )

and code asks `user.has_perm("plans.edit", plan)`. Roles are looked up on the things that `on` names.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import rules
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network import roles
from network.choices import Role

Words = str | Promise
Fact = Callable[[Any, Any], bool]


class Standing(models.TextChoices):
    """What somebody is without holding a role on the thing."""

    EVERYONE = "everyone", _("Everyone, signed in or not")
    SIGNED_IN = "signed_in", _("Everyone who is signed in")
    MEMBER = "member", _("Member of the network")
    OFFICIAL = "official", _("Official in post")


@dataclass(frozen=True)
class Allowed:
    who: tuple[Role | Standing, ...]
    when: Fact | None
    note: Words


@dataclass(frozen=True)
class Capability:
    permission: str
    words: Words
    allowed: tuple[Allowed, ...]
    on: Callable[[Any], Iterable[models.Model]]

    def notes_for(self, who: Role | Standing) -> list[Words] | None:
        """What the table shows in this column: None for no, [] for yes, else the conditions, any of which will do."""
        also = {who} | _implied(who)
        notes = [allowed.note for allowed in self.allowed if not also.isdisjoint(allowed.who)]
        return None if not notes else [] if not all(notes) else notes


def allow(*who: Role | Standing, when: Fact | None = None, note: Words = "") -> Allowed:
    """These may, if `when(user, thing)` is true as well; `note` says the condition in words."""
    if (when is None) != (not note):
        raise ValueError("A condition and its words come together.")
    return Allowed(who, when, note)


def _implied(who: Role | Standing) -> set[Role | Standing]:
    if who is Standing.EVERYONE:
        return set()
    return {Standing.EVERYONE} if who is Standing.SIGNED_IN else {Standing.EVERYONE, Standing.SIGNED_IN}


_declared: dict[str, Capability] = {}


def declare(*capabilities: Capability) -> None:
    for capability in capabilities:
        _declared[capability.permission] = capability
        rules.set_perm(capability.permission, predicate_of(capability))


def itself(thing: Any) -> Iterable[models.Model]:
    return (thing,)


def capability(
    permission: str, words: Words, *allowed: Allowed, on: Callable[[Any], Iterable[models.Model]] = itself
) -> Capability:
    return Capability(permission, words, allowed, on)


def capabilities(app: str = "") -> list[Capability]:
    """All that is declared, in the order of declaration; of one app if it is named."""
    return [found for name, found in _declared.items() if not app or name.startswith(f"{app}.")]


def predicate_of(capability: Capability) -> rules.Predicate:
    def is_allowed(user: Any, thing: Any = None) -> bool:
        if thing is None:
            return False
        held = frozenset[Role]()
        if user.is_authenticated and any(
            isinstance(who, Role) for allowed in capability.allowed for who in allowed.who
        ):
            held = held.union(*(roles.roles_of(user, place) for place in capability.on(thing)))
        return any(
            (not held.isdisjoint(allowed.who) or _stands(user, allowed.who))
            and (allowed.when is None or allowed.when(user, thing))
            for allowed in capability.allowed
        )

    return rules.predicate(is_allowed, name=capability.permission)


def _stands(user: Any, who: Iterable[Role | Standing]) -> bool:
    return any(isinstance(one, Standing) and _has_standing(user, one) for one in who)


def _has_standing(user: Any, standing: Standing) -> bool:
    if standing is Standing.EVERYONE:
        return True
    if not user.is_authenticated:
        return False
    if standing is Standing.MEMBER:
        return roles.is_member(user)
    return roles.is_official(user) if standing is Standing.OFFICIAL else True
