"""Checks a value read from JSON and names the path of whatever is wrong with it, for all mistakes at once."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.canonical import normalise

KNOWN_AS = {dict: "an object", list: "a list", str: "a text", bool: "true or false", int: "a number", float: "a number"}
MOST_PROBLEMS = 50
LINE = re.compile(r"[\n\r\t]")


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: `$.commitments[3].theme`."""

    path: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}: {self.text}"


class Enough(Exception):
    """So many problems that naming more helps nobody."""


class Checker:
    """Every method takes a value and its path, notes what is wrong, and returns a value of the type it promises."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, path: str, text: str) -> None:
        self.problems.append(Problem(path, text))
        if len(self.problems) >= MOST_PROBLEMS:
            raise Enough

    def _is(self, value: object, kind: type, path: str) -> bool:
        if type(value) is kind:
            return True
        given = _("nothing (null)") if value is None else KNOWN_AS.get(type(value), type(value).__name__)
        self.wrong(path, _("must be %(kind)s, but is %(given)s") % {"kind": KNOWN_AS[kind], "given": given})
        return False

    def mapping(
        self, value: object, path: str, *, keys: Collection[str], optional: Collection[str] = ()
    ) -> dict[str, Any]:
        """All of `keys` must be there, `optional` may be, nothing else."""
        if not self._is(value, dict, path):
            return {}
        assert isinstance(value, dict)
        for key in value:
            if key not in keys and key not in optional:
                self.wrong(f"{path}.{key}", _("is not a key of this format"))
        for key in keys:
            if key not in value:
                self.wrong(f"{path}.{key}", _("is missing"))
        return value

    def items(self, value: object, path: str, *, most: int = 5000) -> Iterator[tuple[object, str]]:
        if not self._is(value, list, path):
            return
        assert isinstance(value, list)
        if len(value) > most:
            self.wrong(path, _("has %(count)s entries; the most is %(most)s") % {"count": len(value), "most": most})
            return
        for position, item in enumerate(value):
            yield item, f"{path}[{position}]"

    def text(self, value: object, path: str, *, most: int, is_needed: bool = False, is_line: bool = False) -> str:
        """A text of at most `most` characters, normalised as every text here is; a line has no line breaks."""
        if not self._is(value, str, path):
            return ""
        assert isinstance(value, str)
        if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
            self.wrong(path, _("holds characters that are no text"))
            return ""
        text = normalise(value)
        if is_needed and not text.strip():
            self.wrong(path, _("must not be empty"))
        if is_line and LINE.search(text):
            self.wrong(path, _("must be one line"))
        if len(text) > most:
            self.wrong(path, _("has %(count)s characters; the most is %(most)s") % {"count": len(text), "most": most})
        return text

    def text_or_none(self, value: object, path: str, *, most: int) -> str | None:
        """A text, or null for "none"; an empty text would be a second way to say null, so it is refused."""
        return None if value is None else self.text(value, path, most=most, is_needed=True, is_line=True)

    def choice(self, value: object, path: str, *, choices: Collection[str]) -> str:
        text = self.text(value, path, most=200)
        if isinstance(value, str) and text not in choices:
            known = ", ".join(f"“{choice}”" for choice in choices)
            self.wrong(path, _("is “%(text)s”, but must be one of %(known)s") % {"text": text[:80], "known": known})
        return text

    def number_or_none(self, value: object, path: str, *, most: int = 32767) -> int | None:
        if value is None:
            return None
        if self._is(value, int, path) and isinstance(value, int) and not 1 <= value <= most:
            self.wrong(path, _("must be between 1 and %(most)s") % {"most": most})
        return value if type(value) is int else None

    def date_or_none(self, value: object, path: str) -> str | None:
        if value is None or not self._is(value, str, path):
            return None
        try:
            found = date.fromisoformat(str(value)).isoformat()
        except ValueError:
            found = ""
        if found != value:
            text = _("is “%(text)s”, but must be a date like 2015-10-27")
            self.wrong(path, text % {"text": str(value)[:40]})
        return found or None

    def texts(self, value: object, path: str, *, most: int) -> list[str]:
        """A list of different texts."""
        found: list[str] = []
        for item, item_path in self.items(value, path, most=200):
            text = self.text(item, item_path, most=most, is_needed=True, is_line=True)
            if text in found:
                self.wrong(item_path, _("stands there twice: “%(text)s”") % {"text": text[:80]})
            found.append(text)
        return found

    def known(self, name: str, path: str, names: Collection[str], *, of: str) -> None:
        """Whether a reference leads somewhere; `of` says to what."""
        if name and name not in names:
            self.wrong(path, _("“%(name)s” is not among %(of)s") % {"name": name[:80], "of": of})
