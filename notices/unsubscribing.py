"""The address in `List-Unsubscribe` (RFC 8058): without signing in, for one person and what one mail was about.

The token is signed and says nothing about the person but a random key. It does not expire: a mail may be old.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

from network.models import User
from notices.choices import MailKind
from notices.models import Mail, Message, Preferences
from notices.scopes import is_followable
from notices.services import mute

SALT = "notices.unsubscribe"


@dataclass(frozen=True)
class Wish:
    """Whose messages to switch off, and of which things; of everything if there are none."""

    person: User
    scopes: list[str]


def address(mail: Mail, messages: Sequence[Message], preferences: Preferences) -> str:
    token = signing.dumps([preferences.key.hex, _scopes(mail, messages)], salt=SALT, compress=True)
    return f"{settings.SITE_URL}{reverse('notices:unsubscribe', args=[token])}"


def _scopes(mail: Mail, messages: Sequence[Message]) -> list[str]:
    """A digest is switched off as a whole; what came at once, for the nearest thing that one can follow."""
    if mail.kind != MailKind.AT_ONCE:
        return []
    nearest = [_nearest(message.event.scopes) for message in messages]
    return sorted(set(nearest)) if all(nearest) and len(set(nearest)) <= 3 else []


def _nearest(keys: list[str]) -> str:
    return next((key for key in keys if is_followable(key.split(":", 1)[0])), "")


def read(token: str) -> Wish | None:
    """What the token asks for, or None if we did not sign it or the person is gone."""
    try:
        key, scopes = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    found = Preferences.objects.filter(key=key).select_related("person").first()
    return Wish(found.person, list(scopes)) if found else None


def fulfil(wish: Wish) -> None:
    mute(wish.person, wish.scopes)
