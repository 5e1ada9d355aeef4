from datetime import datetime
from typing import Any

from django.db import transaction

from core.history import save_as
from network.models import User
from plans.models import Plan, Theme
from plans.services.order import assign, close_ranks, free_slug, put_at


class InUse(Exception):
    """It cannot be removed: something still belongs to it."""


@transaction.atomic
def add_theme(
    *, plan: Plan, title: str, by: User | None, position: int | None = None, at: datetime | None = None, **fields: Any
) -> Theme:
    slug = free_slug(title, plan.themes.all(), fallback="theme")
    theme = Theme(plan=plan, title=title, slug=slug, **fields)
    put_at(theme, position, plan.themes.all(), by=by, at=at)
    return theme


@transaction.atomic
def edit_theme(theme: Theme, *, by: User | None, at: datetime | None = None, **values: Any) -> Theme:
    """Change title, summary, leads or place; the address stays."""
    position = values.pop("position", theme.position)
    if assign(theme, values) or position != theme.position:
        put_at(theme, position, theme.plan.themes.all(), by=by, at=at)
    return theme


@transaction.atomic
def remove_theme(theme: Theme, *, by: User | None) -> None:
    """Raises InUse while a commitment, even a declined one, stands under the theme."""
    if theme.commitments.exists():
        raise InUse(theme.title)
    plan = theme.plan
    save_as(theme, by=by)
    theme.delete()
    close_ranks(plan.themes.all(), by=by)
