"""Personal links and their codes: how they are made of a row and the site's secret, and when they serve.

A link is 64 characters: the row's key and an HMAC over everything it is bound to (post, tenure, edition, times). A code
is eight digits, made in the same way of the row and its number. Neither is stored, so neither can be read anywhere.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from network.choices import PostKind
from network.models import Post
from signoffs import approval
from signoffs.choices import LinkEnd
from signoffs.models import Contacts, SigningLink

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from network.models import User

LASTS = timedelta(hours=72)
CODE_LASTS = timedelta(minutes=15)
VERIFIED_LASTS = timedelta(minutes=30)
MOST_CODES = 5
MOST_TRIES = 5  # of each code
BETWEEN_CODES = timedelta(minutes=1)
TOKEN = re.compile(r"[A-Za-z0-9_-]{64}")


def address_of(link: SigningLink) -> str:
    """The whole address, for the e-mail alone."""
    return f"{settings.SITE_URL}{reverse('by_link:enter', args=[token_of(link)])}"


def token_of(link: SigningLink) -> str:
    return _token(link, settings.SECRET_KEY)


def link_of(token: str) -> SigningLink | None:
    """The row that the token was made of, whether it still serves or not; None for anything else."""
    if not TOKEN.fullmatch(token):
        return None
    try:
        key = uuid.UUID(bytes=base64.urlsafe_b64decode(token)[:16])
    except (ValueError, binascii.Error):
        return None
    link = SigningLink.objects.for_reading().filter(key=key).first()
    if link is None:
        return None
    made = [_token(link, secret) for secret in _secrets()]
    return link if sum(constant_time_compare(token, one) for one in made) else None


def link_with(key: str) -> SigningLink | None:
    """The row that a session names."""
    return SigningLink.objects.for_reading().filter(key=key).first()


def code_of(link: SigningLink) -> str:
    """The code of the row's present number, for the e-mail alone."""
    return _code(link, settings.SECRET_KEY)


def is_code(link: SigningLink, typed: str) -> bool:
    digits = re.sub(r"[\s-]", "", typed)
    return sum(constant_time_compare(digits, _code(link, secret)) for secret in _secrets()) > 0


def why_not(link: SigningLink, at: datetime | None = None) -> LinkEnd | None:
    """Why the link no longer serves; None while it does. Asked at each step, under the lock when it is used."""
    at = at or timezone.now()
    if link.ended_at is not None:
        return LinkEnd(link.ended_why)
    if at >= link.expires_at:
        return LinkEnd.EXPIRED
    if not link.tenure.is_current(at) or not link.tenure.person.is_active:
        return LinkEnd.LEFT
    sending = approval.open_sending(link.commitment)
    if sending is None or sending.edition.sha256 != link.edition.sha256:
        return LinkEnd.MOVED_ON
    seat = approval.seat_of(link.tenure.person, link.commitment, at)
    if seat is None or seat.tenure.pk != link.tenure_id or seat.minister.pk != link.post_id:
        return LinkEnd.LEFT
    return None


def is_verified(link: SigningLink, number: int | None, at: datetime | None = None) -> bool:
    """Whether the code of this number was entered, not long ago."""
    at = at or timezone.now()
    return link.verified_at is not None and link.code_number == number and at - link.verified_at < VERIFIED_LASTS


def contacts_of(post: Post, at: datetime | None = None) -> Contacts | None:
    """Of whoever holds the post now."""
    tenure = post.current_tenure(at)
    return Contacts.objects.filter(tenure=tenure).first() if tenure else None


def posts_without_contacts(user: User) -> QuerySet[Post]:
    """The minister's posts that this person holds and for which nobody has recorded contacts."""
    held = user.tenures.current().filter(contacts=None, post__kind=PostKind.MINISTER)
    return Post.objects.filter(pk__in=held.values("post"))


def _secrets() -> Iterable[str]:
    """The key of today and those from before it was changed, as for sessions."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _token(link: SigningLink, secret: str) -> str:
    bound = (link.post_id, link.tenure_id, link.edition.sha256, link.asked_at.isoformat(), link.expires_at.isoformat())
    made = _hmac(secret, "link", link.key, *bound)
    return base64.urlsafe_b64encode(link.key.bytes + made).decode()


def _code(link: SigningLink, secret: str) -> str:
    made = _hmac(secret, "code", link.key, link.code_number, link.code_at.isoformat() if link.code_at else "")
    return f"{int.from_bytes(made, 'big') % 10**8:08}"


def _hmac(secret: str, purpose: str, *parts: object) -> bytes:
    key = hashlib.sha256(f"signoffs.links {purpose} {secret}".encode()).digest()
    return hmac.digest(key, "|".join(str(part) for part in parts).encode(), "sha256")
