"""A text block by block, with links beside each: for suggesting, for commenting, and to what is said there already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.markdown import Block, to_blocks, to_text
from drafting.models import Text
from drafting.talk import Mark, Talk, TalkPages, marks


@dataclass(frozen=True)
class Act:
    """What can be done with a passage: the words of the link, how they go on for a listener, the page of the form."""

    label: str
    spoken: str
    href: str


def acts(*, suggest: str = "", comment: str = "") -> list[Act]:
    """Those whose pages are given; without one the person may not."""
    both = [
        Act(_("Suggest a change"), _("to %(passage)s"), suggest),
        Act(_("Comment"), _("on %(passage)s"), comment),
    ]
    return [act for act in both if act.href]


@dataclass(frozen=True)
class Link:
    label: str
    spoken: str
    href: str


@dataclass(frozen=True)
class Passage:
    """One paragraph, heading, list or table of a text, with what can be done with it and what is said of it."""

    html: SafeString
    links: tuple[Link, ...]
    query: str = ""  # its place, as an address names it
    marks: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Place:
    """A block as an address names it (counted in characters of that revision) and as it is read aloud."""

    query: str
    named: str


def place_of(text: Text, block: Block) -> Place:
    first_words = Truncator(to_text(text.body[block.start : block.end]).replace("\n", " ")).words(6)
    query = f"?revision={text.number}&from={block.start}&to={block.end}"
    return Place(query, _("“%(words)s”") % {"words": first_words})


def passages(
    text: Text,
    acts: Sequence[Act],
    *,
    talk: Talk | None = None,
    pages: TalkPages | None = None,
    heading_level: int = 3,
) -> list[Passage]:
    """The blocks of what the text says now. The pages of `acts` get the place as a query (?revision=3&from=120&to=480,
    counted in characters of that revision). With `talk` and its `pages`, what begins in a block is marked beside it."""
    found = []
    blocks = to_blocks(text.body, heading_level=heading_level)
    for number, block in enumerate(blocks):
        start = block.start if number else 0
        until = blocks[number + 1].start if number + 1 < len(blocks) else len(text.body) + 1
        here = marks(talk, pages, start, until) if talk and pages else ()
        found.append(passage(text, block, acts, here))
    return found


def passage(text: Text, block: Block, acts: Sequence[Act], here: Iterable[Mark] = ()) -> Passage:
    place = place_of(text, block)
    links = tuple(Link(act.label, act.spoken % {"passage": place.named}, act.href + place.query) for act in acts)
    on_it = _("on %(passage)s") % {"passage": place.named}
    return Passage(block.html, links, place.query, tuple(Link(mark.label, on_it, mark.href) for mark in here))
