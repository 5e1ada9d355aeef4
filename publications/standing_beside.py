"""What stands beside the words of a final edition: taken from signoffs at its hour, made public there, told here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.canonical import sha256
from core.dates import readable
from signoffs import publishing
from signoffs.choices import STANCE_COLOURS, Stance
from signoffs.publishing import WHOLE
from signoffs.services.endorsements import make_public

if TYPE_CHECKING:
    from drafting.models import Edition
    from plans.models import Plan

    Beside = dict[str, Any]


@dataclass(frozen=True)
class StanceText:
    organisation: str
    stance: str
    colour: str
    statement: str
    said: str  # when and, for an earlier text, of which edition


@dataclass(frozen=True)
class Heard:
    """What organisations say of one commitment or of the whole plan, by name and counted."""

    stances: tuple[StanceText, ...] = ()
    counted: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.stances or self.counted)


def taken(plan: Plan, edition: Edition) -> Beside:
    """As it is now; the same words of a commitment have the same hash here and in the commitment's own editions."""
    hashes = {content["ref"]: sha256(content) for content in edition.data["commitments"]}
    return publishing.beside(plan, sha256=edition.sha256, commitments=hashes)


def publish(plan: Plan, edition: Edition, *, at: datetime) -> None:
    """In the transaction of publication: what organisations said of these words is public from now on."""
    contents = {content["ref"]: content for content in edition.data["commitments"]}
    rows = [
        (one, f"{one.ref} {contents[one.ref]['title']}", sha256(contents[one.ref]))
        for one in plan.commitments.filter(ref__in=contents).order_by("position", "pk")
    ]
    make_public(plan, name=edition.data["plan"]["title"], sha256=edition.sha256, commitments=rows, at=at)


def heard(beside: Beside, ref: str = WHOLE) -> Heard:
    return Heard(
        tuple(_stance(row) for row in beside.get("stances", {}).get(ref, [])),
        tuple(_counted(row) for row in beside.get("unnamed", {}).get(ref, [])),
    )


def of_these_words(beside: Beside, ref: str) -> Iterator[dict[str, str]]:
    """For the plan file: named organisations that spoke of exactly these words, or took back what they said."""
    for row in beside.get("stances", {}).get(ref, []):
        if not row["is_earlier"]:
            yield {key: row[key] for key in ("organisation", "stance", "statement")}


def organisations(beside: Beside) -> list[dict[str, str]]:
    """Those that the plan file names as endorsing a commitment."""
    found = {
        row["organisation"]: {"name": row["organisation"], "acronym": row["acronym"], "side": row["side"]}
        for ref, rows in beside.get("stances", {}).items()
        for row in rows
        if ref != WHOLE and not row["is_earlier"]
    }
    return list(found.values())


def _stance(row: dict[str, Any]) -> StanceText:
    stance, day = Stance(row["stance"]), readable(date.fromisoformat(row["on"]))
    words = _("%(day)s, of an earlier text (edition %(number)d)") if row["is_earlier"] else "%(day)s"
    said = words % {"day": day, "number": row["edition"]}
    return StanceText(row["organisation"], str(stance.label), STANCE_COLOURS[stance], row["statement"], said)


def _counted(row: dict[str, Any]) -> str:
    words = ngettext(
        "%(count)d organisation that does not publish its name: %(stance)s",
        "%(count)d organisations that do not publish their names: %(stance)s",
        row["count"],
    ) % {"count": row["count"], "stance": str(Stance(row["stance"]).label).lower()}
    return _("%(words)s, of an earlier text") % {"words": words} if row["is_earlier"] else words
