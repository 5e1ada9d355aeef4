"""The minister on the pages of others: a column of the board, a panel and a button on a commitment's page, what a
handover names. All of it asks signoffs.approval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.choices import State
from commitments.models import Commitment
from commitments.panels import Panel
from commitments.steps import Step
from drafting import corrections
from drafting.subjects import content_type_of
from signoffs import approval
from signoffs.approval_telling import address
from signoffs.choices import Stand
from signoffs.columns import Cell, Column, Provider, Row
from signoffs.departments import waits

if TYPE_CHECKING:
    from drafting.models import Correction, Signature
    from network.models import Post
    from plans.models import Plan
    from signoffs.models import ApprovalRequest

KEY = "minister"


def columns_of(plan: Plan, user: Any) -> list[Column]:
    return [Column(KEY, _("Minister"))]


def cells_of(rows: Sequence[Row], user: Any) -> Mapping[tuple[int, str], Cell]:
    """Three queries for any number, two more where somebody approved words that were changed since."""
    keys = [row.commitment.pk for row in rows]
    said = approval.answers(keys)
    asked = {one.sending.commitment_id: one for one in approval.open_requests().filter(sending__commitment__in=keys)}
    mine = set(approval.requests_for(user).values_list("pk", flat=True)) if user.is_authenticated else set()
    corrected = _corrections(rows, said)
    return {
        (row.commitment.pk, KEY): cell_of(
            row,
            said.get(row.commitment.pk),
            asked.get(row.commitment.pk),
            mine,
            corrected.get(row.commitment.pk, []),
        )
        for row in rows
    }


def _corrections(rows: Sequence[Row], said: Mapping[int, Signature]) -> dict[int, list[Correction]]:
    keys = [
        row.commitment.pk
        for row in rows
        if row.commitment.pk in said and said[row.commitment.pk].edition.sha256 != row.sha256
    ]
    return corrections.of_keys(content_type_of(Commitment), keys) if keys else {}


PROVIDER = Provider("minister", 30, columns=columns_of, cells=cells_of)


def stand_of(sha256: str, answer: Signature | None, *, is_asked: bool, corrected: Sequence[Correction] = ()) -> Stand:
    """Towards the words with this hash. A yes to them counts whenever it was given, and so does one to words that
    were editorially corrected since."""
    if answer is not None and answer.is_yes:
        return Stand.YES if corrections.counts(answer, sha256, corrected) else Stand.EARLIER
    if is_asked:
        return Stand.WAITING
    return Stand.NO if answer is not None else Stand.NOT_ASKED


def cell_of(
    row: Row,
    answer: Signature | None,
    request: ApprovalRequest | None,
    mine: set[int],
    corrected: Sequence[Correction] = (),
) -> Cell:
    state = stand_of(row.sha256, answer, is_asked=request is not None, corrected=corrected)
    words = {Stand.YES: _("approved"), Stand.EARLIER: _("approved an earlier text"), Stand.NO: _("declined")}
    is_mine = request is not None and request.pk in mine
    return Cell(
        state,
        _waits(request) if request and state == Stand.WAITING else words.get(state, ""),
        address(row.commitment) if is_mine else _edition(row.commitment, answer),
        (_waits(request),) if request and state in (Stand.EARLIER, Stand.YES) else (),
        is_asked=request is not None,
        is_mine=is_mine,
    )


def steps_for(user: Any, commitment: Commitment) -> Iterable[Step]:
    """The minister's button; what still has to happen first stands beside it."""
    if commitment.state == State.CLEARANCE and user.has_perm("commitments.approve", commitment):
        blocked = tuple(approval.objections(commitment, user))
        yield Step(_("Approve or decline"), address(commitment), blocked=blocked)
    if commitment.state == State.CLEARANCE and user.has_perm("signoffs.send_link", commitment):
        here = reverse("signoffs:send_link", args=[commitment.plan.slug, commitment.ref])
        yield Step(_("Send the minister a personal link"), here, blocked=tuple(approval.objections(commitment, user)))


def panel_for(user: Any, commitment: Commitment) -> Panel | None:
    """Since when it waits, and what was answered last, of whatever words."""
    answer = approval.answer_of(commitment)
    request = approval.open_requests().filter(sending__commitment=commitment).first()
    if answer is None and request is None:
        return None
    sending = commitment.sendings.select_related("edition").first()
    is_earlier = bool(answer and not (sending and approval.counts(answer, sending.edition)))
    context = {"answer": answer, "is_earlier": is_earlier, "waits": _waits(request) if request else ""}
    return Panel("signoffs/parts/approval_panel.html", context)


def handed_over(post: Post) -> list[tuple[str, str]]:
    """What waits for the minister's post, or for one that acts for it."""
    asked = approval.open_requests()
    wanted = {post.pk, post.deputy_of_id}
    return [
        (str(one.sending.commitment), address(one.sending.commitment))
        for one in asked
        if wanted & {each.pk for each in approval.posts_of(one.sending.commitment)}
    ]


def _waits(request: ApprovalRequest) -> str:
    return waits((timezone.now() - request.asked_at).days)


def _edition(commitment: Commitment, answer: Signature | None) -> str:
    if answer is None:
        return ""
    return reverse("commitments:edition", args=[commitment.plan.slug, commitment.ref, answer.edition.number])
