"""A published edition as data: the plan file and the table of commitments, both from the frozen content."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from core.csv_safe import rows_to_csv
from publications import standing_beside
from publications.models import PlanEdition
from publications.planfile import FORMAT, PlanFile, to_bytes
from publications.planfile.shape import PlanHead
from publications.reading import not_agreed


def plan_file_of(published: PlanEdition) -> PlanFile:
    """The plan file of an edition, which says which one it is; states and results of delivery are not part of one."""
    data = published.data
    reasons = not_agreed(data)
    found: dict[str, Any] = {
        "format": FORMAT,
        "plan": {key: data["plan"][key] for key in PlanHead.__annotations__},
        "themes": [{"title": theme["title"], "summary": theme["summary"]} for theme in data["themes"]],
        "organisations": _organisations(published),
        "commitments": [
            _commitment(content, reasons.get(content["ref"], ""), published.beside) for content in data["commitments"]
        ],
        "edition": {
            "number": published.number,
            "kind": published.kind,
            "sha256": published.sha256,
            "presented_as": published.presented_as,
            **({"agreed_by": published.agreed_by} if published.agreed_by is not None else {}),
        },
    }
    if data["narrative"]:
        found["narrative"] = [{key: part[key] for key in ("title", "owner", "body")} for part in data["narrative"]]
    if data["annex"]:
        found["annex"] = [{key: ask[key] for key in ("text", "origin", "status", "reason")} for ask in data["annex"]]
    return found  # type: ignore[return-value]


def plan_json(published: PlanEdition) -> bytes:
    """What /plan.json answers and what the PDF carries inside."""
    return to_bytes(plan_file_of(published))


def _organisations(published: PlanEdition) -> list[dict[str, str]]:
    """Those of the text, and those that endorse something in it; by name."""
    found = [{key: each[key] for key in ("name", "acronym", "side")} for each in published.data["organisations"]]
    known = {each["name"] for each in found}
    found += [each for each in standing_beside.organisations(published.beside) if each["name"] not in known]
    return sorted(found, key=lambda each: each["name"])


def _commitment(content: dict[str, Any], reason: str, beside: dict[str, Any]) -> dict[str, Any]:
    copied = ("lead", "supporting_government", "supporting_other", "other_actors_text", "starts_text", "ends_text")
    return {
        "ref": content["ref"],
        "ogp_id": None,
        "theme": content["theme"],
        "title": content["title"],
        **{key: content[key] for key in (*copied, "values", "policy_areas")},
        "sections": {section["key"]: section["body"] for section in content["sections"] if section["body"]},
        "milestones": [_milestone(milestone) for milestone in content["milestones"]],
        "status": None,
        "result": "",
        "next_steps": "",
        **(
            {"endorsements": stances}
            if (stances := list(standing_beside.of_these_words(beside, content["ref"])))
            else {}
        ),
        **({"without_agreement": reason} if reason else {}),
    }


def _milestone(content: dict[str, Any]) -> dict[str, Any]:
    found = {
        "ref": content["ref"],
        "text": content["text"],
        "starts_text": content["starts_text"],
        "ends_text": content["ends_text"],
        "status": None,
        "result": "",
        "lead": content["lead"],
    }
    return found | ({"expected_outputs": content["expected_outputs"]} if content["expected_outputs"] else {})


def commitments_csv(published: PlanEdition) -> str:
    """One row a commitment; the sections of the template are columns, milestones stand in one cell a line each."""
    data = published.data
    sections = _sections(data)
    header = [_("Reference"), _("Title"), _("Theme"), _("Lead"), _("Supporting, government"), _("Supporting, others")]
    header += [_("Other actors"), _("Starts"), _("Starts on"), _("Ends"), _("Ends on"), _("OGP values")]
    header += [_("Policy areas"), *sections.values(), _("Milestones"), _("Not agreed by civil society: reason")]
    header += [_("What organisations say")] if published.beside else []
    return rows_to_csv(header, _rows(data, list(sections), published.beside))


def _sections(data: dict[str, Any]) -> dict[str, str]:
    """Keys and titles of every section that occurs, in the order of the template."""
    found: dict[str, str] = {}
    for content in data["commitments"]:
        found |= {section["key"]: section["title"] for section in content["sections"]}
    return found


def _rows(data: dict[str, Any], sections: list[str], beside: dict[str, Any]) -> Iterator[list[Any]]:
    reasons = not_agreed(data)
    for content in data["commitments"]:
        bodies = {section["key"]: section["body"] for section in content["sections"]}
        names = [content[key] for key in ("lead", "supporting_government", "supporting_other")]
        yield [
            content["ref"],
            content["title"],
            content["theme"],
            *("; ".join(each) for each in names),
            content["other_actors_text"],
            content["starts_text"],
            content["starts_on"],
            content["ends_text"],
            content["ends_on"],
            "; ".join(content["values"]),
            "; ".join(content["policy_areas"]),
            *(bodies.get(key, "") for key in sections),
            "\n".join(_milestone_line(milestone) for milestone in content["milestones"]),
            reasons.get(content["ref"], ""),
            *([_heard(beside, content["ref"])] if beside else []),
        ]


def _heard(beside: dict[str, Any], ref: str) -> str:
    """One organisation a line, then those that are counted."""
    heard = standing_beside.heard(beside, ref)
    lines = [f"{one.organisation}: {one.stance} ({one.said})" for one in heard.stances]
    return "\n".join([*lines, *heard.counted])


def _milestone_line(milestone: dict[str, Any]) -> str:
    dates = [milestone["starts_text"], milestone["ends_text"]]
    label = " ".join(part for part in (milestone["ref"], milestone["text"]) if part)
    return f"{label} ({' – '.join(text for text in dates if text)})" if any(dates) else label
