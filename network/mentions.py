"""Where an organisation takes part: plans and commitments add their lists to its page at start-up."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise

from network.models import Organisation, User

Item = tuple[str, str]  # label, address


@dataclass(frozen=True)
class Mention:
    label: str | Promise
    items: list[Item]


_registered: dict[str, tuple[str | Promise, Callable[[Organisation, User | AnonymousUser], list[Item]]]] = {}


def register(
    name: str, label: str | Promise, items_for: Callable[[Organisation, User | AnonymousUser], list[Item]]
) -> None:
    """`items_for(organisation, user)` lists what the user may see of it, as (label, address)."""
    _registered[name] = (label, items_for)


def mentions_of(organisation: Organisation, user: User | AnonymousUser) -> list[Mention]:
    found = [Mention(label, items_for(organisation, user)) for label, items_for in _registered.values()]
    return [mention for mention in found if mention.items]
