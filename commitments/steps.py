"""What a person signs on a page of its own: agreement here, clearance and approval in apps above, which register it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Step:
    """A button on the commitment's page; with `blocked` reasons it is shown and cannot be pressed yet."""

    label: str | Promise
    href: str
    hint: str | Promise = ""
    blocked: tuple[str, ...] = ()


Steps = Callable[[Any, Any], Iterable[Step]]
_registered: dict[str, Steps] = {}


def register(name: str, steps: Steps) -> None:
    """`steps(user, commitment)` answers what this person may sign now; `name` keeps a second registration from
    doubling the first."""
    _registered[name] = steps


def open_to(user: Any, commitment: Any) -> list[Step]:
    return [step for steps in _registered.values() for step in steps(user, commitment)]
