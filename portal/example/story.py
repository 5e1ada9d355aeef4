"""The example's words and dates, read from the TOML files beside this module and moved to today.

The story was written with the dates of 2012 and 2013. A plan whose cut-off passed years ago cannot be worked on, so
every date moves by the same number of days, and years inside texts, written {2014}, by whole years.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils import timezone

FOLDER = Path(__file__).parent
Table = dict[str, Any]


class Story:
    """The story's tables with `today` as its last day: strings, dates and times are moved already."""

    def __init__(self, today: dt.date) -> None:
        network = _read("network.toml")
        self._days = today - network["story_today"]
        plan = _read("plan.toml")
        launch: dt.date = plan["launch_on"]
        moved = launch + self._days
        # Rounded up, so that nothing is promised for a day before the launch.
        self._years = moved.year - launch.year + ((moved.month, moved.day) > (launch.month, launch.day))
        self.network: Table = self._moved(network)
        self.plan: Table = self._moved(plan)
        self.commitments: list[Table] = [
            self._moved(_read(f"commitments/{path.name}")) for path in sorted((FOLDER / "commitments").glob("*.toml"))
        ]

    def _moved(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._moved(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._moved(item) for item in value]
        if isinstance(value, dt.datetime):
            return timezone.make_aware(value + self._days)
        if isinstance(value, dt.date):
            return value + self._days
        return self._with_years(value) if isinstance(value, str) else value

    def _with_years(self, text: str) -> str:
        moved = re.sub(r"\{(20\d\d)\}", lambda match: str(int(match[1]) + self._years), text).strip()
        # The files break their lines; what people wrote has one line for each paragraph and each entry of a list.
        return re.sub(r"(?<!\n)\n(?![\n-]|\d+\.)", " ", moved)


class Replay:
    """Acts in the order in which they happened, so that each is done by somebody who may do it at that point."""

    def __init__(self) -> None:
        self._acts: list[tuple[dt.datetime, int, Callable[[], object]]] = []

    def at(self, moment: dt.datetime | dt.date, act: Callable[[], object]) -> None:
        self._acts.append((_as_moment(moment), len(self._acts), act))

    def run(self) -> None:
        for _moment, _order, act in sorted(self._acts, key=lambda row: row[:2]):
            act()


def _as_moment(moment: dt.datetime | dt.date) -> dt.datetime:
    if isinstance(moment, dt.datetime):
        return moment
    return timezone.make_aware(dt.datetime.combine(moment, dt.time.min))


def _read(name: str) -> Table:
    with (FOLDER / name).open("rb") as file:
        return tomllib.load(file)
