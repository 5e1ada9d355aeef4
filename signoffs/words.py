"""How the exact words of an edition are shown where somebody signs them: apps above register it for their kinds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from drafting.models import Edition


@dataclass(frozen=True)
class Words:
    """A template that finds `context` under the name `words`, and the style sheet that it needs, if any."""

    template: str
    context: Any
    stylesheet: str = ""


WordsOf = Callable[[Edition], Words]
_registered: dict[type[Model], WordsOf] = {}


def register(model: type[Model], words_of: WordsOf) -> None:
    """`words_of(edition)` shows a frozen edition of the model in full."""
    _registered[model] = words_of


def words_of(model: type[Model], edition: Edition) -> Words:
    return _registered[model](edition)
