from datetime import datetime
from typing import Any

from django.db import transaction

from core.history import save_as
from drafting.services import save_text, start_text
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
def remove_part(part: NarrativePart, *, by: User | None) -> None:
    """Raises InUse once anything was written: no words are lost."""
    if part.text.revisions.exists():
        raise InUse(part.title)
    plan, text = part.plan, part.text
    save_as(part, by=by)
    part.delete()
    text.delete()
    close_ranks(plan.parts.all(), by=by)
