"""What changed between two editions' content: rows are recognised by their reference, not by their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from drafting.difference.texts import Difference, compare

ROW_NAMES = ("ref", "key", "slug", "name", "title")


@dataclass(frozen=True)
class Change:
    """One difference: where (`path` for programs, `labels` from the outside in for people), what it was and what it is.

    `old` is None for what was added, `new` for what was removed; two strings also come with their difference in words.
    """

    path: str
    labels: tuple[str, ...]
    old: Any
    new: Any
    text_difference: Difference | None = None

    @property
    def label(self) -> str:
        return " · ".join(self.labels)

    @property
    def kind(self) -> Literal["added", "removed", "changed"]:
        if self.old is None:
            return "added"
        return "removed" if self.new is None else "changed"


def compare_data(old: Any, new: Any, *, words: Mapping[str, str] | None = None) -> list[Change]:
    """Every change from `old` to `new`, in the order of `new`; `words` says what people call the keys."""
    return list(_compare(old, new, "", (), words or {}))


def _compare(old: Any, new: Any, path: str, labels: tuple[str, ...], words: Mapping[str, str]) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*new, *(key for key in old if key not in new)]:
            yield from _compare(
                old.get(key), new.get(key), f"{path}.{key}".lstrip("."), (*labels, _word(key, words)), words
            )
    elif _are_rows(old) and _are_rows(new):
        yield from _compare_rows(old, new, path, labels, words)
    else:
        both_texts = isinstance(old, str) and isinstance(new, str)
        yield Change(path, labels, old, new, compare(old, new) if both_texts else None)


def _compare_rows(
    old: list[dict[str, Any]], new: list[dict[str, Any]], path: str, labels: tuple[str, ...], words: Mapping[str, str]
) -> Iterator[Change]:
    before, after = _by_name(old), _by_name(new)
    for name in [*after, *(name for name in before if name not in after)]:
        row = after.get(name) or before[name]
        yield from _compare(before.get(name), after.get(name), f"{path}[{name}]", (*labels, _row_label(row)), words)
    stayed_before, stayed_after = [n for n in before if n in after], [n for n in after if n in before]
    if stayed_before != stayed_after:
        yield Change(f"{path}[]", (*labels, _("Order")), stayed_before, stayed_after)


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) and _name(row) for row in value)


def _name(row: dict[str, Any]) -> str:
    return next((str(row[name]) for name in ROW_NAMES if row.get(name)), "")


def _by_name(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Rows by reference; a reference that comes twice is counted up, so that no row is overlooked."""
    named: dict[str, dict[str, Any]] = {}
    for row in rows:
        name, times = _name(row), 1
        while (unique := name if times == 1 else f"{name}#{times}") in named:
            times += 1
        named[unique] = row
    return named


def _row_label(row: dict[str, Any]) -> str:
    parts = [str(row[name]) for name in ("ref", "title") if row.get(name)]
    return " ".join(parts) or _name(row)


def _word(key: str, words: Mapping[str, str]) -> str:
    return str(words.get(key) or key.replace("_", " ").capitalize())
