from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from core.history import save_as
from ledger.services import record
from network.models import User
from plans.models import Plan, Stage
from plans.services.order import assign, close_ranks, free_slug, put_at
from plans.services.plans import edit_plan, tell_calendar
from plans.timetable import Placed


@transaction.atomic
def add_stage(
    *, plan: Plan, title: str, by: User | None, position: int | None = None, at: datetime | None = None, **fields: Any
) -> Stage:
    slug = free_slug(title, plan.stages.all(), fallback="stage")
    stage = Stage(plan=plan, title=title, slug=slug, **fields)
    put_at(stage, position, plan.stages.all(), by=by, at=at)
    return stage


@transaction.atomic
def edit_stage(stage: Stage, *, by: User | None, at: datetime | None = None, **values: Any) -> Stage:
    position = values.pop("position", stage.position)
    changed = assign(stage, values)
    if changed or position != stage.position:
        tell_calendar(stage, changed)
        put_at(stage, position, stage.plan.stages.all(), by=by, at=at)
    return stage


@transaction.atomic
def remove_stage(stage: Stage, *, by: User | None) -> None:
    plan = stage.plan
    save_as(stage, by=by)
    stage.delete()
    close_ranks(plan.stages.all(), by=by)


@transaction.atomic
def apply_backwards(
    plan: Plan, *, launch_on: date, placed: Iterable[Placed], by: User | None, at: datetime | None = None
) -> None:
    """Give every stage the days it was placed on, and the plan its launch, as one act on record."""
    placed = list(placed)
    edit_plan(plan, by=by, at=at, launch_on=launch_on)
    for place in placed:
        stage = place.stage
        changed = assign(stage, {"starts": place.starts, "ends": place.ends})
        tell_calendar(stage, changed)
        save_as(stage, by=by, at=at)
    data = {
        "launch_on": launch_on.isoformat(),
        "stages": [[p.stage.slug, p.starts.isoformat(), p.ends.isoformat(), p.missing_days] for p in placed],
    }
    record(verb="plans.plan_backwards", thing=plan, by=by, at=at, data=data)
