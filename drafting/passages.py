"""A text block by block, with links beside each: for suggesting, for commenting, without any script."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.markdown import Block, to_blocks, to_text
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
    query: str = ""  # its place, as an address names it


@dataclass(frozen=True)
class Place:
    """A block as an address names it (counted in characters of that revision) and as it is read aloud."""

    query: str
    named: str


def place_of(text: Text, block: Block) -> Place:
    first_words = Truncator(to_text(text.body[block.start : block.end]).replace("\n", " ")).words(6)
    query = f"?revision={text.number}&from={block.start}&to={block.end}"
    return Place(query, _("to “%(words)s”") % {"words": first_words})


def passages(text: Text, acts: Iterable[tuple[str, str]], *, heading_level: int = 3) -> list[Passage]:
    """The blocks of what the text says now; `acts` are labels and addresses, which get the place as a query
    (?revision=3&from=120&to=480, counted in characters of that revision)."""
    wanted = [(label, href) for label, href in acts if href]
    found = []
    for block in to_blocks(text.body, heading_level=heading_level):
        place = place_of(text, block)
        links = tuple(Link(label, href + place.query) for label, href in wanted)
        found.append(Passage(block.html, place.named, links, place.query))
    return found
