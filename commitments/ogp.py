"""OGP's own list of values and policy areas. Names match whatever their case; what was written is kept as written."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).parent / "data" / "ogp.json"


class Group(NamedTuple):
    name: str
    areas: tuple[str, ...]


@cache
def _data() -> dict[str, Any]:
    return dict(json.loads(FILE.read_text(encoding="utf-8")))


@cache
def values() -> tuple[str, ...]:
    return tuple(value["name"] for value in _data()["values"])


@cache
def groups() -> tuple[Group, ...]:
    """Policy areas under their headings; the last group has no heading of its own."""
    areas = _data()["policy_areas"]
    named = [Group(group["name"], (group["name"], *group["areas"])) for group in areas["groups"]]
    return (*named, Group("", tuple(areas["other"])))


@cache
def _values_by_name() -> dict[str, str]:
    return {name.casefold(): value["name"] for value in _data()["values"] for name in (value["name"], *value["also"])}


@cache
def _areas_by_name() -> dict[str, str]:
    return {area.casefold(): area for group in groups() for area in group.areas}


def official_value(written: str) -> str | None:
    """OGP's own name of a value, or None if it is not one of OGP's."""
    return _values_by_name().get(written.strip().casefold())


def official_area(written: str) -> str | None:
    """OGP's own name of a policy area, or None if it is not one of OGP's."""
    return _areas_by_name().get(written.strip().casefold())


def keep_as_written(chosen: list[str], written: list[str], official: Callable[[str], str | None]) -> list[str]:
    """What was chosen by OGP's names, in the words and order in which it was written before."""
    kept = [name for name in written if (official(name) or name) in chosen]
    known = {official(name) or name for name in kept}
    return kept + [name for name in chosen if name not in known]
