"""The second step: codes of an authenticator app, each good for one use, whether to sign in or to sign.

The secrets and their pages are allauth's. That a code is used once stands in our own row (LastCode): allauth keeps it
in the cache, which processes need not share and a restart empties.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.conf import settings

from network.choices import SIGNING_KINDS
from network.models import LastCode, Tenure

if TYPE_CHECKING:
    from network.models import User

CODE, PASSKEY = str(Authenticator.Type.TOTP), str(Authenticator.Type.WEBAUTHN)


def kinds_of(person: User) -> frozenset[str]:
    """Which second steps the person has set up, of CODE and PASSKEY. One query."""
    own = Authenticator.objects.filter(user_id=person.pk, type__in=[CODE, PASSKEY])
    return frozenset(own.values_list("type", flat=True))


def has_one(person: User) -> bool:
    return bool(kinds_of(person))


def is_missing(person: User) -> bool:
    """Whether somebody who holds a post that signs cannot sign, because they have set up no second step."""
    if not settings.SECOND_FACTOR or not person.tenures.current().filter(post__kind__in=SIGNING_KINDS).exists():
        return False
    return not has_one(person)


def holders_without() -> list[Tenure]:
    """Who holds a post that signs and has set up no second step. One query."""
    held = Tenure.objects.current().filter(post__kind__in=SIGNING_KINDS)
    missing = held.exclude(person__in=Authenticator.objects.filter(type__in=[CODE, PASSKEY]).values("user"))
    return list(missing.select_related("person", "post__organisation", "post__network").order_by("post__title", "pk"))


def use_code(person: User, code: str) -> bool:
    """Whether this is a code that the person's app shows now and that was not used before; from now on it was."""
    authenticator = Authenticator.objects.filter(user_id=person.pk, type=CODE).first()
    if authenticator is None or not any(_use(person, step) for step in _steps(authenticator, code)):
        return False
    authenticator.record_usage()
    return True


def spend_code(person: User, secret: str, code: str) -> None:
    """The code proved that the app was set up rightly; it serves for nothing else."""
    for step in _steps_of_secret(secret, code):
        _use(person, step)


def _steps(authenticator: Any, code: str) -> list[int]:
    return _steps_of_secret(decrypt(authenticator.data["secret"]), code)


def _steps_of_secret(secret: str, code: str) -> list[int]:
    """The time steps around now whose code this is: none for a wrong one."""
    return [
        step
        for step in totp.yield_hotp_counters_from_time()
        if compare_user_code(actual=code, expected=totp.format_hotp_value(totp.hotp_value(secret, step)))
    ]


def _use(person: User, step: int) -> bool:
    """One statement decides, so of two requests with the same code one is refused."""
    LastCode.objects.get_or_create(person_id=person.pk)
    return LastCode.objects.filter(person_id=person.pk, step__lt=step).update(step=step) == 1
