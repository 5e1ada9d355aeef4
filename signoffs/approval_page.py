"""What the minister's page and the list of approvals show: ready strings, in a number of queries that does not grow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments import weakening
from commitments.choices import State
from commitments.models import Commitment
from commitments.shown import changed_parts, parts_of
from core.dates import readable, readable_moment
from drafting.models import Signature
from network.choices import Side
from signoffs import approval, clearance, seats
from signoffs.approval_telling import address
from signoffs.models import Sending

if TYPE_CHECKING:
    from drafting.models import Edition
    from network.models import User
    from plans.models import Plan


@dataclass(frozen=True)
class Line:
    """A commitment in the list of approvals."""

    name: str
    href: str
    sha256: str
    says: str


def of(commitment: Commitment, sending: Sending, user: User) -> dict[str, Any]:
    """All of the page but its form; `objections` say why nothing can be signed here now, whatever the words."""
    edition, seat = sending.edition, approval.seat_of(user, commitment)
    return {
        **words_of(commitment, edition),
        "seat": seat,
        "objections": [*approval.objections(commitment, user), *why_not(edition, seat, user)],
        "approve_statement": approval.statement(approval.APPROVE, seat, edition, commitment) if seat else "",
        "decline_statement": approval.statement(approval.DECLINE, seat, edition, commitment) if seat else "",
        "pdf_address": reverse("signoffs:approve_pdf", args=[commitment.plan.slug, commitment.ref]),
    }


def words_of(commitment: Commitment, edition: Edition) -> dict[str, Any]:
    """What is to be known before somebody approves, by whichever door they came."""
    before = approval.approved_before(commitment, edition)
    changed = changed_parts(before.edition.data, edition.data) if before else []
    return {
        "commitment": commitment,
        "edition": edition,
        "parts": [part for part in parts_of(edition.data) if part[2]],
        "is_without_agreement": commitment.is_without_agreement,
        "before": before,
        "changed": [part for part in changed if part.is_changed],
        "weaker": weakening.findings(before.edition.data, edition.data) if before else [],
        "facts": facts(commitment, edition),
    }


def facts(commitment: Commitment, edition: Edition) -> list[dict[str, str]]:
    rows = [
        (_("Plan"), commitment.plan.title),
        (_("Edition"), _("%(number)d, frozen %(when)s") % _frozen(edition)),
        *agreed_rows(commitment, edition),
        *(
            (_("Clearance by %(name)s") % {"name": one.organisation}, _cleared(one))
            for one in clearance.departments(commitment)
        ),
    ]
    return [{"key": key, "value": value} for key, value in rows]


def agreed_rows(commitment: Commitment, edition: Edition) -> list[tuple[str, str]]:
    said = approval.agreed_by(commitment, edition)
    names = {Side.GOVERNMENT: _("Agreed for government"), Side.CIVIL_SOCIETY: _("Agreed for civil society")}
    return [(name, _signed(said.get(side))) for side, name in names.items()]


def done(signature: Signature, commitment: Commitment) -> str:
    words = _("You approved “%(thing)s”.") if signature.is_yes else _("You declined “%(thing)s”.")
    return words % {"thing": commitment}


def lists_of(plan: Plan, user: Any) -> dict[str, list[Line]]:
    """What can be answered now, what departments still have, and what was approved, in the order of the plan."""
    asked = {one.sending.commitment_id: one for one in approval.open_requests().filter(sending__commitment__plan=plan)}
    wanted = plan.commitments.visible_to(user).filter(state__in=[State.CLEARANCE, State.APPROVED])
    found = list(wanted.select_related("plan").order_by("position", "pk"))
    said = approval.answers(one.pk for one in found)
    sent = {
        one.commitment_id: one.edition.sha256
        for one in Sending.objects.open().filter(commitment__in=found).select_related("edition")
    }
    lists: dict[str, list[Line]] = {"waiting": [], "not_yet": [], "approved": []}
    for one in found:
        if one.state == State.APPROVED and one.pk in said:
            lists["approved"].append(_line(one, said[one.pk].edition.sha256, _signed(said[one.pk])))
        elif one.pk in asked:
            lists["waiting"].append(_line(one, sent.get(one.pk, ""), _asked(asked[one.pk])))
        elif one.state == State.CLEARANCE:
            lists["not_yet"].append(_line(one, sent.get(one.pk, ""), ""))
    return lists


def _line(commitment: Commitment, sha256: str, says: str) -> Line:
    return Line(str(commitment), address(commitment), sha256, says)


def _asked(request: Any) -> str:
    days = (timezone.now() - request.asked_at).days
    return ngettext("waits for %(count)d day", "waits for %(count)d days", days) % {"count": days}


def why_not(edition: Edition, seat: approval.Seat | None, user: User) -> list[str]:
    """What keeps this very person from answering, whatever the departments have said."""
    if seat is None:
        return [
            _(
                "You do not hold the minister's post, and nobody holds it for whom you could act. The lead official "
                "appoints somebody."
            )
        ]
    taken = seats.other_seat(edition, user, verb=approval.APPROVE.name)
    return [taken] if taken else []


def _cleared(department: Any) -> str:
    if department.answer is None:
        return str(department.state.label)
    remark = f" “{department.answer.remark}”" if department.answer.remark else ""
    return f"{_signed(department.answer)}{remark}"


def _signed(signature: Signature | None) -> str:
    if signature is None:
        return _("Not agreed to these words")
    values = {"person": signature.person, "post": signature.post.title, "day": readable(signature.signed_at.date())}
    return _("%(person)s, %(post)s, %(day)s") % values


def _frozen(edition: Edition) -> dict[str, Any]:
    return {"number": edition.number, "when": readable_moment(edition.frozen_at)}
