from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from commitments.models import Commitment, Milestone, MilestoneOrganisation
from commitments.services.changes import delete_as, save_changes
from commitments.services.commitments import follow_written_dates, lock_editable
from core.history import save_as

if TYPE_CHECKING:
    from network.models import Organisation, User

FIELDS = frozenset(["ref", "text", "starts_text", "starts_on", "ends_text", "ends_on", "expected_outputs"])
IMPORTED_FIELDS = frozenset(["status", "result"])


@transaction.atomic
def add_milestone(
    commitment: Commitment,
    *,
    text: str,
    by: User | None,
    lead: Sequence[Organisation] = (),
    at: dt.datetime | None = None,
    **fields: Any,
) -> Milestone:
    """Add a milestone at the end."""
    unknown = set(fields) - FIELDS - IMPORTED_FIELDS
    if unknown:
        raise TypeError(f"add_milestone() got unknown fields: {sorted(unknown)}")
    row = lock_editable(commitment)
    milestone = Milestone(commitment=row, text=text, position=row.milestones.count())
    for name, value in follow_written_dates(milestone, fields).items():
        setattr(milestone, name, value)
    save_as(milestone, by=by, at=at)
    set_milestone_organisations(milestone, lead, by=by, at=at)
    return milestone


@transaction.atomic
def edit_milestone(
    milestone: Milestone,
    *,
    by: User,
    lead: Sequence[Organisation] | None = None,
    base: int | None = None,
    at: dt.datetime | None = None,
    **changes: Any,
) -> list[str]:
    unknown = set(changes) - FIELDS
    if unknown:
        raise TypeError(f"edit_milestone() got unknown fields: {sorted(unknown)}")
    lock_editable(milestone.commitment)
    row = Milestone.objects.select_for_update().get(pk=milestone.pk)
    changed = save_changes(row, follow_written_dates(row, changes), by=by, base=base, at=at)
    if lead is not None:
        set_milestone_organisations(row, lead, by=by, at=at)
    milestone.refresh_from_db()
    return changed


@transaction.atomic
def set_milestone_organisations(
    milestone: Milestone, lead: Sequence[Organisation], *, by: User | None, at: dt.datetime | None = None
) -> None:
    wanted = {organisation.pk: position for position, organisation in enumerate(dict.fromkeys(lead))}
    for part in milestone.parts.all():
        position = wanted.pop(part.organisation_id, None)
        if position is None:
            delete_as(part, by=by)
        elif position != part.position:
            part.position = position
            save_as(part, by=by, at=at)
    for organisation_id, position in wanted.items():
        new = MilestoneOrganisation(milestone=milestone, organisation_id=organisation_id, position=position)
        save_as(new, by=by, at=at)


@transaction.atomic
def move_milestone(milestone: Milestone, *, to: int, by: User) -> None:
    """Make it the ``to``-th milestone, counted from 1; beyond either end means that end."""
    row = lock_editable(milestone.commitment)
    order = list(row.milestones.all())
    order.remove(milestone)
    order.insert(max(0, min(to - 1, len(order))), milestone)
    for position, other in enumerate(order):
        if other.position != position:
            other.position = position
            save_as(other, by=by)


@transaction.atomic
def remove_milestone(milestone: Milestone, *, by: User) -> None:
    """Take it out; what it said stays in the commitment's history."""
    row = lock_editable(milestone.commitment)
    delete_as(milestone, by=by)
    for position, other in enumerate(row.milestones.all()):
        if other.position != position:
            other.position = position
            save_as(other, by=by)
