"""An authenticator for tests: makes passkeys (ES256, no attestation) and signs with them, rightly or as it is told."""

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

Flag = AuthenticatorData.FLAG
ORIGIN = "https://testserver"


class SoftKey:
    def __init__(self) -> None:
        self.id = secrets.token_bytes(32)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.count = 0

    def create(self, options: dict[str, Any], *, is_verified: bool = True, origin: str = ORIGIN) -> dict[str, Any]:
        """What navigator.credentials.create answers to {"publicKey": …}."""
        asked = options["publicKey"]
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(Aaguid(b"\0" * 16), self.id, public)
        data = AuthenticatorData.create(rp_hash(asked["rp"]["id"]), flags(is_verified) | Flag.AT, 0, credential)
        attestation = AttestationObject.create("none", data, {})
        return self._answer(
            {
                "clientDataJSON": client_data("webauthn.create", asked["challenge"], origin),
                "attestationObject": bytes(attestation),
            }
        )

    def get(
        self,
        options: dict[str, Any],
        *,
        is_verified: bool = True,
        origin: str = ORIGIN,
        challenge: str = "",
        rp_id: str = "",
        what: str = "webauthn.get",
    ) -> dict[str, Any]:
        """What navigator.credentials.get answers; the keywords make it wrong in one way each."""
        asked = options["publicKey"]
        self.count += 1
        data = AuthenticatorData.create(rp_hash(rp_id or asked["rpId"]), flags(is_verified), self.count)
        client = client_data(what, challenge or asked["challenge"], origin)
        signature = self.key.sign(bytes(data) + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer({"clientDataJSON": client, "authenticatorData": bytes(data), "signature": signature})

    def _answer(self, response: dict[str, bytes]) -> dict[str, Any]:
        name = websafe_encode(self.id)
        told = {field: websafe_encode(value) for field, value in response.items()}
        return {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}, "response": told}


def client_data(what: str, challenge: str, origin: str) -> bytes:
    return json.dumps({"type": what, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()


def rp_hash(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()


def flags(is_verified: bool) -> Any:
    return Flag.UP | Flag.UV if is_verified else Flag.UP


def mutated(answer: dict[str, Any], field: str, place: int) -> dict[str, Any]:
    """One byte of one part of the answer is another one."""
    value = bytearray(websafe_decode(answer["response"][field]))
    value[place] ^= 1
    return {**answer, "response": {**answer["response"], field: websafe_encode(bytes(value))}}


def length(answer: dict[str, Any], field: str) -> int:
    return len(websafe_decode(answer["response"][field]))
