"""How strongly a text promises, and where a new wording promises less or more than the one before it.

English only. A wording is looked up on a ladder (data/ladder.json), so it errs; what it says is a pointer for people
who read both wordings beside it, never a decision. Its mistakes on labelled pairs are kept with its test.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from core.dates import parse_written, readable
from drafting.alignment import Matcher, keys, pairs, sentences

LADDER = Path(__file__).parent / "data" / "ladder.json"
PLAIN = 4.0  # a promise of whatever the verb says
LESS = 0.5  # what each condition ("where possible") and each narrowing ("selected") takes away
CONTAINED = 0.7
_BULLET = re.compile(r"^(?:[-*•]|\d+[.)]|\(?[a-z]\)|#+)\s+")

_IN_MAY = re.compile(r"\b(?:in|by|of|until|from|before|after|since|end|\d{1,2}) may\b|\bmay(?= (?:19|20)\d\d)")


class Direction(StrEnum):
    WEAKER = "weaker"
    STRONGER = "stronger"
    SAME = "same"


class Kind(StrEnum):
    VERB = "verb"
    CONDITION = "condition"
    DATE = "date"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Promise:
    """One promise in a sentence: the words that carry it and their place on the ladder."""

    words: str
    strength: float


@dataclass(frozen=True)
class Finding:
    direction: Direction
    kind: Kind
    old: str  # the sentences
    new: str
    old_words: str = ""  # the words that carry the promise, the condition or the date
    new_words: str = ""

    @property
    def says(self) -> str:
        """What became weaker, in a few words."""
        words = {"old": self.old_words, "new": self.new_words}
        if self.kind == Kind.REMOVED:
            return _("A promise was taken out")
        if self.kind == Kind.CONDITION:
            return _("Now limited: “%(new)s”") % words if words["new"] else _("Limited further")
        if self.kind == Kind.DATE:
            days = {key: readable(dt.date.fromisoformat(day)) if day else "" for key, day in words.items()}
            return (
                _("Later date: %(old)s → %(new)s") % days
                if days["new"]
                else _("Its date, %(old)s, was taken out") % days
            )
        return _("“%(old)s” became “%(new)s”") % words if words["new"] else _("“%(old)s” was taken out") % words


def findings(old: str, new: str) -> list[Finding]:
    """Sentence by sentence, in the order of the text: what promises less or more than it did."""
    return [found for before, after in _aligned(old, new) for found in _compare(before, after)]


def weaker(old: str, new: str) -> list[Finding]:
    return [found for found in findings(old, new) if found.direction == Direction.WEAKER]


def verdict(old: str, new: str) -> Direction:
    """Of the whole text. One that gives here and takes there counts as weaker: that is what people must look at."""
    directions = {found.direction for found in findings(old, new)}
    if Direction.WEAKER in directions:
        return Direction.WEAKER
    return Direction.STRONGER if directions else Direction.SAME


def promises(sentence: str) -> list[Promise]:
    """The promises of one sentence in their order; none in one that only tells."""
    text = _plain(sentence)
    words = _words()
    found = [_promise(text, match) for match in words.modal.finditer(text)]
    if not found and (match := words.present.search(text)):
        found = [Promise(match[0], 1.0 if not match[0].startswith("encourage") else 2.0)]
    if not found and (match := words.verb.match(text.removeprefix("to "))):
        found = [Promise(match[0], words.strength[match[0]])]
    return found


def _promise(text: str, modal: re.Match[str]) -> Promise:
    """What follows "will": words passed over, perhaps a negation, and the verb."""
    words = _words()
    at, negated = modal.end(), bool(words.ends_negated.search(modal[0]))
    while match := words.passed.match(text, at) or words.negation.match(text, at):
        passed = match[0].strip()
        negated ^= passed in words.negations
        at = match.end()
    verb = words.verb.match(text, at)
    shown = verb[0] if verb else next(iter(text[at:].split(maxsplit=1)), "")
    strength = words.strength[verb[0]] if verb else PLAIN
    if verb and strength < PLAIN and (second := words.and_verb.match(text, verb.end())):
        shown, strength = f"{shown} {second[0].strip()}", max(strength, words.strength[second["verb"]])
    if negated:
        strength = PLAIN if words.retreat.match(text, at) else 0.0
    return Promise(f"{modal[0]}{text[modal.end() : at]}{shown}", min(strength, words.modals.get(modal[0].strip(), 5.0)))


def _compare(old: str, new: str) -> Iterator[Finding]:
    before, after = promises(old), promises(new)
    if before and not new:
        yield Finding(Direction.WEAKER, Kind.REMOVED, old, new, before[0].words)
    elif after and not old:
        yield Finding(Direction.STRONGER, Kind.ADDED, old, new, "", after[0].words)
    elif old and new and (before or after):
        yield from _verbs(old, new, before, after) or _conditions(old, new) or _dates(old, new)
    elif old and new:  # a timetable often names days without promising anything in words
        yield from (found for found in _dates(old, new) if found.old_words and found.new_words)


def _verbs(old: str, new: str, before: list[Promise], after: list[Promise]) -> list[Finding]:
    if not before or not after:
        gone = bool(before)
        direction = Direction.WEAKER if gone else Direction.STRONGER
        said = (before or after)[0].words
        return [Finding(direction, Kind.VERB, old, new, said if gone else "", "" if gone else said)]
    if len(before) != len(after):
        before, after = ([max(found, key=lambda one: one.strength)] for found in (before, after))
    return [
        Finding(_direction(one.strength, other.strength), Kind.VERB, old, new, one.words, other.words)
        for one, other in zip(before, after, strict=True)
        if one.strength != other.strength
    ]


def _conditions(old: str, new: str) -> list[Finding]:
    before, after = (_words().condition.findall(_plain(text)) for text in (old, new))
    if len(before) == len(after):
        return []
    direction = _direction(-LESS * len(before), -LESS * len(after))
    lost, come = (
        ", ".join(one for one in these if one not in others) for these, others in ((before, after), (after, before))
    )
    return [Finding(direction, Kind.CONDITION, old, new, lost, come)]


def _dates(old: str, new: str) -> list[Finding]:
    before, after = (parse_written(text, end=True) for text in (old, new))
    if before == after:
        return []
    if before and after:
        direction = Direction.WEAKER if before < after else Direction.STRONGER
    else:
        direction = Direction.WEAKER if before else Direction.STRONGER
    return [Finding(direction, Kind.DATE, old, new, _iso(before), _iso(after))]


def _aligned(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Sentences that are not the same, each with what became of it; a sentence that only moved is left out."""
    before, after = ([one.strip() for one in sentences(text) if one.strip()] for text in (old, new))
    kept = set(keys(before)) & set(keys(after))
    before, after = ([one for one in these if " ".join(one.split()) not in kept] for these in (before, after))
    for tag, i, k, j, m in Matcher(None, keys(before), keys(after)).get_opcodes():
        if tag != "equal":
            yield from _rewritten(before[i:k], after[j:m])


def _rewritten(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    places = [0] if len(old) == len(new) == 1 else pairs(old, new)
    for sentence, place in zip(old, places, strict=True):
        if place is not None:
            yield sentence, new[place]
        elif not _is_within(sentence, " ".join(new)):
            yield sentence, ""
    for place, sentence in enumerate(new):
        if place not in places and not _is_within(sentence, " ".join(old)):
            yield "", sentence


def _is_within(sentence: str, text: str) -> bool:
    """A sentence cut in two, or two made one, is neither removed nor added."""
    said, there = set(_plain(sentence).split()), set(_plain(text).split())
    return len(said & there) >= CONTAINED * len(said)


def _direction(old: float, new: float) -> Direction:
    return Direction.WEAKER if new < old else Direction.STRONGER


def _plain(sentence: str) -> str:
    text = " ".join(sentence.replace("’", "'").replace("**", "").split()).lower()
    text = text.replace("won't", "will not").replace("can't", "can not").replace("cannot", "can not")
    text = _IN_MAY.sub(lambda match: match[0].removesuffix("may") + "May", text)  # the month, and not the verb
    return re.sub(r",(?= )", "", _BULLET.sub("", text))


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""


@dataclass(frozen=True)
class _Words:
    strength: dict[str, float]
    modals: dict[str, float]
    negations: frozenset[str]
    modal: re.Pattern[str]
    present: re.Pattern[str]
    passed: re.Pattern[str]
    negation: re.Pattern[str]
    ends_negated: re.Pattern[str]
    verb: re.Pattern[str]
    and_verb: re.Pattern[str]
    retreat: re.Pattern[str]
    condition: re.Pattern[str]


@cache
def _words() -> _Words:
    ladder = json.loads(LADDER.read_text(encoding="utf-8"))
    strength = {
        form: float(level["strength"]) for level in ladder["levels"] for verb in level["verbs"] for form in _forms(verb)
    }
    strong = [verb for level in ladder["levels"] if level["strength"] >= PLAIN for verb in level["verbs"]]
    modals = {word: float(one["strength"]) for one in ladder["weak_modals"] for word in one["words"]}
    retreats = [form for verb in ladder["negated_promises"] for form in _forms(verb)]
    return _Words(
        strength=strength,
        modals=modals,
        negations=frozenset(ladder["negations"]),
        modal=re.compile(rf"(?:\b|(?=')){_any([*ladder['promises'], *modals])}(?:\s+|$)"),
        present=re.compile(rf"\b{_any(ladder['present'])}\b"),
        passed=re.compile(rf"(?:{_any(ladder['passed_over'])}|\w+ly|by (?:\w+ ){{0,2}}(?:19|20)\d\d)\s+"),
        negation=re.compile(rf"{_any(ladder['negations'])}\s+"),
        ends_negated=re.compile(r"\bnot\s*$"),
        verb=re.compile(rf"{_any(strength)}\b"),
        and_verb=re.compile(rf"(?:(?! to |[.;]).){{0,40}}?\band (?:then )?(?P<verb>{_any(strong)})\b"),
        retreat=re.compile(rf"(?:{_any(retreats)})\b"),
        condition=re.compile(rf"\b{_any([*ladder['conditions'], *ladder['narrowings']])}\b"),
    )


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True))})"


def _forms(verb: str) -> set[str]:
    """consider, considers, considered, considering; of several words the first is inflected."""
    head, _space, rest = verb.partition(" ")
    rest = f" {rest}" if rest else ""
    stem = head.removesuffix("e")
    if head.endswith("y") and head[-2] not in "aeou":
        inflected = [f"{head[:-1]}ies", f"{head[:-1]}ied", f"{head}ing"]
    elif head.endswith(("sh", "ch", "ss")):
        inflected = [f"{head}es", f"{head}ed", f"{head}ing"]
    else:
        doubled = head + head[-1]
        inflected = [f"{head}s", f"{stem}ed", f"{stem}ing", f"{doubled}ed", f"{doubled}ing"]
    return {f"{form}{rest}" for form in (head, *inflected)}
