"""The columns of the two sides on the board: who has agreed, and to which words (drafting.agreement)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.choices import State
from drafting import agreement
from drafting.agreement import BOTH, Stand
from drafting.models import Signature
from network import roles
from network.choices import Side
from plans.rules import LEADS
from signoffs import choices, departments
from signoffs.columns import Cell, Column, Provider, Row

if TYPE_CHECKING:
    from plans.models import Plan


def columns_of(plan: Plan, user: Any) -> list[Column]:
    return [Column(_key(side), str(side.label), group=_("Both sides")) for side in BOTH]


def cells_of(rows: Sequence[Row], user: Any) -> Mapping[tuple[int, str], Cell]:
    stands = stands_of(rows)
    is_lead = bool(rows) and roles.holds(user, LEADS, rows[0].commitment.plan)
    side = roles.side_of(user) if is_lead else None
    return {
        (row.commitment.pk, _key(one.side)): _cell(row, one, stands[row.commitment.pk], side)
        for row in rows
        for one in stands[row.commitment.pk]
    }


PROVIDER = Provider("agreement", 0, columns=columns_of, cells=cells_of)


def stands_of(rows: Iterable[Row]) -> dict[int, list[Stand]]:
    """What `agreement.stands` says of each, asked once for all."""
    rows = list(rows)
    digests = {row.commitment.pk: row.sha256 for row in rows}
    return agreement.stands_of([row.commitment for row in rows], digests=digests)


def _cell(row: Row, stand: Stand, stands: Sequence[Stand], reader: Any) -> Cell:
    commitment, answer = row.commitment, stand.answer
    place = [commitment.plan.slug, commitment.ref]
    if stand.has_agreed and answer:
        href = reverse("commitments:edition", args=[*place, answer.edition.number])
        return Cell(choices.Stand.YES, _("agreed"), href, (_edition(answer),))
    if commitment.is_without_agreement and stand.side == Side.CIVIL_SOCIETY:
        return Cell(
            choices.Stand.NO, _("not agreed"), commitment.get_absolute_url(), (_("sent without its agreement"),)
        )
    other = next((one.answer for one in stands if one.side != stand.side and one.has_agreed), None)
    is_asked = other is not None and commitment.state == State.DRAFTING
    notes = (_edition(answer),) if answer else ()
    if stand.agreed_earlier:
        return Cell(choices.Stand.EARLIER, _("agreed to an earlier text"), commitment.get_absolute_url(), notes)
    if is_asked and other:
        words = departments.waits((timezone.now() - other.signed_at).days)
        is_mine = reader == stand.side
        return Cell(choices.Stand.WAITING, words, commitment.get_absolute_url(), notes, is_asked=True, is_mine=is_mine)
    if stand.has_sent_back:
        return Cell(choices.Stand.NO, _("sent back"), commitment.get_absolute_url(), notes)
    return Cell(choices.Stand.NOT_ASKED, _("not agreed yet"))


def _key(side: Side) -> str:
    return f"side-{side.value.replace('_', '-')}"


def _edition(answer: Signature) -> str:
    return _("edition %(number)d") % {"number": answer.edition.number}
