"""A text block by block, with links beside each: for suggesting, for commenting, without any script."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.markdown import to_blocks, to_text
from drafting.models import Text


@dataclass(frozen=True)
class Link:
    label: str
    href: str


@dataclass(frozen=True)
class Passage:
    """One paragraph, heading, list or table of a text; `named` is what a listener hears it called by."""

    html: SafeString
    named: str
    links: tuple[Link, ...]


def passages(text: Text, acts: Iterable[tuple[str, str]], *, heading_level: int = 3) -> list[Passage]:
    """The blocks of what the text says now; `acts` are labels and addresses, which get the place as a query
    (?revision=3&from=120&to=480, counted in characters of that revision)."""
    body, number = text.body, text.number
    wanted = [(label, href) for label, href in acts if href]
    found = []
    for block in to_blocks(body, heading_level=heading_level):
        place = f"?revision={number}&from={block.start}&to={block.end}"
        first_words = Truncator(to_text(body[block.start : block.end]).replace("\n", " ")).words(6)
        named = _("to “%(words)s”") % {"words": first_words}
        found.append(Passage(block.html, named, tuple(Link(label, href + place) for label, href in wanted)))
    return found
