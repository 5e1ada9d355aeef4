"""What apps above show of a commitment on its page: who has cleared and approved it, who endorses it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Panel:
    """A template (a `<section>` with a heading of the second level) that finds `context` under the name `panel`."""

    template: str
    context: Any


PanelOf = Callable[[Any, Any], "Panel | None"]
_registered: dict[str, tuple[int, PanelOf]] = {}


def register(name: str, order: int, panel_of: PanelOf) -> None:
    """`panel_of(user, commitment)` answers the panel, or None where there is nothing to show; by order on the page."""
    _registered[name] = (order, panel_of)


def shown_to(user: Any, commitment: Any) -> list[Panel]:
    found = (panel_of(user, commitment) for _order, panel_of in sorted(_registered.values(), key=lambda each: each[0]))
    return [panel for panel in found if panel]
