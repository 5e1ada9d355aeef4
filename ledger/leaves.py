"""What a leaf says and how: canonical JSON, with names and private words only as salted commitments."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core import canonical
from ledger.actors import Actor
from ledger.choices import OpeningField

FORMAT = "ogpnap-act/1"


@dataclass(frozen=True)
class Act:
    """Everything that is put on record about one act.

    Where it `is_sealed`, post and organisation are only committed to as names are; `private` is data that always is.
    """

    verb: str
    thing_label: str
    thing_id: str
    thing_name: str
    actor: Actor
    at: datetime
    recorded_at: datetime
    reason: str = ""
    is_reason_public: bool = False
    statement: str = ""
    data: Mapping[str, Any] | None = None
    private: Mapping[str, Any] | None = None
    is_sealed: bool = False


@dataclass(frozen=True)
class Secret:
    """The opening of one commitment: salt as hexadecimal, value normalised."""

    salt: str
    value: str


def commitment(salt: str, value: str) -> str:
    """SHA-256 of the 32 bytes of salt followed by the value in UTF-8, as hexadecimal.

    Raises ValueError for a salt of another length: else the border between salt and value could be moved.
    """
    if len(salt) != 64 or bytes.fromhex(salt).hex() != salt:
        raise ValueError("A salt is 32 bytes in lower-case hexadecimal.")
    return hashlib.sha256(bytes.fromhex(salt) + value.encode()).hexdigest()


def build(index: int, act: Act) -> tuple[bytes, dict[str, Secret]]:
    """The leaf's bytes and the openings of what it only commits to."""
    openings: dict[str, Secret] = {}

    def sealed(field: OpeningField, value: str) -> dict[str, str] | None:
        if not value:
            return None
        secret = Secret(salt=secrets.token_hex(32), value=canonical.normalise(value))
        openings[field.value] = secret
        return {"sha256": commitment(secret.salt, secret.value)}

    actor = act.actor
    leaf = {
        "format": FORMAT,
        "index": index,
        "verb": act.verb,
        "thing": {
            "label": act.thing_label,
            "id": act.thing_id,
            "name": sealed(OpeningField.THING_NAME, act.thing_name),
        },
        "actor": {
            "person": sealed(OpeningField.PERSON, "" if actor.person_id is None else str(actor.person_id)),
            "name": sealed(OpeningField.NAME, actor.name),
            "on_behalf_of": sealed(OpeningField.ON_BEHALF_OF, actor.on_behalf_of),
            "post": sealed(OpeningField.POST, actor.post) if act.is_sealed else actor.post,
            "organisation": sealed(OpeningField.ORGANISATION, actor.organisation)
            if act.is_sealed
            else actor.organisation,
            "side": actor.side,
        },
        "reason": act.reason if act.is_reason_public else sealed(OpeningField.REASON, act.reason),
        "statement": sealed(OpeningField.STATEMENT, act.statement),
        "at": act.at,
        "recorded_at": act.recorded_at,
        "data": dict(act.data or {}),
    }
    if act.private:
        leaf["private"] = sealed(OpeningField.PRIVATE, canonical.dumps(dict(act.private)).decode())
    return canonical.dumps(leaf), openings


def parse(leaf: bytes) -> dict[str, Any]:
    """The content of a leaf; ValueError if these bytes are not the canonical form of one."""
    content = json.loads(leaf)
    if not isinstance(content, dict) or canonical.dumps(content) != leaf:
        raise ValueError("The leaf is not in canonical form.")
    return content


def commitments(leaf: Mapping[str, Any]) -> dict[str, str]:
    """The commitments of a parsed leaf, by the field they hide."""
    actor = leaf["actor"]
    places = {
        OpeningField.THING_NAME: leaf["thing"]["name"],
        OpeningField.PERSON: actor["person"],
        OpeningField.NAME: actor["name"],
        OpeningField.ON_BEHALF_OF: actor["on_behalf_of"],
        OpeningField.REASON: leaf["reason"],
        OpeningField.STATEMENT: leaf["statement"],
        OpeningField.POST: actor["post"],
        OpeningField.ORGANISATION: actor["organisation"],
        OpeningField.PRIVATE: leaf.get("private"),
    }
    return {field.value: place["sha256"] for field, place in places.items() if isinstance(place, dict)}


def columns(leaf: Mapping[str, Any]) -> dict[str, Any]:
    """What the columns beside the leaf must say."""
    return {
        "index": leaf["index"],
        "verb": leaf["verb"],
        "thing_label": leaf["thing"]["label"],
        "thing_id": leaf["thing"]["id"],
        "side": leaf["actor"]["side"],
        "at": leaf["at"],
    }
