"""Signed notes and checkpoints as other programs read them: C2SP signed-note and tlog-checkpoint, with Ed25519."""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
DASH = "\u2014 "


class BadNote(ValueError):
    """The text is not a checkpoint signed with the key asked for; the message says why."""


@dataclass(frozen=True)
class Statement:
    """What a checkpoint says: the first `size` leaves of the log `origin` have this root (hexadecimal)."""

    origin: str
    size: int
    root: str


@dataclass(frozen=True)
class VerifierKey:
    """The public half, written as name+keyid+base64 so that anyone can keep it."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        try:
            name, key_id, encoded = text.strip().split("+", 2)
            raw = base64.b64decode(encoded, validate=True)
            key = cls(name, raw[1:])
        except (ValueError, binascii.Error) as error:
            raise BadNote("This is not a verifier key (name+id+base64).") from error
        if raw[:1] != ED25519 or len(raw) != 33 or key.key_id.hex() != key_id:
            raise BadNote("This is not an Ed25519 verifier key, or its id does not fit.")
        return key


def verifier_key(name: str, private: Ed25519PrivateKey) -> VerifierKey:
    return VerifierKey(name, private.public_key().public_bytes_raw())


def body(statement: Statement) -> str:
    root = base64.b64encode(bytes.fromhex(statement.root)).decode()
    return f"{statement.origin}\n{statement.size}\n{root}\n"


def sign(statement: Statement, private: Ed25519PrivateKey) -> str:
    """The checkpoint as a note, signed under the log's origin as key name."""
    text = body(statement)
    key = verifier_key(statement.origin, private)
    signature = base64.b64encode(key.key_id + private.sign(text.encode())).decode()
    return f"{text}\n{DASH}{statement.origin} {signature}\n"


def read(note: str, public: bytes) -> Statement:
    """What `note` says, if one of its signatures is by the Ed25519 key `public` under its own origin; else BadNote."""
    text, separator, signatures = note.replace("\r\n", "\n").rpartition("\n\n")
    if not separator:
        raise BadNote("There is no signature under the checkpoint.")
    text += "\n"
    statement = _parse(text)
    key = VerifierKey(statement.origin, public)
    for line in signatures.split("\n"):
        if _is_signed_by(key, line, text):
            return statement
    raise BadNote("The checkpoint is not signed with the key of this ledger.")


def _parse(text: str) -> Statement:
    lines = text.split("\n")
    try:
        origin, size, root = lines[0], lines[1], base64.b64decode(lines[2], validate=True)
        statement = Statement(origin, int(size), root.hex())
    except (IndexError, ValueError, binascii.Error) as error:
        raise BadNote("The checkpoint does not have its three lines: origin, size, root.") from error
    if len(root) != 32 or statement.size < 0 or not text.startswith(body(statement)):
        raise BadNote("The checkpoint does not have its three lines: origin, size, root.")
    return statement


def _is_signed_by(key: VerifierKey, line: str, text: str) -> bool:
    name, _, encoded = line.removeprefix(DASH).rpartition(" ")
    try:
        signature = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error):
        return False
    if base64.b64encode(signature).decode() != encoded:
        return False  # another spelling of the same bytes
    if not line.startswith(DASH) or name != key.name or signature[:4] != key.key_id:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature[4:], text.encode())
    except InvalidSignature:
        return False
    return True
