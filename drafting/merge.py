"""Putting two people's changes to one text together: by paragraphs, then sentences, then words (merge3 at each step).

What only one of them changed is taken; what both changed alike is taken once; where both changed the same words, or
words that touch, or numbers and dates close by in one sentence, nobody guesses: it is a clash. Spacing never clashes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Literal

from merge3 import Merge3

from drafting.alignment import Matcher, keys, pairs, paragraphs, say_the_same, sentences, words

Kind = Literal["kept", "mine", "theirs", "both", "clash"]
Split = Callable[[str], list[str]]
Three = tuple[list[str], list[str], list[str]]

STEPS: tuple[Split, ...] = (paragraphs, sentences, words)
# Numbers or dates changed by both sides with no more unchanged words between them than this are one clash.
CLOSE_BY = 2
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_SEASONS = "[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter"
_QUANTITY = re.compile(rf"\d|[£$€%]|\b(?:{_MONTHS}|{_SEASONS}|hundred|thousand|[mb]illion|per cent)\b")
_BREAK = re.compile(r"[.!?][\"')\]]*\s|\n\s*(?:\n|[-*+|>#]|\d+[.)])")
# How the two versions of a clash may be called where it is written out.
MARKS = ("YOURS", "THEIRS", "SUGGESTED", "NOW")
_MARKER = re.compile(rf"(?:\[\[|\|\|) (?:{'|'.join(MARKS)}):")


@dataclass(frozen=True)
class Piece:
    """A stretch of the result with what each version says there; `text` is the outcome (of a clash there is none)."""

    kind: Kind
    base: str
    mine: str
    theirs: str
    text: str = ""

    @property
    def is_quantity(self) -> bool:
        """Whether the change touches a number or a date."""
        return bool(_QUANTITY.search(self.base) or _QUANTITY.search(self.mine) or _QUANTITY.search(self.theirs))


@dataclass(frozen=True)
class Merge:
    pieces: tuple[Piece, ...]

    @property
    def conflicts(self) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if piece.kind == "clash")

    @property
    def body(self) -> str | None:
        """The merged text, None when something clashes."""
        return None if self.conflicts else _joined(self.pieces, [piece.text for piece in self.pieces])

    def with_markers(self, mine: str = "YOURS", theirs: str = "THEIRS") -> str:
        """The merged text with every clash written out, for a person to decide; the two words are of MARKS."""
        texts = [_marked(piece, mine, theirs) if piece.kind == "clash" else piece.text for piece in self.pieces]
        return _joined(self.pieces, texts)


def has_markers(body: str) -> bool:
    return bool(_MARKER.search(body))


def merge(base: str, mine: str, theirs: str) -> Merge:
    """Take in what `mine` and `theirs` each changed in `base`."""
    return Merge(tuple(_join_quantities(list(_merge(base, mine, theirs, STEPS)))))


def _merge(base: str, mine: str, theirs: str, steps: tuple[Split, ...]) -> Iterator[Piece]:
    decided = _decide(base, mine, theirs, is_last=not steps)
    if decided is not None:
        yield decided
        return
    split, finer = steps[0], steps[1:]
    for is_common, (in_base, in_mine, in_theirs) in _regions(split(base), split(mine), split(theirs)):
        if is_common and not finer:
            spaced = _spaced(in_base, in_mine, in_theirs)
            yield Piece("kept", "".join(in_base), "".join(in_mine), "".join(in_theirs), spaced)
        else:
            parts = in_base, in_mine, in_theirs
            ways = [*_beside(*parts), [parts]] if split is paragraphs and not is_common else [[parts]]
            yield from _least_to_decide(ways, finer)


def _least_to_decide(ways: list[list[Three]], steps: tuple[Split, ...]) -> list[Piece]:
    """The merge by the first way of laying the versions side by side that needs no decision, or on the fewest words."""
    best: list[Piece] = []
    fewest = -1
    for way in ways:
        pieces = [p for three in way for p in _merge("".join(three[0]), "".join(three[1]), "".join(three[2]), steps)]
        clashing = sum(len(f"{p.base} {p.mine} {p.theirs}".split()) for p in pieces if p.kind == "clash")
        if fewest < 0 or clashing < fewest:
            best, fewest = pieces, clashing
        if not clashing:
            break
    return best


def _beside(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[list[Three]]:
    """Paragraphs that are each other's versions side by side, and new ones by themselves in their place."""
    my_pairs, their_pairs = _in_place(pairs(base, mine), len(mine)), _in_place(pairs(base, theirs), len(theirs))
    if all(one is not None or other is not None for one, other in zip(my_pairs, their_pairs, strict=True)):
        yield list(zip(_slots(base), _slots(mine, my_pairs), _slots(theirs, their_pairs), strict=True))
    if len(base) == len(mine) == len(theirs):
        yield [([one], [two], [three]) for one, two, three in zip(base, mine, theirs, strict=True)]


def _in_place(found: list[int | None], size: int) -> list[int | None]:
    """Where as many paragraphs came as went, between two that are known, the new ones are the old ones rewritten:
    else a clash would say that somebody removed what they only rewrote."""
    places = [*found]
    known = [(-1, -1), *((old, new) for old, new in enumerate(found) if new is not None), (len(found), size)]
    for (old, new), (next_old, next_new) in pairwise(known):
        if next_old - old == next_new - new:
            places[old + 1 : next_old] = range(new + 1, next_new)
    return places


def _slots(version: list[str], found: list[int | None] | None = None) -> list[list[str]]:
    """What a version has before, in place of, and after each paragraph of the base, one after another."""
    places = list(range(len(version))) if found is None else found
    new: list[list[str]] = [[] for _ in range(len(places) + 1)]
    at = last = 0
    for index, place in enumerate(places):
        if place is not None:
            new[last], at, last = version[at:place], place + 1, index + 1
    new[last] = version[at:]
    slots = []
    for index, place in enumerate(places):
        slots += [new[index], [] if place is None else [version[place]]]
    return [*slots, new[-1]]


def _decide(base: str, mine: str, theirs: str, *, is_last: bool) -> Piece | None:
    """Who is followed in this stretch, None when a finer look is needed."""
    if mine == theirs:
        return Piece("kept" if mine == base else "both", base, mine, theirs, mine)
    if is_last and say_the_same(mine, theirs):
        is_kept = say_the_same(mine, base)
        spaced = _spaced(words(base) if is_kept else [], words(mine), words(theirs))
        return Piece("kept" if is_kept else "both", base, mine, theirs, spaced)
    if theirs == base or (is_last and say_the_same(theirs, base)):
        return Piece("mine", base, mine, theirs, mine)
    if mine == base or (is_last and say_the_same(mine, base)):
        return Piece("theirs", base, mine, theirs, theirs)
    return Piece("clash", base, mine, theirs) if is_last else None


def _regions(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[tuple[bool, Three]]:
    """The stretches that all three have in common (True) and those between them (False), in order."""
    x = y = z = 0
    syncs = Merge3(keys(base), keys(mine), keys(theirs), sequence_matcher=Matcher).find_sync_regions()
    for x1, x2, y1, y2, z1, z2 in syncs:
        between = base[x:x1], mine[y:y1], theirs[z:z1]
        if any(between):
            yield False, between
        if x1 < x2:
            yield True, (base[x1:x2], mine[y1:y2], theirs[z1:z2])
        x, y, z = x2, y2, z2


def _spaced(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> str:
    """Words that are the same in all versions, spaced as whoever changed the spacing wanted it (if both: the wider)."""
    chosen = []
    for before, one, other in zip_longest(base, mine, theirs, fillvalue=""):
        if one == before or other == before:
            chosen.append(other if one == before else one)
        else:
            chosen.append(max(one, other, key=lambda word: (word.count("\n"), len(word), word)))
    return "".join(chosen)


def _join_quantities(pieces: list[Piece]) -> list[Piece]:
    """Make one clash of numbers and dates that the two changed close by each other ("31 March 2014")."""
    joined: list[Piece] = []
    for piece in pieces:
        joined.append(piece)
        if piece.kind in {"mine", "theirs", "clash"} and piece.is_quantity:
            first = _close_by(joined)
            if first is not None:
                joined[first:] = [_clash(joined[first:])]
    return joined


def _close_by(pieces: list[Piece]) -> int | None:
    """Where the other side's change of a quantity stands that the last piece collides with."""
    last = pieces[-1]
    between = ""
    for index in range(len(pieces) - 2, -1, -1):
        piece = pieces[index]
        if piece.kind in {"mine", "theirs", "clash"}:
            around = (piece.text or piece.base)[-2:] + between + (last.text or last.base)[:3]
            collides = piece.kind != last.kind and piece.is_quantity and not _BREAK.search(around)
            return index if collides else None
        between = piece.text + between
        if len(between.split()) > CLOSE_BY:
            return None
    return None


def _clash(pieces: list[Piece]) -> Piece:
    return Piece(
        "clash",
        "".join(piece.base for piece in pieces),
        "".join(piece.mine for piece in pieces),
        "".join(piece.theirs for piece in pieces),
    )


def _joined(pieces: Sequence[Piece], texts: Sequence[str]) -> str:
    """The texts one after another. A version's first word has no space before it; where it is not first it gets one."""
    joined: list[str] = []
    is_open = False
    for piece, text in zip(pieces, texts, strict=True):
        if is_open and text and not text[0].isspace():
            spaces = [version[: len(version) - len(version.lstrip())] for version in (piece.mine, piece.theirs)]
            joined.append(max(spaces, key=len) or "\n\n")
        joined.append(text)
        is_open = not text[-1].isspace() if text else is_open
    return "".join(joined)


def _marked(clash: Piece, one: str, other: str) -> str:
    mine, theirs = clash.mine.strip(), clash.theirs.strip()
    either = clash.mine or clash.theirs
    space = either[: len(either) - len(either.lstrip())]
    if "\n" in mine or "\n" in theirs:
        return f"{space}[[ {one}:\n\n{mine}\n\n|| {other}:\n\n{theirs}\n\n]]"
    return f"{space}[[ {one}: {mine} || {other}: {theirs} ]]"
