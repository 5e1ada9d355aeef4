"""What changed between two published editions, in words and in the order of the plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from drafting.difference import Change, compare, compare_data

# Follow from what is written beside them, or say nothing to a reader.
SILENT = ("starts_on", "ends_on", "slug", "format", "template")


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
    for change in compare_data(old, new, words=words()):
        if change.path.rpartition(".")[2] not in SILENT and not change.path.startswith("organisations"):
            groups.setdefault(_title(change), []).append(change)
    return [_group(title, changes) for title, changes in groups.items()]


def words() -> dict[str, str]:
    return {
        "plan": _("The plan"),
        "themes": _("Themes"),
        "narrative": _("Narrative parts"),
        "commitments": _("Commitments"),
        "annex": _("Annex"),
        "body": _("Text"),
        "lead": _("Lead"),
        "supporting_government": _("Supporting, government"),
        "supporting_other": _("Supporting, others"),
        "other_actors_text": _("Other actors"),
        "starts_text": _("Starts"),
        "ends_text": _("Ends"),
        "values": _("OGP values"),
        "sections": _("Sections"),
        "milestones": _("Milestones"),
        "expected_outputs": _("Expected outputs"),
        "period_start": _("First day"),
        "period_end": _("Last day"),
    }


def _title(change: Change) -> str:
    """`Commitments · 1.1 …`: the first two steps, so that everything about one commitment stands together."""
    return " · ".join(change.labels[:2]) if change.path.partition("[")[1] else change.labels[0]


def _group(title: str, changes: list[Change]) -> Group:
    whole = len(changes) == 1 and len(changes[0].labels) == 2
    kind = changes[0].kind if whole else "changed"
    return Group(title, kind, [_row(change) for change in changes])


def _row(change: Change) -> Row:
    labels = change.labels[2:] if change.path.partition("[")[1] else change.labels[1:]
    label = " · ".join(label for label in labels if label not in (_("Sections"), _("Text")))
    return Row(label, compare(_text(change.old), _text(change.new)).html)


def _text(value: Any) -> str:
    """Any content as paragraphs that can be read and compared."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return "\n\n".join(text for key, each in value.items() if key not in SILENT and (text := _text(each)))
    if isinstance(value, list):
        is_of_texts = all(isinstance(each, str) for each in value)
        return ("; " if is_of_texts else "\n\n").join(_texts(value))
    return str(value)


def _texts(values: Iterable[Any]) -> list[str]:
    return [text for value in values if (text := _text(value))]
