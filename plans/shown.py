"""What editions of a plan's own texts say, heading by heading, with all that goes into their hash."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from drafting.shown import Passage
from plans.choices import Owner


def part_passages(data: dict[str, Any]) -> list[Passage]:
    return [
        ("title", _("Title"), data["title"]),
        ("body", _("Text"), data["body"]),
        ("facts", _("Details"), "\n".join([_fact(_("Belongs to"), Owner(data["owner"]).label), _plan(data)])),
    ]


def _plan(data: dict[str, Any]) -> str:
    return _fact(_("Plan"), data["plan"])


def _fact(name: Any, value: Any) -> str:
    return f"- {name}: {value}"
