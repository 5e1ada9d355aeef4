from datetime import datetime
from typing import Any

from django.db import transaction

from core.history import save_as
from drafting.services import save_text, start_text
from ledger.machine import NotAllowed
from ledger.services import record
from network.models import User
from plans.models import NarrativePart, Plan
from plans.services.order import assign, close_ranks, free_slug, put_at
from plans.services.themes import InUse


@transaction.atomic
def add_part(
    *,
    plan: Plan,
    title: str,
    owner: str,
    by: User | None,
    body: str = "",
    position: int | None = None,
    at: datetime | None = None,
    **fields: Any,
) -> NarrativePart:
    slug = free_slug(title, plan.parts.all(), fallback="part", taken=frozenset({"add"}))
    part = NarrativePart(plan=plan, title=title, owner=owner, slug=slug, text=start_text(by=by, at=at), **fields)
    put_at(part, position, plan.parts.all(), by=by, at=at)
    if body:
        save_text(part.text, body=body, base=None, by=by, at=at)
    return part


@transaction.atomic
def edit_part(part: NarrativePart, *, by: User | None, at: datetime | None = None, **values: Any) -> NarrativePart:
    """Change title, guidance, word limit or place. Who owns a part is settled when it is added."""
    if "owner" in values:
        raise ValueError("a part keeps its owner: neither side takes the other's")
    position = values.pop("position", part.position)
    if assign(part, values) or position != part.position:
        put_at(part, position, part.plan.parts.all(), by=by, at=at)
    return part


@transaction.atomic
def withhold_part(part: NarrativePart, *, by: User, reason: str, at: datetime | None = None) -> None:
    """The network does not let the part stand in the plan. Its words stay; the plan names it and leaves it out."""
    _set_withheld(part, "plans.withhold_part", reason.strip(), by=by, reason=reason, at=at)


@transaction.atomic
def give_part_back(part: NarrativePart, *, by: User, at: datetime | None = None) -> None:
    _set_withheld(part, "plans.give_part_back", "", by=by, reason="", at=at)


def _set_withheld(part: NarrativePart, verb: str, value: str, *, by: User, reason: str, at: datetime | None) -> None:
    row = NarrativePart.objects.select_for_update(of=("self",)).select_related("plan").get(pk=part.pk)
    if not by.has_perm("plans.withhold_part", row):
        raise NotAllowed("plans.withhold_part")
    if row.withheld_reason == value:
        return
    row.withheld_reason = value
    save_as(row, by=by, reason=reason, at=at)
    record(verb=verb, thing=row, by=by, reason=reason, reason_is_public=True, data={"part": row.slug}, at=at)


@transaction.atomic
def remove_part(part: NarrativePart, *, by: User | None) -> None:
    """Raises InUse once anything was written: no words are lost."""
    if part.text.revisions.exists():
        raise InUse(part.title)
    plan, text = part.plan, part.text
    save_as(part, by=by)
    part.delete()
    text.delete()
    close_ranks(plan.parts.all(), by=by)
