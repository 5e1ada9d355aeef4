"""Who is told of a comment: those mentioned at once, those who take part or follow in their digest.

Of a side's own room only people of that side are told at all: not even a message kept back is written for others.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from drafting import owners
from drafting.choices import Audience, CommentKind
from drafting.models import Comment, Thread
from network import roles
from network.models import User
from notices import followers, scopes
from notices import services as notices

COMMENTED = "drafting.commented"
RESOLVED = "drafting.resolved"
KINDS = {CommentKind.SAID: COMMENTED, CommentKind.RESOLVED: RESOLVED, CommentKind.REOPENED: COMMENTED}


def tell(comment: Comment, thread: Thread, *, mentioned: Iterable[Any] = ()) -> None:
    found = owners.find(thread.text)
    if found is None:
        return
    registration, owner = found
    is_for_all = thread.audience == Audience.EVERYONE
    taking_part = User.objects.filter(pk__in=thread.comments.values("author"))
    notices.announce(
        kind=KINDS[CommentKind(comment.kind)],
        thing=thread,
        title=_("Comment on %(place)s") % {"place": registration.title(owner)},
        address=registration.thread_address(owner, thread.key),
        by=comment.author,
        to=list(taking_part) if is_for_all else _of_side(thread, list(taking_part)),
        mentioned=list(dict.fromkeys(mentioned)),
        at=comment.created_at,
        tells_followers=is_for_all,
    )


def _of_side(thread: Thread, taking_part: list[User]) -> list[User]:
    """Those who take part and those who follow, as far as they act for the side of the room."""
    following, by_role = followers.of(scopes.chain(thread))
    people = {*following, *by_role, *(person.pk for person in taking_part)}
    own = [pk for pk, side in roles.sides_of(people).items() if side == thread.side]
    return list(User.objects.filter(pk__in=own))
