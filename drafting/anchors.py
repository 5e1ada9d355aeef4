"""Where quoted words stand in a later text: found by the words around them, or followed through what was changed.

An anchor never points at other words than its own. Where that cannot be told, its words are gone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from operator import itemgetter

from drafting.alignment import DEAREST, Matcher, keys, pairs
from drafting.alignment import paragraphs as cut

# Words around a quote that are kept with it, in characters; more where the same words stand several times.
CONTEXT = 60
# A stretch of fewer words than this says nothing about which place is meant.
FEWEST = 5
# Of a passage that was rewritten, this share of its words must be left, in order, to be called the same passage;
# of words that were moved or rewritten, likewise of the words around them.
ENOUGH = 0.5
AROUND = 8
# A passage that grew by more than this became something else.
MOST_GROWTH = 3
_TOKEN = re.compile(r"\w+|[^\w\s]")
Span = tuple[int, int]


@dataclass(frozen=True)
class Anchor:
    """Quoted words with those before and after. The three together stand once in the text they were made on."""

    quote: str
    before: str = ""
    after: str = ""

    @property
    def stretch(self) -> str:
        return self.before + self.quote + self.after


def make(body: str, start: int, end: int) -> Anchor:
    """The anchor of body[start:end], with as much around it as tells it from every other place in `body`."""
    if not 0 <= start <= end <= len(body):
        raise ValueError("these words do not stand in the text")
    width = CONTEXT
    while True:
        anchor = Anchor(body[start:end], body[max(start - width, 0) : start], body[end : end + width])
        if _places(anchor.stretch, body, 2) == [start - len(anchor.before)]:
            return anchor
        width *= 2


def locate(anchor: Anchor, body: str, *, from_body: str | None = None) -> Span | None:
    """Where the anchor's words stand in `body`, as (start, end); None: they are gone.

    With `from_body`, the text of the revision the anchor was made on, words that were rewritten in part are followed
    too: body[start:end] is then not the quote any more, but begins and ends with words of it.
    """
    return in_place(anchor, body) or (Course(from_body, body).follow(anchor) if from_body is not None else None)


def in_place(anchor: Anchor, body: str) -> Span | None:
    """Where the words stand with the words around them as they were; None if not just once, or too short to tell."""
    before = len(anchor.before)
    places = _places(anchor.stretch, body, 2)
    if len(places) != 1 or len(_TOKEN.findall(anchor.stretch)) < FEWEST:
        return None
    return places[0] + before, places[0] + before + len(anchor.quote)


# A busy text is read far more often than it is written. An entry is some hundred bytes; the texts are shared by many.
@lru_cache(maxsize=5_000)
def followed(anchor: Anchor, old: str, new: str) -> Span | None:
    """Where the words of an anchor that was made on `old` went in `new`, see Course."""
    return _course(old, new).follow(anchor)


@lru_cache(maxsize=8)
def _course(old: str, new: str) -> Course:
    return Course(old, new)


class Course:
    """How the words of one text went into a later one; made once for all anchors of a revision."""

    def __init__(self, old: str, new: str) -> None:
        self.old = old
        self.new = new

    def follow(self, anchor: Anchor) -> Span | None:
        places = _places(anchor.stretch, self.old, 2)
        if len(places) != 1:
            return None
        start = places[0] + len(anchor.before)
        span = (start, start + len(anchor.quote))
        if self.old == self.new:
            return span
        return self._rewritten(span) or self._moved(span)

    @cached_property
    def _old_tokens(self) -> list[Span]:
        return _spans(self.old)

    @cached_property
    def _new_tokens(self) -> list[Span]:
        return _spans(self.new)

    @cached_property
    def _kept(self) -> dict[int, int]:
        """The words that stayed: place among the old ones → place among the new ones.

        Aligned from the front and from the back: where the two disagree, nobody can tell which word stayed.
        """
        went, came = Counter(old for old, _ in self._pairs), Counter(new for _, new in self._pairs)
        sure = {old: new for old, new in self._pairs if went[old] == came[new] == 1}
        return {old: sure[old] for run in _runs(sure) if self._is_telling(run) for old in run}

    def _is_telling(self, run: list[int]) -> bool:
        """Words that stand side by side as before are the same ones if they are many, or one of them is rare."""
        return len(run) >= FEWEST or self._is_rare(run)

    def _is_rare(self, places: Iterable[int]) -> bool:
        """Whether one of these words stands once in both texts."""
        words = (self.old[slice(*self._old_tokens[place])] for place in places)
        return any(self._counts[0][word] == self._counts[1][word] == 1 for word in words)

    def _is_between_the_same(self, first: int, last: int) -> bool:
        starts = first == 0 or self._stayed_together(first - 1)
        return starts and (last == len(self._old_tokens) or self._stayed_together(last - 1))

    @cached_property
    def _counts(self) -> tuple[Counter[str], Counter[str]]:
        return Counter(_TOKEN.findall(self.old)), Counter(_TOKEN.findall(self.new))

    @cached_property
    def _pairs(self) -> set[tuple[int, int]]:
        back = _aligned(self.old, self.new, is_reversed=True)
        return {*_aligned(self.old, self.new).items(), *back.items()}

    @cached_property
    def _stood_before(self) -> set[int]:
        """Places among the new words of those that may have stood in the old text, and not elsewhere."""
        return {new for _, new in self._pairs}

    def _rewritten(self, span: Span) -> Span | None:
        """The passage between the first and the last of its words that stayed, if enough of them did."""
        first, last = _within(self._old_tokens, span)
        if first == last:
            return self._between(first, span)
        kept = [place for place in range(first, last) if place in self._kept]
        if len(kept) < min(last - first, max(2, ENOUGH * (last - first))) or not self._is_among_the_same(first, last):
            return None
        went = [self._kept[place] for place in kept]
        if went != sorted(went) or went[-1] - went[0] >= MOST_GROWTH * (last - first):
            return None
        return self._start(kept[0], span[0]), self._end(kept[-1], span[1])

    def _is_among_the_same(self, first: int, last: int) -> bool:
        """Words that stand elsewhere too are the same only between the same neighbours. And few words alone may stand
        anywhere: those next to them must have stayed, or enough of those around them."""
        if not self._is_rare(
            place for place in range(first, last) if place in self._kept
        ) and not self._is_between_the_same(first, last):
            return False
        if last - first >= 2 * FEWEST or self._longest_run(first, last) >= FEWEST:
            return True
        low, high = max(first - AROUND, 0), min(last + AROUND, len(self._old_tokens))
        here = [self._kept[place] for place in range(first, last) if place in self._kept]
        near = range(here[0] - 2 * AROUND, here[-1] + 2 * AROUND + 1)
        stayed = sum(self._kept.get(place, -1) in near for place in range(low, high))
        return stayed >= ENOUGH * (high - low)

    def _longest_run(self, first: int, last: int) -> int:
        """How many words that stayed stand together as before, with one of these among them."""
        longest = 0
        for place in range(first, last):
            low = high = place
            while self._stayed_together(low - 1):
                low -= 1
            while self._stayed_together(high):
                high += 1
            longest = max(longest, high - low + 1 if place in self._kept else 0)
        return longest

    def _stayed_together(self, place: int) -> bool:
        """Whether this word and the next stayed, side by side."""
        went = self._kept.get(place)
        return went is not None and self._kept.get(place + 1) == went + 1

    def _between(self, place: int, span: Span) -> Span | None:
        """A place between two words, where nothing is quoted: both of them still stand side by side."""
        before, after = self._kept.get(place - 1), self._kept.get(place)
        is_first, is_last = place == 0, place == len(self._old_tokens)
        if before is not None and (is_last or after == before + 1):
            at = min(self._new_tokens[before][1] + span[0] - self._old_tokens[place - 1][1], len(self.new))
            return (at, at) if not self.new[self._new_tokens[before][1] : at].strip() else None
        if is_first and after == 0:
            return 0, 0
        return None

    def _moved(self, span: Span) -> Span | None:
        """The same words, with enough of those around them to tell, once in both texts, and now somewhere else."""
        quote = self.old[slice(*span)]
        found = []
        for start in _places(quote, self.new, 20) if quote.strip() else []:
            end = start + len(quote)
            low, high = _shared(self.old, span, self.new, (start, end))
            stretch = self.old[low:high]
            is_told = len(_TOKEN.findall(stretch)) >= FEWEST and len(_places(stretch, self.old, 2)) == 1
            if not self._is_rare(range(*_within(self._old_tokens, span))):
                is_told &= (low < span[0] or low == 0) and (high > span[1] or high == len(self.old))
            if is_told and self._is_free((start, end)):
                found.append((start, end))
        return found[0] if len(found) == 1 and _is_whole(self.new, found[0]) else None

    def _is_free(self, span: Span) -> bool:
        """Whether nothing says that these words are others that stood in the old text."""
        return self._stood_before.isdisjoint(range(*_within(self._new_tokens, span)))

    def _start(self, old: int, asked: int) -> int:
        shift = max(asked - self._old_tokens[old][0], 0)
        return self._new_tokens[self._kept[old]][0] + shift

    def _end(self, old: int, asked: int) -> int:
        missing = max(self._old_tokens[old][1] - asked, 0)
        return self._new_tokens[self._kept[old]][1] - missing


def paragraphs(body: str) -> list[Span]:
    """Where each paragraph stands, without the blank lines around it."""
    found = []
    at = 0
    for piece in cut(body):
        words = piece.strip()
        if words:
            start = at + piece.index(words)
            found.append((start, start + len(words)))
        at += len(piece)
    return found


def find_words(words: str, body: str, within: Span, *, after: int = 0) -> Span | None:
    """Where somebody's words, as read on a page, stand in the source between `within`; None if nowhere.

    Marks and addresses of the source are passed over; of several places that with about `after` words before it.
    """
    asked = [word.casefold() for word in re.findall(r"\w+", words)]
    spans = [found.span() for found in re.finditer(r"\w+", _without_addresses(body[slice(*within)]))]
    written = [body[within[0] + start : within[0] + end].casefold() for start, end in spans]
    starts = [at for at in range(len(written)) if written[at : at + len(asked)] == asked] if asked else []
    if not starts:
        return None
    at = min(starts, key=lambda place: abs(place - after))
    return within[0] + spans[at][0], within[0] + spans[at + len(asked) - 1][1]


def _without_addresses(source: str) -> str:
    """The source with the addresses of links and the numbers of lists blanked."""
    return re.sub(r"\]\([^)\s]*|(?m:^[ \t>]*\d+[.)](?=\s))", lambda found: " " * len(found[0]), source)


def _places(part: str, body: str, most: int) -> list[int]:
    """Where `part` stands in `body`, places that overlap too; no more than `most` of them."""
    found: list[int] = []
    at = body.find(part)
    while at >= 0 and len(found) < most:
        found.append(at)
        at = body.find(part, at + 1) if at < len(body) else -1
    return found


def _spans(text: str) -> list[Span]:
    return [found.span() for found in _TOKEN.finditer(text)]


def _within(tokens: list[Span], span: Span) -> Span:
    """The words that the span touches, as places among `tokens` from, until."""
    start, end = span
    first = bisect_right(tokens, start, key=itemgetter(1))
    if start == end:
        return first, first
    return first, bisect_left(tokens, end, lo=first, key=itemgetter(0))


def _aligned(old: str, new: str, *, is_reversed: bool = False) -> dict[int, int]:
    """Words that stayed, aligned by paragraphs first and words inside."""
    turn = -1 if is_reversed else 1
    old_parts, new_parts = cut(old)[::turn], cut(new)[::turn]
    kept: dict[int, int] = {}
    at_old = at_new = 0
    for before, after in _stretches(old_parts, new_parts):
        mine = [word for part in before for word in _TOKEN.findall(part)[::turn]]
        theirs = [word for part in after for word in _TOKEN.findall(part)[::turn]]
        for x, y, size in _common(mine, theirs):
            kept.update((at_old + x + step, at_new + y + step) for step in range(size))
        at_old, at_new = at_old + len(mine), at_new + len(theirs)
    if not is_reversed:
        return kept
    return {at_old - 1 - one: at_new - 1 - other for one, other in kept.items()}


def _stretches(old: list[str], new: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Paragraphs side by side in which words are looked for: those that stayed, each with what it was rewritten to,
    or, where some came or went among them, all that changed there at once (which takes far longer)."""
    for tag, i, j, k, m in Matcher(None, keys(old), keys(new)).get_opcodes():
        places = [*range(m - k)] if tag == "equal" else pairs(old[i:j], new[k:m])
        if places == [*range(m - k)]:
            yield from (([one], [other]) for one, other in zip(old[i:j], new[k:m], strict=True))
        else:
            yield old[i:j], new[k:m]


def _common(one: list[str], other: list[str]) -> Sequence[tuple[int, int, int]]:
    """Blocks of words in common, the longest first and of several the first, so that from the back it is the last."""
    if one == other:
        return [(0, 0, len(one))]
    counted = Counter(other)
    if sum(counted[word] for word in one) > DEAREST:
        return []
    return SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()


def _runs(kept: dict[int, int]) -> list[list[int]]:
    """The old places in stretches that stand side by side in both texts."""
    runs: list[list[int]] = []
    for place in sorted(kept):
        if runs and runs[-1][-1] == place - 1 and kept[place - 1] == kept[place] - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _shared(old: str, span: Span, new: str, other: Span) -> Span:
    """The stretch of `old` around the span that stands around the other place in `new` as well."""
    low, low_other, high, high_other = span[0], other[0], span[1], other[1]
    while low and low_other and old[low - 1] == new[low_other - 1]:
        low, low_other = low - 1, low_other - 1
    while high < len(old) and high_other < len(new) and old[high] == new[high_other]:
        high, high_other = high + 1, high_other + 1
    return low, high


def _is_whole(text: str, span: Span) -> bool:
    """Whether the span does not begin or end inside a word."""
    start, end = span
    starts = start == 0 or not (text[start - 1].isalnum() and text[start : start + 1].isalnum())
    return starts and (end >= len(text) or not (text[end - 1 : end].isalnum() and text[end].isalnum()))
