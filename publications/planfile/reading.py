"""Reads a plan file strictly: what is wrong is refused whole, with the path of every offending value."""

import json
import re
from typing import Any, cast

from django.utils.translation import gettext as _

from commitments.choices import AskOrigin, AskStatus
from commitments.models import REF_PATTERN
from network.choices import Side
from plans.choices import Owner
from plans.models import RESERVED_SLUGS, Template
from publications.choices import Kind, PresentedAs
from publications.planfile.checking import Checker, Enough, Problem
from publications.planfile.shape import (
    FORMAT,
    CommitmentEntry,
    EndorsementEntry,
    MilestoneEntry,
    OrganisationEntry,
    PlanFile,
    PlanHead,
)
from signoffs.choices import Stance

MOST_BYTES = 10 * 1024 * 1024
STANCES = tuple(Stance.values)
LONG, MEDIUM, SHORT = 100_000, 20_000, 300
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


class Refused(Exception):
    """The file is not a plan file, or says something impossible. Nothing was imported."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


def parse(raw: bytes) -> Any:
    """The JSON of a file; refuses what JSON readers disagree on: keys that stand twice, NaN, other encodings."""
    if len(raw) > MOST_BYTES:
        raise Refused([Problem("$", _("is larger than %(most)s MB") % {"most": MOST_BYTES // 1024 // 1024})])
    try:
        return json.loads(raw.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Refused([Problem("$", _("is not JSON: %(error)s") % {"error": error})]) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(key for key, _value in pairs if sum(key == other for other, _v in pairs) > 1)
        raise ValueError(_("the key “%(key)s” stands there twice") % {"key": twice[:80]})
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


def read(data: object) -> PlanFile:
    """The checked and normalised plan file; raises Refused with every problem found (at most fifty)."""
    reader = Reader()
    try:
        plan_file = reader.plan_file(data)
    except Enough:
        plan_file = None
    if reader.check.problems or plan_file is None:
        raise Refused(reader.check.problems)
    return plan_file


class Reader:
    """Goes through the file from top to bottom; what was read before is what later references may point at."""

    def __init__(self) -> None:
        self.check = Checker()
        self.themes: list[str] = []
        self.organisations: list[str] = []
        self.sections: set[str] = set()
        self.refs: set[str] = set()

    def plan_file(self, data: object) -> PlanFile:
        keys = ("format", "plan", "themes", "organisations", "commitments")
        whole = self.check.mapping(data, "$", keys=keys, optional=("edition", "narrative", "annex"))
        if whole.get("format", FORMAT) != FORMAT:
            self.check.wrong("$.format", _("must be “%(format)s”") % {"format": FORMAT})
        found: dict[str, Any] = {
            "format": FORMAT,
            "plan": self.plan(whole.get("plan")) if "plan" in whole else {},
            "themes": self.theme_list(whole.get("themes", [])),
            "organisations": self.organisation_list(whole.get("organisations", [])),
        }
        entries = self.check.items(whole.get("commitments", []), "$.commitments", most=2000)
        found["commitments"] = [self.commitment(entry, path) for entry, path in entries]
        if "edition" in whole:
            found["edition"] = self.edition(whole["edition"])
        if "narrative" in whole:
            found["narrative"] = self.narrative(whole["narrative"])
        if "annex" in whole:
            found["annex"] = self.annex(whole["annex"])
        return cast(PlanFile, found)

    def plan(self, value: object) -> PlanHead:
        keys = tuple(PlanHead.__annotations__)
        head, check = self.check.mapping(value, "$.plan", keys=keys), self.check
        found: PlanHead = {
            "slug": check.text(head.get("slug", ""), "$.plan.slug", most=60),
            "title": check.text(head.get("title", "-"), "$.plan.title", most=300, is_needed=True, is_line=True),
            "country": check.text(head.get("country", "-"), "$.plan.country", most=100, is_needed=True, is_line=True),
            "number": check.number_or_none(head.get("number"), "$.plan.number"),
            "period_start": check.date_or_none(head.get("period_start"), "$.plan.period_start"),
            "period_end": check.date_or_none(head.get("period_end"), "$.plan.period_end"),
            "template": check.text(head.get("template", ""), "$.plan.template", most=60),
            "summary": check.text(head.get("summary", ""), "$.plan.summary", most=MEDIUM),
            "source": check.text(head.get("source", ""), "$.plan.source", most=MEDIUM),
        }
        if "slug" in head and (not SLUG.match(found["slug"]) or found["slug"] in RESERVED_SLUGS):
            check.wrong("$.plan.slug", _("must be small letters, digits and hyphens, and no word of another address"))
        if found["period_start"] and found["period_end"] and found["period_start"] > found["period_end"]:
            check.wrong("$.plan.period_end", _("is before the plan begins"))
        self.template(head, found["template"])
        return found

    def template(self, head: dict[str, Any], reference: str) -> None:
        template = Template.objects.by_reference(reference)
        if template is not None:
            self.sections = set(template.sections.values_list("key", flat=True))
        elif isinstance(head.get("template"), str):
            known = [each.reference for each in Template.objects.order_by("key", "version")]
            self.check.choice(reference, "$.plan.template", choices=known)

    def theme_list(self, value: object) -> list[Any]:
        found = []
        for entry, path in self.check.items(value, "$.themes", most=200):
            theme = self.check.mapping(entry, path, keys=("title", "summary"))
            title = self.check.text(theme.get("title", "-"), f"{path}.title", most=300, is_needed=True, is_line=True)
            self.once(title, f"{path}.title", self.themes)
            summary = self.check.text(theme.get("summary", ""), f"{path}.summary", most=MEDIUM)
            found.append({"title": title, "summary": summary})
        return found

    def organisation_list(self, value: object) -> list[OrganisationEntry]:
        found: list[OrganisationEntry] = []
        for entry, path in self.check.items(value, "$.organisations"):
            given = self.check.mapping(entry, path, keys=("name", "acronym", "side"))
            name = self.check.text(given.get("name", "-"), f"{path}.name", most=SHORT, is_needed=True, is_line=True)
            self.once(name, f"{path}.name", self.organisations)
            acronym = self.check.text(given.get("acronym", ""), f"{path}.acronym", most=30, is_line=True)
            side = self.check.choice(given.get("side", Side.GOVERNMENT), f"{path}.side", choices=Side.values)
            found.append({"name": name, "acronym": acronym, "side": side})
        return found

    def once(self, text: str, path: str, before: list[str]) -> None:
        if text in before:
            self.check.wrong(path, _("stands there twice: “%(text)s”") % {"text": text[:80]})
        before.append(text)

    def names(self, value: object, path: str) -> list[str]:
        names = self.check.texts(value, path, most=SHORT)
        for position, name in enumerate(names):
            self.check.known(name, f"{path}[{position}]", self.organisations, of=_("the organisations of this file"))
        return names

    def commitment(self, entry: object, path: str) -> CommitmentEntry:
        optional = ("endorsements", "without_agreement")
        keys = [key for key in CommitmentEntry.__annotations__ if key not in optional]
        given, check = self.check.mapping(entry, path, keys=keys, optional=optional), self.check
        found: CommitmentEntry = {
            "ref": self.ref(given.get("ref", "-"), f"{path}.ref") if "ref" in given else "",
            "ogp_id": check.text_or_none(given.get("ogp_id"), f"{path}.ogp_id", most=40),
            "theme": check.text_or_none(given.get("theme"), f"{path}.theme", most=300),
            "title": check.text(given.get("title", "-"), f"{path}.title", most=600, is_needed=True, is_line=True),
            "lead": self.names(given.get("lead", []), f"{path}.lead"),
            "supporting_government": self.names(
                given.get("supporting_government", []), f"{path}.supporting_government"
            ),
            "supporting_other": self.names(given.get("supporting_other", []), f"{path}.supporting_other"),
            "other_actors_text": check.text(
                given.get("other_actors_text", ""), f"{path}.other_actors_text", most=MEDIUM
            ),
            "starts_text": check.text(given.get("starts_text", ""), f"{path}.starts_text", most=SHORT),
            "ends_text": check.text(given.get("ends_text", ""), f"{path}.ends_text", most=SHORT),
            "values": check.texts(given.get("values", []), f"{path}.values", most=SHORT),
            "policy_areas": check.texts(given.get("policy_areas", []), f"{path}.policy_areas", most=SHORT),
            "sections": self.section_texts(given.get("sections", {}), f"{path}.sections"),
            "milestones": self.milestones(given.get("milestones", []), f"{path}.milestones"),
            "status": check.text_or_none(given.get("status"), f"{path}.status", most=60),
            "result": check.text(given.get("result", ""), f"{path}.result", most=LONG),
            "next_steps": check.text(given.get("next_steps", ""), f"{path}.next_steps", most=LONG),
        }
        if found["theme"]:
            check.known(found["theme"], f"{path}.theme", self.themes, of=_("the themes of this file"))
        if "endorsements" in given:
            found["endorsements"] = self.endorsements(given["endorsements"], f"{path}.endorsements")
        if "without_agreement" in given:
            reason = given["without_agreement"]
            found["without_agreement"] = check.text(reason, f"{path}.without_agreement", most=LONG, is_needed=True)
        return found

    def ref(self, value: object, path: str) -> str:
        ref = self.check.text(value, path, most=40)
        if isinstance(value, str) and not re.match(REF_PATTERN, ref):
            self.check.wrong(path, _("must be a reference without spaces and without / ? # % \\"))
        if ref in self.refs:
            self.check.wrong(path, _("stands there twice: “%(text)s”") % {"text": ref})
        self.refs.add(ref)
        return ref

    def section_texts(self, value: object, path: str) -> dict[str, str]:
        given = self.check.mapping(value, path, keys=(), optional=tuple(value) if isinstance(value, dict) else ())
        for key in given:
            if self.sections and key not in self.sections:
                self.check.wrong(f"{path}.{key}", _("is not a section of this plan's template"))
        return {key: self.check.text(body, f"{path}.{key}", most=LONG) for key, body in given.items()}

    def milestones(self, value: object, path: str) -> list[MilestoneEntry]:
        found: list[MilestoneEntry] = []
        keys = [key for key in MilestoneEntry.__annotations__ if key != "expected_outputs"]
        refs: list[str] = []
        for entry, at in self.check.items(value, path, most=500):
            given, check = self.check.mapping(entry, at, keys=keys, optional=("expected_outputs",)), self.check
            milestone: MilestoneEntry = {
                "ref": check.text(given.get("ref", ""), f"{at}.ref", most=40, is_line=True),
                "text": check.text(given.get("text", "-"), f"{at}.text", most=MEDIUM, is_needed=True),
                "starts_text": check.text(given.get("starts_text", ""), f"{at}.starts_text", most=SHORT),
                "ends_text": check.text(given.get("ends_text", ""), f"{at}.ends_text", most=SHORT),
                "status": check.text_or_none(given.get("status"), f"{at}.status", most=60),
                "result": check.text(given.get("result", ""), f"{at}.result", most=LONG),
                "lead": self.names(given.get("lead", []), f"{at}.lead"),
            }
            if "expected_outputs" in given:
                milestone["expected_outputs"] = check.text(
                    given["expected_outputs"], f"{at}.expected_outputs", most=MEDIUM
                )
            if milestone["ref"]:
                self.once(milestone["ref"], f"{at}.ref", refs)
            found.append(milestone)
        return found

    def endorsements(self, value: object, path: str) -> list[EndorsementEntry]:
        found: list[EndorsementEntry] = []
        for entry, at in self.check.items(value, path):
            given = self.check.mapping(entry, at, keys=("organisation", "stance", "statement"))
            name = self.check.text(given.get("organisation", ""), f"{at}.organisation", most=SHORT)
            self.check.known(name, f"{at}.organisation", self.organisations, of=_("the organisations of this file"))
            stance = self.check.choice(given.get("stance", STANCES[0]), f"{at}.stance", choices=STANCES)
            statement = self.check.text(given.get("statement", ""), f"{at}.statement", most=MEDIUM)
            found.append({"organisation": name, "stance": stance, "statement": statement})
        return found

    def edition(self, value: object) -> Any:
        keys, optional = ("number", "kind", "sha256", "presented_as"), ("agreed_by",)
        given = self.check.mapping(value, "$.edition", keys=keys, optional=optional)
        for position, side in enumerate(self.check.texts(given.get("agreed_by", []), "$.edition.agreed_by", most=20)):
            self.check.choice(side, f"$.edition.agreed_by[{position}]", choices=Side.values)
        self.check.choice(given.get("kind", Kind.FINAL), "$.edition.kind", choices=Kind.values)
        self.check.choice(given.get("presented_as", ""), "$.edition.presented_as", choices=PresentedAs.values)
        self.check.number_or_none(given.get("number"), "$.edition.number")
        sha256 = self.check.text(given.get("sha256", ""), "$.edition.sha256", most=64)
        if not re.match(r"[0-9a-f]{64}\Z", sha256):
            self.check.wrong("$.edition.sha256", _("must be 64 hexadecimal digits"))
        return dict(given)

    def narrative(self, value: object) -> list[Any]:
        found, titles = [], list[str]()
        for entry, at in self.check.items(value, "$.narrative", most=100):
            given = self.check.mapping(entry, at, keys=("title", "owner", "body"))
            title = self.check.text(given.get("title", "-"), f"{at}.title", most=300, is_needed=True, is_line=True)
            self.once(title, f"{at}.title", titles)
            owner = self.check.choice(given.get("owner", Owner.BOTH), f"{at}.owner", choices=Owner.values)
            body = self.check.text(given.get("body", ""), f"{at}.body", most=LONG)
            # As a narrative part keeps it; a section keeps its first text to the letter.
            found.append({"title": title, "owner": owner, "body": body.strip("\n").rstrip()})
        return found

    def annex(self, value: object) -> list[Any]:
        found = []
        for entry, at in self.check.items(value, "$.annex", most=2000):
            given = self.check.mapping(entry, at, keys=("text", "origin", "status", "reason"))
            found.append(
                {
                    "text": self.check.text(given.get("text", "-"), f"{at}.text", most=MEDIUM, is_needed=True),
                    "origin": self.check.choice(
                        given.get("origin", "network"), f"{at}.origin", choices=AskOrigin.values
                    ),
                    "status": self.check.choice(given.get("status", "open"), f"{at}.status", choices=AskStatus.values),
                    "reason": self.check.text(given.get("reason", ""), f"{at}.reason", most=MEDIUM),
                }
            )
        return found
