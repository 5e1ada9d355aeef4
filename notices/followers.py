"""Who follows a thing without having asked to: holders of roles. Apps register it at start-up."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, Q

from network.models import User
from notices import scopes
from notices.models import Subscription

FollowersOf = Callable[[Any], Iterable[User]]
_followers: dict[str, FollowersOf] = {}


def register(thing_label: str, followers: FollowersOf) -> None:
    """`followers(thing)` gives those who follow a thing of this kind unless they said no."""
    _followers[thing_label.lower()] = followers


def by_default(thing: Model) -> list[User]:
    found = _followers.get(thing._meta.label_lower)
    return list(found(thing)) if found else []


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
