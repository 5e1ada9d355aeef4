"""Where the minister stands towards commitments: one place that the page, the list, the board, the desk and the guard
ask alike. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.choices import State
from commitments.models import Commitment
from drafting import agreement, corrections, signing, subjects
from drafting.models import Edition, Signature
from network import roles
from network.choices import Role, Side
from network.models import Post, Tenure
from plans.models import Plan
from signoffs import clearance
from signoffs.models import ApprovalRequest, Sending

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from network.models import User

APPROVE = signing.register(signing.Verb("signoffs.approve", gettext_lazy("Approved by the minister"), is_yes=True))
DECLINE = signing.register(signing.Verb("signoffs.decline", gettext_lazy("Declined by the minister"), is_yes=False))
VERBS = (APPROVE.name, DECLINE.name)
ANSWERING = (Role.MINISTER, Role.PRIVATE_OFFICE)


@dataclass(frozen=True)
class Seat:
    """By what somebody answers: their tenure, the minister's post, and who holds that."""

    tenure: Tenure
    minister: Post
    holder: User

    @property
    def on_behalf_of(self) -> Post | None:
        return None if self.tenure.post_id == self.minister.pk else self.minister


def posts_of(commitment: Commitment) -> list[Post]:
    """The posts whose approval it needs, any one of them: those named for the commitment, else those of its plan."""
    return _posts(commitment, Role.MINISTER)


def seat_of(user: User, commitment: Commitment, at: datetime | None = None) -> Seat | None:
    """None for who neither holds the minister's post nor, in the private office, acts for whoever holds it."""
    ministers = {post.pk: post for post in posts_of(commitment)}
    held = list(
        user.tenures.current(at).select_related("person", "post__organisation", "post__network", "post__deputy_of")
    )
    for tenure in held:
        if tenure.post_id in ministers:
            return Seat(tenure, ministers[tenure.post_id], user)
    offices = {post.pk for post in _posts(commitment, Role.PRIVATE_OFFICE)}
    for tenure in held:
        minister = _acts_for(tenure.post, ministers) if tenure.post_id in offices else None
        holder = minister.current_tenure(at) if minister else None
        if minister and holder:  # an empty post has nobody on whose behalf to act
            return Seat(tenure, minister, holder.person)
    return None


def open_sending(commitment: Commitment) -> Sending | None:
    """What was sent for clearance and is not decided: the words that the minister is asked about."""
    if commitment.state != State.CLEARANCE:
        return None
    return Sending.objects.open().filter(commitment=commitment).select_related("edition").first()


def objections(commitment: Commitment, by: Any = None) -> list[str]:
    """What must happen before it can be approved, in words."""
    found = clearance.all_departments_cleared(commitment, by)
    return [found] if found else []


def answer_of(commitment: Commitment) -> Signature | None:
    """The last thing a minister said of it, of whatever edition."""
    return answers([commitment.pk]).get(commitment.pk)


def answers(keys: Iterable[int]) -> dict[int, Signature]:
    """By key of the commitment. One query."""
    of_commitments = Signature.objects.standing().filter(
        verb__in=VERBS, edition__content_type=subjects.content_type_of(Commitment), edition__object_id__in=list(keys)
    )
    related = ("edition", "person", "post__organisation", "post__network", "on_behalf_of__organisation", "entry")
    rows = of_commitments.select_related(*related).defer("edition__content").order_by("pk")
    return {row.edition.object_id: row for row in rows}


def approved_before(commitment: Commitment, edition: Edition) -> Signature | None:
    """The last approval of other words than these, with which they are compared."""
    found = Signature.objects.of(commitment).filter(verb=APPROVE.name).exclude(edition__sha256=edition.sha256)
    return found.select_related("edition", "person", "post").first()


def agreed_by(commitment: Commitment, edition: Edition) -> dict[str, Signature]:
    """Each side's yes that counts for these words, by side; a side that has not given it is missing."""
    return {str(side): row for side, row in agreement.yes_to(commitment, edition).items()}


def has_civil_society_agreed(commitment: Commitment, edition: Edition) -> bool:
    return Side.CIVIL_SOCIETY in agreed_by(commitment, edition)


def minister_approved(commitment: Commitment, by: Any) -> str | None:
    """The guard of approval: the minister's yes to the very words that are in clearance is on record."""
    edition = clearance.edition_in_clearance(commitment)
    answer = answer_of(commitment)
    if edition and answer and counts(answer, edition):
        return None
    return _("The minister must first approve exactly these words.")


def counts(answer: Signature, edition: Edition) -> bool:
    """Whether this is a yes to these words, or to words that were only corrected editorially since."""
    if answer.edition.sha256 == edition.sha256:
        return answer.is_yes
    corrected = corrections.of_keys(edition.content_type, [edition.object_id]).get(edition.object_id, [])
    return corrections.counts(answer, edition.sha256, corrected)


def requests_for(user: Any, at: datetime | None = None) -> QuerySet[ApprovalRequest]:
    """What waits for this person's answer, as minister or in the private office; the longest first."""
    plans = roles.things(user, Plan, ANSWERING, at)
    own = roles.things(user, Commitment, ANSWERING, at)
    return open_requests().filter(
        Q(sending__commitment__plan__in=plans.values("pk")) | Q(sending__commitment__in=own.values("pk"))
    )


def open_requests() -> QuerySet[ApprovalRequest]:
    """Of everything that waits for a minister now."""
    found = ApprovalRequest.objects.filter(sending__ended_at=None, sending__commitment__state=State.CLEARANCE)
    return found.select_related("sending__edition", "sending__commitment__plan")


def statement(verb: signing.Verb, seat: Seat, edition: Edition, commitment: Commitment) -> str:
    """The sentence above the button, which the signature keeps."""
    words = {
        APPROVE: _("%(as_whom)s, I approve edition %(number)d of “%(thing)s”, exactly as it stands here."),
        DECLINE: _("%(as_whom)s, I decline edition %(number)d of “%(thing)s”. Why is public."),
    }
    if seat.on_behalf_of:
        names = {"person": seat.holder, "post": seat.minister}
        as_whom = _("On behalf of %(person)s (%(post)s)") % names
    else:
        as_whom = _("As %(post)s") % {"post": seat.minister}
    return words[verb] % {"as_whom": as_whom, "number": edition.number, "thing": str(commitment)}


def _posts(commitment: Commitment, role: Role) -> list[Post]:
    for thing in (commitment, commitment.plan):
        found = [holding.post for holding in roles.holders(thing, role) if holding.post]
        if found:
            return found
    return []


def _acts_for(office: Post, ministers: dict[int, Post]) -> Post | None:
    """The minister's post that this one names; one that names none acts for the only one there is."""
    if office.deputy_of_id:
        return ministers.get(office.deputy_of_id)
    return next(iter(ministers.values())) if len(ministers) == 1 else None
