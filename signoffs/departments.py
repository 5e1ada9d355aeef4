"""The departments' columns of the board; a commitment's own page shows the same cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.models import Commitment, CommitmentOrganisation
from core.dates import readable
from network.choices import Side
from signoffs import clearance, telling
from signoffs.choices import Stand
from signoffs.clearance import Department
from signoffs.columns import Cell, Column, Provider, Row
from signoffs.rows import row_of

if TYPE_CHECKING:
    from drafting.models import Signature
    from plans.models import Plan


def columns_of(plan: Plan, user: Any) -> list[Column]:
    """The departments that lead or support a commitment on its way into the plan, by name."""
    commitments = Commitment.objects.visible_to(user).filter(plan=plan).in_main_body()
    parts = CommitmentOrganisation.objects.filter(
        commitment__in=commitments.order_by().values("pk"),
        part__in=clearance.PARTS,
        organisation__side=Side.GOVERNMENT,
    )
    found = {part.organisation for part in parts.select_related("organisation")}
    group = _("Departments")
    return [
        Column(key_of(one), one.acronym or one.name, one.name, group) for one in sorted(found, key=lambda one: one.name)
    ]


def cells_of(rows: Sequence[Row], user: Any) -> Mapping[tuple[int, str], Cell]:
    found = clearance.departments_of(rows)
    mine = _mine(user)
    return {
        (row.commitment.pk, key_of(one.organisation)): cell_of(one, row, mine)
        for row in rows
        for one in found[row.commitment.pk]
    }


PROVIDER = Provider("departments", 10, columns=columns_of, cells=cells_of)


def shown(commitment: Commitment, user: Any) -> list[tuple[Department, Cell]]:
    """The same for the page of one commitment, with what the cell does not say."""
    row = row_of(commitment)
    mine = _mine(user)
    return [(one, cell_of(one, row, mine)) for one in clearance.departments_of([row])[commitment.pk]]


def _mine(user: Any) -> set[int]:
    return set(clearance.requests_for(user).values_list("pk", flat=True)) if user.is_authenticated else set()


def key_of(organisation: Any) -> str:
    return f"department-{organisation.slug}"


def cell_of(department: Department, row: Row, mine: set[int]) -> Cell:
    """`mine` are the keys of the requests that this reader may answer."""
    is_mine = bool(department.is_asked and department.request and department.request.pk in mine)
    return Cell(
        department.state,
        _words(department),
        _href(department, row, is_mine),
        tuple(note for note in _notes(department) if note),
        is_asked=department.is_asked,
        is_late=department.days_late > 0,
        is_mine=is_mine,
    )


def _words(department: Department) -> str:
    return waits(department.days) if department.state == Stand.WAITING else ""


def waits(days: int) -> str:
    if not days:
        return _("waiting since today")
    return ngettext("waiting %(days)d day", "waiting %(days)d days", days) % {"days": days}


def _notes(department: Department) -> list[str]:
    answer = department.answer
    found = [_said(answer), _("with a remark") if answer and answer.is_yes and answer.remark else ""]
    if department.state == Stand.EARLIER and department.is_asked:
        found.append(waits(department.days))
    found += when_due(department)
    if department.state != Stand.YES:
        found.append(_vacancy(department))
    return found


def _said(answer: Signature | None) -> str:
    if answer is None:
        return ""
    number = {"number": answer.edition.number}
    return _("edition %(number)d") % number if answer.is_yes else _("returned edition %(number)d") % number


def when_due(department: Department) -> list[str]:
    """The date, or how late it is; nothing where nobody is asked."""
    if not (department.is_asked and department.request):
        return []
    if late := department.days_late:
        return [ngettext("%(days)d day late", "%(days)d days late", late) % {"days": late}]
    return [_("due %(day)s") % {"day": readable(department.request.due_on)}]


def _vacancy(department: Department) -> str:
    clearing = department.clearing
    if clearing.post is None:
        return _("no clearing post")
    if not clearing.post.is_vacant:
        return ""
    days = clearing.vacant_days
    if not days:
        return _("clearing post vacant since today")
    return ngettext("clearing post vacant for %(days)d day", "clearing post vacant for %(days)d days", days) % {
        "days": days
    }


def _href(department: Department, row: Row, is_mine: bool) -> str:
    """What was signed, or the difference from it; or where it is asked for."""
    commitment, answer = row.commitment, department.answer
    place = [commitment.plan.slug, commitment.ref]
    if is_mine:
        return f"{telling.clear_address(commitment)}?department={department.organisation.slug}"
    if department.state == Stand.YES and answer:
        return reverse("commitments:edition", args=[*place, answer.edition.number])
    if department.state == Stand.EARLIER and answer and department.request and row.edition:
        return reverse("commitments:compare", args=[*place, answer.edition.number, row.edition.number])
    if department.state == Stand.NOT_ASKED:
        return ""
    return telling.address(commitment)
