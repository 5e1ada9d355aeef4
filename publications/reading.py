"""An edition made ready to be read: every string as page and PDF show it, from the frozen content alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.choices import AskOrigin, AskStatus, Origin
from core.dates import readable
from core.markdown import to_html
from drafting.models import Edition
from plans.choices import Owner
from publications import standing_beside
from publications.standing_beside import Heard
from signoffs.words import Words

# The plan's title is level 1, a theme or narrative part 2, a commitment 3, its sections 4.
IN_PART, IN_SECTION = 3, 5


@dataclass(frozen=True)
class Passage:
    title: str
    html: SafeString
    slug: str = ""
    caption: str = ""


@dataclass(frozen=True)
class Column:
    key: str
    title: str


@dataclass(frozen=True)
class CommitmentText:
    ref: str
    title: str
    anchor: str
    href: str
    facts: list[tuple[str, str]]
    sections: list[Passage]
    columns: list[Column]
    milestones: list[list[str]]
    not_agreed: str = ""  # why government goes on without civil society's agreement
    heard: Heard = field(default_factory=Heard)

    @property
    def heading(self) -> str:
        return _("Commitment %(ref)s") % {"ref": self.ref}


@dataclass(frozen=True)
class ThemeText:
    slug: str
    title: str
    html: SafeString
    commitments: list[CommitmentText]

    @property
    def count(self) -> str:
        number = len(self.commitments)
        return ngettext("%(count)d commitment", "%(count)d commitments", number) % {"count": number}


@dataclass(frozen=True)
class AskText:
    ref: str
    text: str
    origin: str
    status: str
    reason: str


@dataclass(frozen=True)
class PlanText:
    title: str
    country: str
    period: str
    source: str
    summary: SafeString
    narrative: list[Passage]
    themes: list[ThemeText]
    annex: list[AskText] = field(default_factory=list)
    withheld: list[Passage] = field(default_factory=list)
    heard: Heard = field(default_factory=Heard)

    @property
    def commitment_count(self) -> int:
        return sum(len(theme.commitments) for theme in self.themes)

    def theme(self, slug: str) -> ThemeText | None:
        return next((theme for theme in self.themes if theme.slug == slug), None)

    def commitment(self, ref: str) -> CommitmentText | None:
        return next((each for theme in self.themes for each in theme.commitments if each.ref == ref), None)


OTHER = "other-commitments"


def plan_text(data: dict[str, Any], beside: dict[str, Any] | None = None) -> PlanText:
    """The whole plan from the content of its edition (`publications.content.plan_content`), with what was published
    `beside` it."""
    head = data["plan"]
    return PlanText(
        title=head["title"],
        country=head["country"],
        period=period(head["period_start"], head["period_end"]),
        source=head["source"],
        summary=to_html(head["summary"], heading_level=IN_PART),
        narrative=[_part(part) for part in data["narrative"] if part["body"].strip()],
        themes=_themes(data, beside or {}),
        annex=[_ask(ask) for ask in data["annex"]],
        withheld=[_withheld(part) for part in data.get("withheld", [])],
        heard=standing_beside.heard(beside or {}),
    )


def words_of_plan(edition: Edition) -> Words:
    """The whole plan of a frozen edition, where somebody signs it."""
    return Words("publications/parts/words_of_plan.html", plan_text(edition.data), stylesheet="publication.css")


def anchor_of(ref: str) -> str:
    """Where a commitment stands on the page of its edition."""
    return f"commitment-{ref}"


def period(start: str | None, end: str | None) -> str:
    """27 October 2015 to 30 June 2017."""
    days = [readable(date.fromisoformat(day)) for day in (start, end) if day]
    return _(" to ").join(days)


def _part(part: dict[str, Any]) -> Passage:
    captions = {Owner.GOVERNMENT: _("Written by government"), Owner.CIVIL_SOCIETY: _("Written by civil society")}
    caption = captions.get(part["owner"], _("Written by both sides"))
    return Passage(part["title"], to_html(part["body"], heading_level=IN_PART), part["slug"], caption)


def _withheld(part: dict[str, Any]) -> Passage:
    """A part that the network does not let stand in the plan: its name and the reason."""
    return Passage(part["title"], to_html(part["reason"], heading_level=IN_PART))


def _themes(data: dict[str, Any], beside: dict[str, Any]) -> list[ThemeText]:
    by_theme: dict[str | None, list[CommitmentText]] = {}
    reasons = not_agreed(data)
    for content in data["commitments"]:
        heard = standing_beside.heard(beside, content["ref"])
        text = commitment_text(content, not_agreed=reasons.get(content["ref"], ""), heard=heard)
        by_theme.setdefault(content["theme"], []).append(text)
    themes = [
        ThemeText(t["slug"], t["title"], to_html(t["summary"], heading_level=IN_PART), by_theme.pop(t["title"], []))
        for t in data["themes"]
    ]
    others = [commitment for group in by_theme.values() for commitment in group]
    if others:
        title = _("Other commitments") if any(theme.commitments for theme in themes) else _("Commitments")
        themes.append(ThemeText(OTHER, title, SafeString(), others))
    return [theme for theme in themes if theme.commitments or theme.html]


def not_agreed(data: dict[str, Any]) -> dict[str, str]:
    """Reference and government's reason of those commitments to which civil society has not agreed."""
    return {row["ref"]: row["reason"] for row in data.get("without_agreement", [])}


def commitment_text(content: dict[str, Any], *, not_agreed: str = "", heard: Heard | None = None) -> CommitmentText:
    """One commitment from its canonical content (`commitments.canonical.content`), with what stands beside it."""
    columns = _columns(content["milestones"])
    anchor = anchor_of(content["ref"])
    return CommitmentText(
        ref=content["ref"],
        title=content["title"],
        anchor=anchor,
        href=f"#{quote(anchor)}",
        facts=[(label, text) for label, text in _facts(content) if text],
        sections=[
            Passage(section["title"], to_html(section["body"], heading_level=IN_SECTION), section["key"])
            for section in content["sections"]
            if section["body"].strip()
        ],
        columns=columns,
        milestones=[[_cell(milestone, column.key) for column in columns] for milestone in content["milestones"]],
        not_agreed=not_agreed,
        heard=heard or Heard(),
    )


def _facts(content: dict[str, Any]) -> Iterable[tuple[str, str]]:
    yield _("Lead"), _listed(content["lead"])
    yield _("Supporting, government"), _listed(content["supporting_government"])
    yield _("Supporting, others"), _listed(content["supporting_other"])
    yield _("Other actors"), content["other_actors_text"]
    yield _("Starts"), content["starts_text"] or _day(content["starts_on"])
    yield _("Ends"), content["ends_text"] or _day(content["ends_on"])
    yield _("OGP values"), _listed(content["values"])
    yield _("Policy areas"), _listed(content["policy_areas"])
    yield _("Put forward by"), str(Origin(content["origin"]).label)
    if earlier := content["continues"]:
        yield _("Continues"), _("%(ref)s %(title)s (%(plan)s)") % earlier


def _listed(names: list[str]) -> str:
    """Names with commas in them are told apart by semicolons."""
    return ("; " if any("," in name for name in names) else ", ").join(names)


def _day(iso: str | None) -> str:
    return readable(date.fromisoformat(iso)) if iso else ""


def _columns(milestones: list[dict[str, Any]]) -> list[Column]:
    """Only columns that hold something: a plan without milestone dates has no empty date columns."""
    every = [
        Column("ref", _("Number")),
        Column("text", _("Milestone")),
        Column("expected_outputs", _("Expected outputs")),
        Column("starts", _("Starts")),
        Column("ends", _("Ends")),
        Column("lead", _("Responsible")),
    ]
    return [column for column in every if any(_cell(milestone, column.key) for milestone in milestones)]


def _cell(milestone: dict[str, Any], key: str) -> str:
    if key == "lead":
        return _listed(milestone["lead"])
    if key in ("starts", "ends"):
        return milestone[f"{key}_text"] or _day(milestone[f"{key}_on"])
    return str(milestone[key])


def _ask(ask: dict[str, Any]) -> AskText:
    origin, status = AskOrigin(ask["origin"]).label, AskStatus(ask["status"]).label
    return AskText(ask["ref"], ask["text"], str(origin), str(status), ask["reason"])
