"""One byte form for one content: RFC 8785 JSON over text in Unicode NFC without hidden control characters."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import rfc8785
from django.utils.functional import Promise

LINE_ENDS = re.compile("\r\n?")
JOINERS = "\u200c\u200d"  # wanted in Persian, Sinhala and others; see is_wanted_joiner
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ud800-\udfff]"
)


def normalise(text: str) -> str:
    r"""NFC, line ends as \n, without bidirectional, zero-width and other control characters (tab and \n stay).

    A joiner stays where the script needs it to be written at all (the contexts of RFC 5892, appendix A).
    """
    text = LINE_ENDS.sub("\n", text)
    if text.isascii() and not HIDDEN.search(text):
        return text
    # To a fixed point: taking a character out can bring together two that NFC then composes.
    while True:
        cleaned = unicodedata.normalize("NFC", HIDDEN.sub(_kept, text))
        if cleaned == text:
            return cleaned
        text = cleaned


def dumps(obj: Any) -> bytes:
    """Canonical bytes of a JSON-like value. Dates, times, UUIDs and lazy strings are written as strings.

    Raises TypeError for anything else, ValueError for keys that become one and numbers RFC 8785 cannot carry.
    """
    return rfc8785.dumps(plain(obj))


def sha256(obj: Any) -> str:
    """Lower-case hexadecimal SHA-256 of the canonical bytes."""
    return hashlib.sha256(dumps(obj)).hexdigest()


def instant(at: datetime) -> str:
    """RFC 3339 in UTC with microseconds, e.g. 2013-06-27T12:00:00.000000Z; refuses times without a zone."""
    if at.tzinfo is None:
        raise ValueError("A time without a zone cannot be written down for good.")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def plain(value: Any) -> Any:
    """`value` with only dict, list, normalised str, numbers, booleans and None in it."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str | Promise | UUID):
        return normalise(str(value))
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        result = {normalise(str(key)): plain(item) for key, item in value.items()}
        if len(result) != len(value):
            raise ValueError("Two keys of one object are the same once normalised.")
        return result
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form.")


def _kept(match: re.Match[str]) -> str:
    is_joiner = match.group() in JOINERS
    return match.group() if is_joiner and is_wanted_joiner(match.string, match.start()) else ""


def is_wanted_joiner(text: str, position: int) -> bool:
    """After a virama (Indic scripts), or a non-joiner between two Arabic letters."""
    before, after = text[position - 1 : position], text[position + 1 : position + 2]
    if before and unicodedata.combining(before) == 9:
        return True
    return text[position] == "\u200c" and all(
        c and unicodedata.category(c) == "Lo" and unicodedata.name(c, "").startswith("ARABIC") for c in (before, after)
    )
