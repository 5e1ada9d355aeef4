"""What changed in a plan, read from the history of the plan and of everything that belongs to it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.dates import readable, readable_moment
from plans.models import NarrativePart, Plan, Stage, Theme

HIDDEN = {"id", "plan", "text", "position", "slug", "created_at"}
LONG = 200


@dataclass(frozen=True)
class FieldChange:
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    at: str
    who: str
    what: str
    kind: str
    reason: str
    fields: list[FieldChange]
    moment: dt.datetime


def changes_of(plan: Plan) -> list[Change]:
    """Newest first. One query for each kind of thing, whatever its number, and one for the posts they name."""
    found: list[Change] = []
    for model, lookup in ((Plan, "id"), (Theme, "plan_id"), (Stage, "plan_id"), (NarrativePart, "plan_id")):
        found += _changes(model, lookup, plan)
    return sorted(found, key=lambda change: change.moment, reverse=True)


def _changes(model: Any, lookup: str, plan: Plan) -> list[Change]:
    versions = model.history.filter(**{lookup: plan.pk}).order_by("id", "history_date", "history_id")
    related = [f.name for f in versions.model._meta.fields if f.is_relation and f.name in _shown(model)]
    found: list[Change] = []
    previous: Any = None
    for version in versions.select_related("history_user", *related):
        is_same_thing = previous is not None and previous.id == version.id
        fields = _fields(model, previous, version) if is_same_thing else []
        if fields or version.history_type != "~":
            found.append(_change(model, version, fields))
        previous = version
    return found


def _change(model: Any, version: Any, fields: list[FieldChange]) -> Change:
    kinds = {"+": _("added"), "~": _("changed"), "-": _("removed")}
    what = capfirst(str(model._meta.verbose_name))
    return Change(
        at=readable_moment(version.history_date),
        who=str(version.history_user or ""),
        what=f"{what}: {version.title}",
        kind=kinds[version.history_type],
        reason=version.history_change_reason or "",
        fields=fields,
        moment=version.history_date,
    )


def _shown(model: Any) -> set[str]:
    return {field.name for field in model._meta.concrete_fields} - HIDDEN


def _fields(model: Any, old: Any, new: Any) -> list[FieldChange]:
    found = []
    for field in new._meta.fields:
        if field.name in _shown(model) and getattr(old, field.attname) != getattr(new, field.attname):
            words = _words(field, old), _words(field, new)
            found.append(FieldChange(capfirst(str(model._meta.get_field(field.name).verbose_name)), *words))
    return found


def _words(field: models.Field[Any, Any], record: Any) -> str:
    if field.choices:
        return str(getattr(record, f"get_{field.name}_display")())
    value = getattr(record, field.name)
    if isinstance(value, dt.datetime):
        return readable_moment(value)
    if isinstance(value, dt.date):
        return readable(value)
    text = "" if value is None else str(value)
    return text if len(text) <= LONG else f"{text[:LONG]}…"
