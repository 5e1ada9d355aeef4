"""What passes from a leaver to a successor, and where an organisation takes part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commitments.models import Commitment, CommitmentGroupObjectPermission

if TYPE_CHECKING:
    from network.models import Organisation, Post

Item = tuple[str, str]


def items(post: Post) -> list[Item]:
    """The commitments on which the post holds a role, those that are over left out."""
    held = CommitmentGroupObjectPermission.objects.filter(group=post.group_id).values("content_object")
    found = Commitment.objects.in_main_body().filter(pk__in=held).select_related("plan")
    return [(str(one), one.get_absolute_url()) for one in found.order_by("plan", "position", "pk")]


def taken_part_in(organisation: Organisation, user: Any) -> list[Item]:
    """Those this person may see."""
    visible = Commitment.objects.visible_to(user).filter(parts__organisation=organisation).select_related("plan")
    found = visible.order_by("plan", "position", "pk").distinct()
    return [(str(one), one.get_absolute_url()) for one in found]
