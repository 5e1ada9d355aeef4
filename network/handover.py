"""What a post holds: the apps that assign work to posts say so here at start-up (AppConfig.ready)."""

from collections.abc import Callable
from dataclasses import dataclass

from network.models import Post

Item = tuple[str, str]  # label, address


@dataclass(frozen=True)
class Held:
    name: str
    items: list[Item]


_registered: dict[str, Callable[[Post], list[Item]]] = {}


def register(name: str, items_of: Callable[[Post], list[Item]]) -> None:
    """`items_of(post)` lists what the post answers for, as (label, address); `name` is their heading."""
    _registered[str(name)] = items_of


def held_by(post: Post) -> list[Held]:
    found = [Held(name, items_of(post)) for name, items_of in _registered.items()]
    return [held for held in found if held.items]
