"""An edition as people read it: its content heading by heading, and what changed under each between two contents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from drafting.difference import compare

# (key, heading, Markdown)
Passage = tuple[str, str, str]


@dataclass(frozen=True)
class Part:
    """One heading of an edition with what changed under it."""

    title: str
    html: Any
    is_changed: bool


def changed_parts(before: Iterable[Passage], after: Iterable[Passage]) -> list[Part]:
    """In the order of `after`; what is gone stands at the end, as removed."""
    old, new = list(before), list(after)
    before_of = {key: (title, body) for key, title, body in old}
    there = {key for key, _title, _body in new}
    gone = [(key, title, "") for key, title, _body in old if key not in there]
    return [_part(before_of.get(key, (title, "")), title, body) for key, title, body in [*new, *gone]]


def only_changed(parts: Sequence[Part]) -> list[Part]:
    return [part for part in parts if part.is_changed]


def _part(before: tuple[str, str], title: str, new: str) -> Part:
    old_title, old = before
    if old_title != title:  # a heading is words too
        old, new = f"**{old_title}**\n\n{old}", f"**{title}**\n\n{new}"
    change = compare(_spaced(old), _spaced(new))
    return Part(title, change.html, change.changed)


def _spaced(listed: str) -> str:
    """Items of a list as paragraphs of their own, so that each is compared with itself."""
    return listed.removeprefix("- ").replace("\n- ", "\n\n")
