"""The table of rights: every URL of the site, who may use it, and in which state of the world.

An app's rows stand in tests/access/<app>.py:

    ROWS = [
        Url("plans:detail", everyone(), kwargs=on_plan),
        Url("plans:edit", only("lead_official", "coordinator"), kwargs=on_plan, permission="plans.edit",
            post=only("lead_official", "coordinator", status=302), data={"title": "…"}),
        Url("commitments:detail", only("coordinator", …, otherwise=404, visitor=404), world={"openness": "engaged"}),
    ]
"""

import pkgutil
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.world import PERSONAS, World

Statuses = dict[str, int]

# Addresses that are not ours, each with the reason why it has no row.
FOREIGN = {
    "admin/": "Django's own site: staff only, tested by its authors; what it shows of ours is tested in tests/portal",
    "accounts/": "django-allauth's pages for signing in, tested by its authors",
}


@dataclass(frozen=True)
class Url:
    name: str
    get: Statuses | None
    kwargs: Callable[[World], dict[str, Any]] | dict[str, Any] = field(default_factory=dict)
    post: Statuses | None = None
    data: Callable[[World], dict[str, Any]] | dict[str, Any] = field(default_factory=dict)
    query: str = ""
    world: dict[str, Any] = field(default_factory=dict)
    permission: str = ""  # held against network.rights, and so against the help page

    def __str__(self) -> str:
        state = ",".join(f"{key}={value}" for key, value in self.world.items())
        return f"{self.name}{self.query}" + (f"[{state}]" if state else "")

    @property
    def make(self) -> Callable[[World], dict[str, Any]] | None:
        """What makes the thing that the address names; None if it needs none."""
        return self.kwargs if callable(self.kwargs) else None

    def address(self, made: dict[str, Any] | None) -> str:
        return reverse(self.name, kwargs=self.kwargs if made is None else made) + self.query

    def made(self, what: Any, world: World) -> dict[str, Any]:
        return what(world) if callable(what) else what

    def allowed(self) -> set[str]:
        """The personas that get in: to the page if it has a GET, else to the act."""
        statuses = self.get or self.post or {}
        return {persona for persona, status in statuses.items() if status < 300 or (self.get is None and status == 302)}


def everyone(status: int = 200, **others: int) -> Statuses:
    return {persona: others.get(persona, status) for persona in PERSONAS}


def only(*personas: str, status: int = 200, otherwise: int = 403, visitor: int = 302, **others: int) -> Statuses:
    """The named get `status`, a visitor is sent to sign in, the rest are refused."""
    unknown = {*personas, *others} - set(PERSONAS)
    if unknown:
        raise ValueError(f"no such persona: {sorted(unknown)}")
    statuses = {persona: status if persona in personas else otherwise for persona in PERSONAS}
    if "visitor" not in personas:
        statuses["visitor"] = visitor
    return statuses | others


def signed_in(status: int = 200, **others: int) -> Statuses:
    return everyone(status, visitor=others.pop("visitor", 302), **others)


def rows() -> list[Url]:
    package = import_module("tests.access")
    found: list[Url] = []
    for module in pkgutil.iter_modules(package.__path__):
        if not module.name.startswith("test_") and module.name != "table":
            found += import_module(f"tests.access.{module.name}").ROWS
    return found


def groups(found: Iterable[Url]) -> list[list[Url]]:
    """Those that need the same thing made in the same world together, and those of one world one after the other."""
    by_world: dict[str, dict[Any, list[Url]]] = defaultdict(lambda: defaultdict(list))
    for row in found:
        by_world[repr(row.world)][row.make].append(row)
    return [group for by_make in by_world.values() for group in by_make.values()]


def url_names() -> set[str]:
    """Every name that the resolver knows except under addresses that are not ours; a nameless one by its pattern."""
    return set(_names(get_resolver().url_patterns, "", ""))


def _names(patterns: list[URLPattern | URLResolver], namespace: str, prefix: str) -> list[str]:
    found: list[str] = []
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if address in FOREIGN:
            continue
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found += _names(pattern.url_patterns, inner, address)
        else:
            found.append(f"{namespace}{pattern.name}" if pattern.name else address)
    return found
