"""What changed between two texts, readable by eye and by ear: paragraphs are paired first, then compared word by word.

A paragraph that moved is shown as removed in one place and added in the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from drafting.alignment import Matcher, keys, pairs, paragraphs, words

Kind = Literal["same", "removed", "added"]

# From this many words on, a listener is told where a change ends.
LONG = 4


@dataclass(frozen=True)
class Run:
    kind: Kind
    text: str


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]

    @property
    def is_changed(self) -> bool:
        return any(run.kind != "same" for run in self.runs)


@dataclass(frozen=True)
class Difference:
    old: str
    new: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def changed(self) -> bool:
        return self.old != self.new

    @property
    def is_spacing_only(self) -> bool:
        return self.changed and not any(paragraph.is_changed for paragraph in self.paragraphs)

    @property
    def added_words(self) -> int:
        return self._count("added")

    @property
    def removed_words(self) -> int:
        return self._count("removed")

    @property
    def html(self) -> SafeString:
        return format_html(
            '<div class="og-difference">{}</div>',
            format_html_join("", "<p>{}</p>", ((_draw(paragraph.runs),) for paragraph in self.paragraphs)),
        )

    def _count(self, kind: Kind) -> int:
        runs = [run for paragraph in self.paragraphs for run in paragraph.runs if run.kind == kind]
        return sum(len(run.text.split()) for run in runs)


def compare(old: str, new: str) -> Difference:
    return Difference(old, new, tuple(_paragraphs(paragraphs(old), paragraphs(new))))


def _paragraphs(old: list[str], new: list[str]) -> Iterator[Paragraph]:
    for tag, i, k, j, m in Matcher(None, keys(old), keys(new)).get_opcodes():
        if tag == "equal":
            yield from (Paragraph((Run("same", text.strip()),)) for text in new[j:m])
        else:
            yield from _rewritten(old[i:k], new[j:m])


def _rewritten(old: list[str], new: list[str]) -> Iterator[Paragraph]:
    at = 0
    for before, place in zip(old, pairs(old, new), strict=True):
        if place is None:
            yield _whole("removed", before)
            continue
        yield from (_whole("added", text) for text in new[at:place])
        yield Paragraph(tuple(_runs(before, new[place])))
        at = place + 1
    yield from (_whole("added", text) for text in new[at:])


def _whole(kind: Kind, text: str) -> Paragraph:
    return Paragraph((Run(kind, text.strip()),))


def _runs(old: str, new: str) -> Iterator[Run]:
    before, after = words(old.strip()), words(new.strip())
    is_first = True
    for tag, i, k, j, m in Matcher(None, keys(before), keys(after)).get_opcodes():
        found = [Run("same", "".join(after[j:m]))] if tag == "equal" else _changed(before[i:k], after[j:m])
        for run in found:
            # A text's first word has no space before it, but here something else may stand before it.
            has_space = is_first or run.text[0].isspace()
            yield run if has_space else Run(run.kind, f" {run.text}")
            is_first = False


def _changed(before: list[str], after: list[str]) -> list[Run]:
    removed, added = Run("removed", "".join(before)), Run("added", "".join(after))
    return [run for run in (removed, added) if run.text]


def _draw(runs: tuple[Run, ...]) -> SafeString:
    removed, added = _("removed"), _("added")
    ends = {"removed": _("end of removed"), "added": _("end of added")}
    drawn = []
    for run in runs:
        text = run.text.lstrip()
        drawn.append(_lines(run.text[: len(run.text) - len(text)]))
        if run.kind == "same":
            drawn.append(_lines(text))
            continue
        tag, word = ("del", removed) if run.kind == "removed" else ("ins", added)
        end = _unseen(f" {ends[run.kind]}") if len(text.split()) >= LONG else ""
        # The tag is one of two words written here; the rest is escaped by format_html.
        drawn.append(format_html("<{0}>{1}{2}{3}</{0}>", tag, _unseen(f"{word} "), _lines(text), end))
    return SafeString("".join(drawn))  # nosec B703 - every part was escaped by format_html


def _unseen(words: str) -> SafeString:
    return format_html('<span class="govuk-visually-hidden">{}</span>', words)


def _lines(text: str) -> SafeString:
    escaped = conditional_escape(text).replace("\n", "<br>")
    return mark_safe(escaped)  # noqa: S308  # nosec B308 B703
