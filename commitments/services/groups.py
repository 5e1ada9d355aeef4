from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments import telling
from commitments.choices import RequestState
from commitments.models import Commitment, GroupRequest, WorkingGroup
from commitments.services.changes import save_changes
from network import roles
from network.choices import Role

if TYPE_CHECKING:
    from network.models import Post, User


@transaction.atomic
def ask_to_join(commitment: Commitment, *, reason: str, by: User, at: dt.datetime | None = None) -> GroupRequest:
    """Ask to write in the working group. Asking again while one waits changes the reason of the waiting one."""
    if roles.holds(by, Role.DRAFTER, commitment):
        raise ValidationError(_("You already write in this working group."))
    request, is_new = GroupRequest.objects.update_or_create(
        commitment=commitment,
        person=by,
        state=RequestState.WAITING,
        defaults={"reason": reason, "asked_at": at or timezone.now()},
    )
    if is_new:
        telling.asked_to_join(request)
    return request


@transaction.atomic
def answer_request(
    request: GroupRequest, *, is_accepted: bool, answer: str, by: User, at: dt.datetime | None = None
) -> GroupRequest:
    """Accept or refuse with a reason; accepting makes the person a drafter of the commitment."""
    row = GroupRequest.objects.select_for_update(of=("self",)).select_related("person", "commitment").get(pk=request.pk)
    if row.state != RequestState.WAITING:
        raise ValidationError(_("This request has been answered already."))
    if not answer.strip():
        raise ValidationError({"answer": _("Give a reason: the person who asked reads it.")})
    row.state = RequestState.ACCEPTED if is_accepted else RequestState.REFUSED
    row.answer, row.answered_by, row.answered_at = answer, by, at or timezone.now()
    row.save()
    if is_accepted:
        roles.grant(Role.DRAFTER, row.commitment, to=row.person, by=by, at=at)
    telling.answered(row)
    return row


@transaction.atomic
def add_to_group(commitment: Commitment, *, to: Post | User, by: User | None, at: dt.datetime | None = None) -> None:
    """Make a post or a person a drafter of the commitment."""
    if roles.grant(Role.DRAFTER, commitment, to=to, by=by, at=at):
        telling.joined(commitment, who=to, by=by, at=at)


join_group = add_to_group


@transaction.atomic
def leave_group(commitment: Commitment, *, to: Post | User, by: User) -> None:
    """End a drafter's work on the commitment; what they wrote stays."""
    if roles.revoke(Role.DRAFTER, commitment, to=to, by=by):
        telling.left(commitment, who=to, by=by)


@transaction.atomic
def edit_group(group: WorkingGroup, *, by: User, **changes: Any) -> list[str]:
    """Change purpose, starts, ends or result."""
    row = WorkingGroup.objects.select_for_update().get(pk=group.pk)
    return save_changes(row, changes, by=by)
