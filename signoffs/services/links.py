"""Sending a personal link, its code, and taking the answer. Who locks, locks the commitment first and then the link."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.choices import State
from commitments.models import Commitment
from core import jobs
from drafting.models import Signature
from ledger.machine import Blocked, Done, NotAllowed, WrongState
from ledger.services import record
from network.choices import Authentication
from network.proving import Proof
from signoffs import approval, links
from signoffs.choices import LinkEnd
from signoffs.models import Contacts, SigningLink
from signoffs.services import approval as services

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from network.models import Post, Tenure, User

MOST_IN_A_DAY = 5


class LinkOver(Exception):
    """The link does not serve any more, or not yet; `why` says it."""

    def __init__(self, why: LinkEnd) -> None:
        super().__init__(why)
        self.why = why


@transaction.atomic
def record_contacts(tenure: Tenure, *, first: str, second: str, by: User, at: datetime | None = None) -> Contacts:
    """The holder of a post says where links and codes go. Links that were sent before no longer serve."""
    if tenure.person_id != by.pk or not tenure.is_current(at):
        raise NotAllowed("who holds a post records its contacts")
    if first.strip().lower() == second.strip().lower():
        raise ValidationError({"second": _("Give another address than the first: the code must not go the same way.")})
    values = {"first": first.strip(), "second": second.strip(), "recorded_at": at or timezone.now()}
    contacts, _is_new = Contacts.objects.update_or_create(tenure=tenure, defaults=values)
    _end(SigningLink.objects.open().filter(tenure=tenure), LinkEnd.CONTACTS, at)
    record(verb="signoffs.record_contacts", thing=tenure.post, by=by, at=at)
    jobs.enqueue("signoffs.tell_of_contacts", tenure.pk, key=f"{tenure.pk}:{contacts.recorded_at.isoformat()}")
    return contacts


@transaction.atomic
def send_link(commitment: Commitment, post: Post, *, by: User, at: datetime | None = None) -> SigningLink:
    """Send whoever holds the minister's post a personal link to answer with; an earlier one no longer serves.

    Raises WrongState, NotAllowed, Blocked (departments), ValidationError (nobody there, no contacts, too often).
    """
    commitment.refresh_from_db(from_queryset=Commitment._base_manager.select_for_update())
    moment = at or timezone.now()
    sending = approval.open_sending(commitment)
    if commitment.state != State.CLEARANCE or sending is None:
        raise WrongState("it is not in clearance")
    if not by.has_perm("signoffs.send_link", commitment):
        raise NotAllowed("signoffs.send_link")
    if reasons := approval.objections(commitment, by):
        raise Blocked(reasons)
    tenure = _recipient(commitment, post, at)
    today = SigningLink.objects.filter(commitment=commitment, asked_at__gt=moment - links.LASTS / 3)
    if today.count() >= MOST_IN_A_DAY:
        raise ValidationError(
            ngettext("%(count)d link was sent within a day.", "%(count)d links were sent within a day.", MOST_IN_A_DAY)
            % {"count": MOST_IN_A_DAY}
        )
    _end(SigningLink.objects.open().filter(commitment=commitment, post=post), LinkEnd.ASKED_AGAIN, at)
    link = SigningLink.objects.create(
        commitment=commitment,
        edition=sending.edition,
        post=post,
        tenure=tenure,
        asked_by=by,
        asked_at=moment,
        expires_at=moment + links.LASTS,
    )
    record(verb="signoffs.send_link", thing=commitment, by=by, data=_told(link), at=at)
    jobs.enqueue("signoffs.send_link", link.pk)
    return link


@transaction.atomic
def take_back(link: SigningLink, *, by: User, at: datetime | None = None) -> None:
    """From now on the link serves nobody, and no mail that still waits is sent. Raises LinkOver, NotAllowed."""
    moment = at or timezone.now()
    link = _lock(link, moment)
    if not by.has_perm("signoffs.send_link", link.commitment):
        raise NotAllowed("signoffs.send_link")
    _end(SigningLink.objects.filter(pk=link.pk), LinkEnd.TAKEN_BACK, moment)
    record(verb="signoffs.take_back_link", thing=link.commitment, by=by, data=_told(link), at=at)


@transaction.atomic
def send_code(link: SigningLink, *, at: datetime | None = None) -> bool:
    """Make a new code and send it to the second contact; False if one was sent a moment ago. Raises LinkOver."""
    moment = at or timezone.now()
    link = _lock(link, moment)
    if link.code_at and moment - link.code_at < links.BETWEEN_CODES:
        return False
    if link.code_number >= links.MOST_CODES:
        _end(SigningLink.objects.filter(pk=link.pk), LinkEnd.TRIES, moment)
        return False
    link.code_number, link.code_at, link.code_sent_at, link.code_tries = link.code_number + 1, moment, None, 0
    link.verified_at = None
    link.save(update_fields=["code_number", "code_at", "code_sent_at", "code_tries", "verified_at"])
    jobs.enqueue("signoffs.send_code", f"{link.pk}:{link.code_number}")
    return True


def check_code(link: SigningLink, typed: str, *, at: datetime | None = None) -> int | None:
    """The number of the code that was typed rightly; it serves once. None: wrong, too old, or tried too often.

    Raises LinkOver. Each try is counted before it is looked at, also when many come at once.
    """
    moment = at or timezone.now()
    if why := links.why_not(link, moment):
        raise LinkOver(why)
    this = SigningLink.objects.open().filter(pk=link.pk, code_number=link.code_number, code_at=link.code_at)
    left = this.filter(code_at__gt=moment - links.CODE_LASTS, code_tries__lt=links.MOST_TRIES)
    if not left.update(code_tries=F("code_tries") + 1) or not links.is_code(link, typed):
        return None
    return link.code_number if this.update(verified_at=moment, code_at=None) else None


@transaction.atomic
def answer(
    link: SigningLink,
    *,
    number: int | None,
    is_approval: bool,
    seen_sha256: str,
    reason: str = "",
    at: datetime | None = None,
) -> Signature:
    """What the holder of the post answers by the link, once the code of this number was entered; the link is used.

    Raises LinkOver and what `approve` and `decline` raise; then the link still serves.
    """
    moment = at or timezone.now()
    link = _lock(link, moment)
    if not links.is_verified(link, number, moment):
        raise LinkOver(LinkEnd.NOT_VERIFIED)
    _end(SigningLink.objects.filter(pk=link.pk), LinkEnd.USED, moment)
    person = link.tenure.person
    proof = Proof(person.pk, Authentication.LINK, link.edition.sha256)
    if is_approval:
        return services.approve(link.commitment, by=person, seen_sha256=seen_sha256, proof=proof, at=at)
    return services.decline(link.commitment, by=person, seen_sha256=seen_sha256, reason=reason, proof=proof, at=at)


def follow(done: Done) -> None:
    """When a commitment leaves clearance its links end, in the same transaction."""
    if done.came_from == State.CLEARANCE:
        _end(SigningLink.objects.open().filter(commitment=done.thing), LinkEnd.MOVED_ON, done.at)


def forget_contacts(*, at: datetime | None = None) -> int:
    """Of those who have left: their addresses serve nobody any more. Returns how many were erased."""
    left = Contacts.objects.filter(tenure__ends__lte=timezone.localdate(at))
    return left.delete()[0]


def _recipient(commitment: Commitment, post: Post, at: datetime | None) -> Tenure:
    if post not in approval.posts_of(commitment):
        raise NotAllowed("this post is not asked to approve it")
    tenure = post.current_tenure(at)
    if tenure is None:
        raise ValidationError(_("Nobody holds this post. Appoint somebody first."))
    if links.contacts_of(post, at) is None:
        raise ValidationError(_("Whoever holds this post has not recorded two contacts yet."))
    return tenure


def _told(link: SigningLink) -> dict[str, Any]:
    """What the ledger says of it: never the link itself."""
    return {"edition": link.edition.number, "sha256": link.edition.sha256, "post": link.post.slug}


def _lock(link: SigningLink, at: datetime) -> SigningLink:
    """The link as it is now, under the locks of its commitment and itself. Raises LinkOver."""
    Commitment._base_manager.select_for_update().get(pk=link.commitment_id)
    SigningLink.objects.select_for_update().get(pk=link.pk)
    found = links.link_with(str(link.key))
    assert found is not None
    if why := links.why_not(found, at):
        raise LinkOver(why)
    return found


def _end(found: QuerySet[SigningLink], why: LinkEnd, at: datetime | None) -> None:
    found.update(ended_at=at or timezone.now(), ended_why=why)
