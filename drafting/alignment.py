"""Paragraphs, sentences and words of texts, and what two texts have in common: for merge and difference."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

# Comparing costs about one step for each pair of equal pieces; past this a block counts as wholly rewritten.
DEAREST = 1_000_000
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+|\n\s*")
_WORD = re.compile(r"\s*\S+|\s+\Z")

# A new paragraph is the old one rewritten when this share of their words, or of the shorter one's, is the same;
# it is looked for this far ahead.
ALIKE = 0.4
CONTAINED = 0.75
WINDOW = 8
# With more paragraphs rewritten than this, nobody looks which is which.
MOST = 2_000

Opcode = tuple[str, int, int, int, int]


def paragraphs(text: str) -> list[str]:
    """The paragraphs, each with the blank lines before it; joined they are the text again."""
    return _cut(text, _BLANK_LINES)


def sentences(text: str) -> list[str]:
    """The sentences and lines, each with the space before it; joined they are the text again."""
    return _cut(text, _SENTENCE_END)


def words(text: str) -> list[str]:
    """The words, each with the space before it; joined they are the text again."""
    return _WORD.findall(text)


def keys(pieces: Sequence[str]) -> list[str]:
    """What pieces are compared by: their words, however they are spaced."""
    return [" ".join(piece.split()) for piece in pieces]


def say_the_same(one: str, other: str) -> bool:
    return one.split() == other.split()


def pairs(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    """For each old paragraph the place of the new one that is it, perhaps rewritten; in order, None when it is gone."""
    if len(old) > MOST:
        return [None] * len(old)
    found: list[int | None] = []
    at = 0
    counted = [Counter(paragraph.split()) for paragraph in new]
    for paragraph in old:
        ahead = _most_alike(Counter(paragraph.split()), counted[at : at + WINDOW])
        found.append(None if ahead is None else at + ahead)
        at += 0 if ahead is None else ahead + 1
    return found


def _most_alike(before: Counter[str], candidates: Sequence[Counter[str]]) -> int | None:
    best, place = 0.0, None
    size = before.total()
    for index, after in enumerate(candidates):
        both = size + after.total()
        common = sum(min(count, after[word]) for word, count in before.items() if word in after)
        share = 2 * common / max(both, 1)
        if share > best and (share >= ALIKE or common >= CONTAINED * min(size, both - size) > 2):
            best, place = share, index
    return place


def _cut(text: str, before: re.Pattern[str]) -> list[str]:
    places = [0, *(found.start() for found in before.finditer(text)), len(text)]
    return [text[start:end] for start, end in zip(places, places[1:], strict=False) if start < end]


class Matcher:
    """What merge3 asks of a matcher: difflib without its guesses, kept quick for long and for repetitive texts."""

    def __init__(self, isjunk: object, a: Sequence[str], b: Sequence[str]) -> None:
        self.a = a
        self.b = b

    def get_matching_blocks(self) -> list[tuple[int, int, int]]:
        a, b = self.a, self.b
        shorter = min(len(a), len(b))
        head = 0
        while head < shorter and a[head] == b[head]:
            head += 1
        tail = 0
        while tail < shorter - head and a[-1 - tail] == b[-1 - tail]:
            tail += 1
        blocks = [
            (0, 0, head),
            *self._between(head, len(a) - tail, len(b) - tail),
            (len(a) - tail, len(b) - tail, tail),
        ]
        return [*(block for block in blocks if block[2]), (len(a), len(b), 0)]

    def _between(self, start: int, end_a: int, end_b: int) -> list[tuple[int, int, int]]:
        a, b = self.a[start:end_a], self.b[start:end_b]
        in_b = Counter(b)
        if sum(in_b[piece] for piece in a) > DEAREST:
            return []
        found = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
        return [(i + start, j + start, size) for i, j, size in found]

    def get_opcodes(self) -> list[Opcode]:
        """As difflib's: (equal | replace | delete | insert, from and to in a, from and to in b)."""
        codes: list[Opcode] = []
        at_a = at_b = 0
        for i, j, size in self.get_matching_blocks():
            if at_a < i or at_b < j:
                tag = "insert" if at_a == i else "delete" if at_b == j else "replace"
                codes.append((tag, at_a, i, at_b, j))
            if size:
                codes.append(("equal", i, i + size, j, j + size))
            at_a, at_b = i + size, j + size
        return codes
