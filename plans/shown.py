"""What editions of a plan's own texts say, heading by heading, with all that goes into their hash."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from core.dates import readable, readable_moment
from drafting.shown import Passage
from plans.choices import Owner


def part_passages(data: dict[str, Any]) -> list[Passage]:
    return [
        ("title", _("Title"), data["title"]),
        ("body", _("Text"), data["body"]),
        ("facts", _("Details"), "\n".join([_fact(_("Belongs to"), Owner(data["owner"]).label), _plan(data)])),
    ]


def partnership_passages(data: dict[str, Any]) -> list[Passage]:
    return [
        ("title", _("Plan"), data["title"]),
        ("body", _("How the two sides work together"), data["body"]),
        ("facts", _("Details"), _plan(data)),
    ]


def scope_passages(data: dict[str, Any]) -> list[Passage]:
    timetable, partnership = data["timetable"], data["partnership_agreement"]
    period = " – ".join(_day(data[name]) for name in ("period_start", "period_end") if data[name])
    cut_off = dt.datetime.fromisoformat(timetable["cut_off"]) if timetable["cut_off"] else None
    dates = [
        (_("Period of the plan"), period),
        (_("Cut-off"), readable_moment(cut_off)),
        (_("Launch"), _day(timetable["launch_on"])),
    ]
    number = _("Edition %(edition)d, SHA-256 %(sha256)s") % partnership if partnership else _("None is agreed yet.")
    return [
        ("title", _("Plan"), data["title"]),
        ("themes", _("Themes"), "\n".join(_theme(theme) for theme in data["themes"])),
        ("stages", _("Timetable"), "\n".join(_stage(stage) for stage in timetable["stages"])),
        ("dates", _("Dates"), "\n".join(_fact(name, value) for name, value in dates if value)),
        ("partnership", _("Partnership agreement"), number),
        ("facts", _("Details"), _plan(data)),
    ]


def _theme(theme: dict[str, str]) -> str:
    return _item(theme["title"], theme["summary"])


def _stage(stage: dict[str, Any]) -> str:
    days = " – ".join(_day(stage[name]) for name in ("starts", "ends") if stage[name])
    return _item(stage["title"], " · ".join(text for text in (days, stage["description"]) if text))


def _item(title: str, text: str) -> str:
    """One line of a list: what people wrote in several lines stands in one."""
    words = " ".join(text.split())
    return f"- **{title}**: {words}" if words else f"- **{title}**"


def _day(iso: str | None) -> str:
    return readable(dt.date.fromisoformat(iso)) if iso else ""


def _plan(data: dict[str, Any]) -> str:
    return _fact(_("Plan"), data["plan"])


def _fact(name: Any, value: Any) -> str:
    return f"- {name}: {value}"
