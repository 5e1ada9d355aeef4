"""A world that is built once for many tests: each finds it as it was at first, and what it writes is undone.

    def test_something(kept):
        with kept.world(openness="open") as world: ...
        with kept.made(propose, openness="open") as (world, commitment): ...

Tests that ask for the same world one after the other share it; so do those that ask for the same thing made in it.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import Client

from tests.world import PERSONAS, World, build_world


@dataclass
class Layer:
    """What was written within one savepoint, and the objects that stand for it."""

    key: Hashable
    savepoint: transaction.Atomic
    found: Any = None


class Kept:
    def __init__(self, folder: Path) -> None:
        self.folder = folder  # for the files of all these tests
        self.layers: list[Layer] = []

    @contextmanager
    def world(self, **fields: Any) -> Iterator[World]:
        with self.made(None, **fields) as (world, _made):
            yield world

    @contextmanager
    def made(self, make: Callable[[World], Any] | None, **fields: Any) -> Iterator[tuple[World, Any]]:
        """The world, and what `make` made in it."""
        world = self._layer(0, repr(sorted(fields.items())), lambda: _built(fields))
        found = self._layer(1, make, lambda: _made(make, deepcopy(world)))
        with undone():
            yield deepcopy(found)

    def forget(self) -> None:
        self._drop(0)

    def _layer(self, depth: int, key: Hashable, build: Callable[[], Any]) -> Any:
        """The layer of this key; another at its depth goes, with all that lie upon it."""
        if len(self.layers) <= depth or self.layers[depth].key != key:
            self._drop(depth)
            layer = Layer(key, transaction.atomic())
            layer.savepoint.__enter__()
            self.layers.append(layer)
            try:
                layer.found = build()
            except BaseException:
                self._drop(depth)
                raise
        return self.layers[depth].found

    def _drop(self, depth: int) -> None:
        while len(self.layers) > depth:
            transaction.set_rollback(True)
            self.layers.pop().savepoint.__exit__(None, None, None)


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is written nowhere."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def _built(fields: dict[str, Any]) -> World:
    """Everybody is signed in already: see tests.conftest.client_of."""
    world = build_world(**fields)
    for persona in PERSONAS:
        client = Client()
        if persona != "visitor":
            client.force_login(world.person(persona), backend="django.contrib.auth.backends.ModelBackend")
            world.sessions[persona] = client.cookies["sessionid"].value
    return world


def _made(make: Callable[[World], Any] | None, world: World) -> tuple[World, Any]:
    return world, make(world) if make else None
