"""What waits for somebody's clearance, as the desk, a handover and a commitment's own page show it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from commitments.choices import State
from commitments.panels import Panel
from commitments.steps import Step
from signoffs import clearance, departments, telling
from signoffs.models import ClearanceRequest
from signoffs.rows import rows_of

if TYPE_CHECKING:
    from commitments.models import Commitment
    from network.models import Post, User


def waiting_for(user: User) -> list[ClearanceRequest]:
    """The open requests that this person's departments have still to answer, the most urgent first."""
    return unanswered(clearance.requests_for(user).order_by("due_on", "pk"))


def unanswered(requests: Iterable[ClearanceRequest]) -> list[ClearanceRequest]:
    """Without those whose department has cleared these very words, whenever it did; five queries for any number."""
    requests = list(requests)
    if not requests:
        return []
    commitments = {request.sending.commitment_id: request.sending.commitment for request in requests}
    found = clearance.departments_of(rows_of(commitments.values()))
    open_ones = {one.request.pk for each in found.values() for one in each if one.is_asked and one.request}
    return [request for request in requests if request.pk in open_ones]


def handed_over(post: Post) -> list[tuple[str, str]]:
    """What a clearing post, or one that acts for it, has still to answer."""
    asked = ClearanceRequest.objects.open().filter(post__in=[post.pk, post.deputy_of_id])
    found = unanswered(asked.select_related("organisation", "sending__commitment__plan", "sending__edition"))
    return [(str(one.sending.commitment), telling.clear_address(one.sending.commitment)) for one in found]


def steps_for(user: Any, commitment: Commitment) -> Iterable[Step]:
    if commitment.state != State.CLEARANCE or not user.has_perm("commitments.clear", commitment):
        return
    for one in waiting_for(user):
        if one.sending.commitment_id == commitment.pk:
            label = _("Clear or return for %(department)s") % {"department": one.organisation}
            address = telling.clear_address(commitment)
            yield Step(label, f"{address}?department={one.organisation.slug}")


def panel_for(user: Any, commitment: Commitment) -> Panel | None:
    """Where each department stands, once it was sent for clearance."""
    if not commitment.sendings.exists():
        return None
    context = {"departments": departments.shown(commitment, user), "commitment": commitment}
    return Panel("signoffs/parts/clearance_panel.html", context)
