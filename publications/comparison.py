"""What changed between two published editions, in words and in the order of the plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from commitments.choices import AskOrigin, AskStatus, Origin
from drafting.difference import Change, compare, compare_data
from plans.choices import Owner

PARTS = ("plan", "narrative", "themes", "commitments", "without_agreement", "annex")
# What is told of a thing, in this order. The rest follows from it (parsed dates, addresses) or is for programs.
TOLD = (
    *("title", "text", "summary", "reason", "body", "owner", "theme", "origin"),
    *("lead", "supporting_government", "supporting_other", "other_actors_text", "starts_text", "ends_text"),
    *("values", "policy_areas", "continues", "sections", "milestones", "expected_outputs", "status"),
    *("country", "number", "period_start", "period_end", "source"),
)
CHOICES = {"owner": Owner, "status": AskStatus}


@dataclass(frozen=True)
class Row:
    label: str
    html: SafeString


@dataclass(frozen=True)
class Group:
    """One commitment, theme, part or ask, or the plan's own particulars."""

    title: str
    kind: str  # "added", "removed" or "changed"
    rows: list[Row]


def compare_editions(old: dict[str, Any], new: dict[str, Any]) -> list[Group]:
    groups: dict[str, list[Change]] = {}
    for part in PARTS:
        changes = compare_data({part: old.get(part, [])}, {part: new.get(part, [])}, words=words())
        for change in changes:
            if _last_key(change) in (*TOLD, ""):
                groups.setdefault(_title(change), []).append(change)
    return [_group(title, sorted(changes, key=_place)) for title, changes in groups.items()]


def words() -> dict[str, str]:
    return {
        "plan": _("The plan"),
        "themes": _("Theme"),
        "narrative": _("Narrative part"),
        "commitments": _("Commitment"),
        "without_agreement": _("Not agreed by civil society"),
        "annex": _("Annex"),
        "body": _("Text"),
        "lead": _("Lead"),
        "supporting_government": _("Supporting, government"),
        "supporting_other": _("Supporting, others"),
        "other_actors_text": _("Other actors"),
        "starts_text": _("Starts"),
        "ends_text": _("Ends"),
        "values": _("OGP values"),
        "policy_areas": _("Policy areas"),
        "sections": _("Sections"),
        "milestones": _("Milestones"),
        "expected_outputs": _("Expected outputs"),
        "period_start": _("First day"),
        "period_end": _("Last day"),
        "status": _("Where it stands"),
        "reason": _("Government’s reason"),
    }


def _last_key(change: Change) -> str:
    """`title` of `commitments[1.1].title`; nothing for a whole row or the order of rows."""
    return "" if change.path.endswith("]") else change.path.rpartition(".")[2]


def _place(change: Change) -> int:
    """Within one thing, the order of TOLD; sorting is stable, so things keep theirs."""
    if "]." not in change.path:
        return 0
    key = change.path.partition("].")[2].partition(".")[0].partition("[")[0]
    return TOLD.index(key) if key in TOLD else 0


def _title(change: Change) -> str:
    """`Commitment 1.1 …`: the first two steps, so that everything about one commitment stands together."""
    return " · ".join(change.labels[:2]) if "[" in change.path else change.labels[0]


def _group(title: str, changes: list[Change]) -> Group:
    is_whole = len(changes) == 1 and len(changes[0].labels) == 2 and changes[0].path.endswith("]")
    is_order = changes[0].path.endswith("[]")
    return Group(title, changes[0].kind if is_whole and not is_order else "changed", [_row(each) for each in changes])


def _row(change: Change) -> Row:
    labels = change.labels[2:] if "[" in change.path else change.labels[1:]
    label = " · ".join(label for label in labels if label not in (_("Sections"), _("Text")))
    key = _last_key(change)
    return Row(label, compare(_text(change.old, key), _text(change.new, key)).html)


def _text(value: Any, key: str = "") -> str:
    """Any content as paragraphs that can be read and compared."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return "\n\n".join(text for name in TOLD if (text := _text(value.get(name), name)))
    if isinstance(value, list):
        is_of_texts = all(isinstance(each, str) for each in value)
        return ("; " if is_of_texts else "\n\n").join(_texts(value))
    return _label(str(value), key)


def _texts(values: Iterable[Any]) -> list[str]:
    return [text for value in values if (text := _text(value))]


def _label(value: str, key: str) -> str:
    """What people call a value that is a code."""
    if key == "origin":
        return str({**dict(Origin.choices), **dict(AskOrigin.choices)}.get(value, value))
    return str(dict(CHOICES[key].choices).get(value, value)) if key in CHOICES else value
