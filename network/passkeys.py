"""A passkey at a signature: the challenge holds the hash of the edition, serves once, and the device must have checked
who holds it (user verification).

Passkeys are added and kept by allauth; here they only sign. The challenge is 8 bytes of time, 24 random ones and the 32
of the edition's SHA-256, so what the passkey signs names the words. That it serves once stands in our own row
(LastCode): of two requests with the same answer one is refused, and an older challenge than the last one used, too.
"""

from __future__ import annotations

import json
import secrets
import time
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.http import HttpRequest
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import UserVerificationRequirement

from network.models import LastCode

if TYPE_CHECKING:
    from network.models import User

SESSION = "signing_challenges"  # by hash of the words: several pages may be open
MOST_OPEN = 8
LASTS = 600  # seconds
REQUIRED = UserVerificationRequirement.REQUIRED


def ask(request: HttpRequest, user: User, words: str) -> dict[str, Any]:
    """What the browser asks the passkey to sign, for the edition with the SHA-256 `words`; kept for this session."""
    now = int(time.time() * 1_000_000)
    challenge = now.to_bytes(8, "big") + secrets.token_bytes(24) + bytes.fromhex(words)
    options, _state = webauthn.get_server().authenticate_begin(
        credentials=webauthn.get_credentials(user), user_verification=REQUIRED, challenge=challenge
    )
    kept = dict(request.session.get(SESSION, {}))
    kept.pop(words, None)
    kept[words] = websafe_encode(challenge)
    request.session[SESSION] = dict(list(kept.items())[-MOST_OPEN:])
    return dict(options)


def check(request: HttpRequest, user: User, answer: str, words: str) -> bool:
    """Whether one of the user's passkeys has signed the challenge that this session was given for these words, just
    now and for the first time."""
    kept = dict(request.session.get(SESSION, {}))
    challenge = kept.pop(words, "")
    request.session[SESSION] = kept
    if not challenge:
        return False
    made = websafe_decode(challenge)
    at = int.from_bytes(made[:8], "big")
    if made[32:].hex() != words or time.time() - at / 1_000_000 > LASTS:
        return False
    credential = _verified(user, answer, challenge)
    if credential is None or not _use(user, at):
        return False
    credential.record_usage()
    return True


def _verified(user: User, answer: str, challenge: str) -> Authenticator | None:
    """The user's passkey whose signature this is: over this challenge, for this site, with the person verified."""
    state = {"challenge": challenge, "user_verification": REQUIRED}
    try:
        response = json.loads(answer)
        found = webauthn.get_server().authenticate_complete(state, webauthn.get_credentials(user), response)
    except (ValueError, TypeError, KeyError, AttributeError):  # whatever is wrong with what somebody sent
        return None
    return webauthn.get_authenticator_by_credential_id(user, found.credential_id)


def _use(user: User, at: int) -> bool:
    LastCode.objects.get_or_create(person_id=user.pk)
    return LastCode.objects.filter(person_id=user.pk, challenged_at__lt=at).update(challenged_at=at) == 1
