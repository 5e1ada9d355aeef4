"""A published edition as data: the plan file and the table of commitments, both from the frozen content."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from core.csv_safe import rows_to_csv
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
        "organisations": [{key: each[key] for key in ("name", "acronym", "side")} for each in data["organisations"]],
        "commitments": [_commitment(content, reasons.get(content["ref"], "")) for content in data["commitments"]],
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


def _commitment(content: dict[str, Any], reason: str) -> dict[str, Any]:
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
    return rows_to_csv(header, _rows(data, list(sections)))


def _sections(data: dict[str, Any]) -> dict[str, str]:
    """Keys and titles of every section that occurs, in the order of the template."""
    found: dict[str, str] = {}
    for content in data["commitments"]:
        found |= {section["key"]: section["title"] for section in content["sections"]}
    return found


def _rows(data: dict[str, Any], sections: list[str]) -> Iterator[list[Any]]:
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
        ]


def _milestone_line(milestone: dict[str, Any]) -> str:
    dates = [milestone["starts_text"], milestone["ends_text"]]
    label = " ".join(part for part in (milestone["ref"], milestone["text"]) if part)
    return f"{label} ({' – '.join(text for text in dates if text)})" if any(dates) else label
