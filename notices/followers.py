"""Who follows a thing without having asked to: holders of roles. Apps register it at start-up."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q

from network import roles
from network.choices import Role
from network.models import Post, User
from notices import scopes
from notices.models import Subscription

FollowersOf = Callable[[Any], Iterable[User]]
_followers: dict[str, FollowersOf] = {}


def register(thing_label: str, followers: FollowersOf) -> None:
    """`followers(thing)` gives those who follow a thing of this kind unless they said no."""
    _followers[thing_label.lower()] = followers


@dataclass(frozen=True)
class RoleHolders:
    """Those who hold one of the roles on the thing today (any, if none is named)."""

    held: tuple[Role, ...]

    def __call__(self, thing: Model) -> list[User]:
        return [one.person for one in self.holdings(thing) if one.person]

    def holdings(self, thing: Model) -> list[roles.Holding]:
        return [one for one in roles.holders(thing) if not self.held or one.role in self.held]

    def includes(self, user: User, thing: Model) -> bool:
        """Twin for one person, in one question."""
        return roles.holds(user, self.held or tuple(Role), thing)


def holding(*held: Role) -> RoleHolders:
    return RoleHolders(held)


def by_default(thing: Model) -> list[User]:
    found = _followers.get(thing._meta.label_lower)
    return list(found(thing)) if found else []


def expected(thing: Model) -> tuple[list[User], list[Post]]:
    """Those who follow the thing by default, and posts whose holder would, if there were one."""
    found = _followers.get(thing._meta.label_lower)
    if not isinstance(found, RoleHolders):
        return by_default(thing), []
    holdings = found.holdings(thing)
    vacant = [one.post for one in holdings if one.post and not one.person]
    return [one.person for one in holdings if one.person], vacant


def who_said_no(chain: list[Model]) -> set[int]:
    """Ids of those whose nearest choice is not to follow."""
    choices = _choices(chain)
    return {person for nearest in choices for person in nearest if not _nearest(choices, person)}


def of(chain: list[Model]) -> tuple[set[int], set[int]]:
    """Ids of (those who chose to follow, those who follow by their role) one of the things of a chain.

    The nearest choice counts: who unfollowed the commitment is not told of it for following its plan.
    """
    choices = _choices(chain)
    said = {person for nearest in choices for person in nearest}
    follows = {person for person in said if _nearest(choices, person)}
    by_role = {user.pk for thing in chain for user in by_default(thing)}
    return follows, by_role - said


def _choices(chain: list[Model]) -> list[dict[int, bool]]:
    """For each thing of the chain: who said yes or no."""
    wanted = Q(pk=None)
    for thing in chain:
        wanted |= Q(thing_label=thing._meta.label_lower, thing_id=str(thing.pk))
    rows = Subscription.objects.filter(wanted, is_following__isnull=False)
    found: dict[str, dict[int, bool]] = {}
    for row in rows:
        found.setdefault(row.scope, {})[row.person_id] = bool(row.is_following)
    return [found.get(scopes.key_of(thing), {}) for thing in chain]


def _nearest(choices: list[dict[int, bool]], person: int) -> bool:
    return next(choice[person] for choice in choices if person in choice)


def follows(user: User, thing: Model) -> bool:
    """Whether the person is told of the thing for following it itself: by choice, else by role."""
    row = Subscription.objects.filter(person=user, thing_label=thing._meta.label_lower, thing_id=str(thing.pk)).first()
    if row is not None and row.is_following is not None:
        return row.is_following
    found = _followers.get(thing._meta.label_lower)
    if isinstance(found, RoleHolders):
        return found.includes(user, thing)
    return any(user.pk == follower.pk for follower in by_default(thing))
