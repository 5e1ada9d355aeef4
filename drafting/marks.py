"""A text block by block in which the words that are commented on are marked, with a link to each conversation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.markdown import Block, to_blocks

# From here on two characters of private use for each mark: where it starts and where it ends.
FIRST = 0xF0000
_SIGN = re.compile(f"[{chr(FIRST)}-{chr(FIRST + 0xFFF0)}]")
_TAG = re.compile(r"""(<[^>"]*(?:"[^"]*"[^>"]*)*>)""")
# What opens a line in Markdown, before which no sign may stand or it opens nothing.
_OPENING = re.compile(r"[ \t>]*(?:(?:[-*+]|\d+[.)]|#{1,6})[ \t]+)*\|?[ \t]*")


@dataclass(frozen=True)
class Mark:
    """Words from `start` to `end`; `label` is the short word of the link, `spoken` what a listener hears."""

    start: int
    end: int
    label: str
    spoken: str
    href: str
    side: str


def marked_blocks(body: str, marks: Sequence[Mark], *, heading_level: int = 3) -> list[Block]:
    """As `core.markdown.to_blocks`. Where Markdown would not stand the signs, a block is shown without its marks."""
    plain = to_blocks(body, heading_level=heading_level)
    if not marks or _SIGN.search(body) or len(marks) > 2_000:
        return plain
    signed = to_blocks(_with_signs(body, marks), heading_level=heading_level)
    if len(signed) != len(plain):
        return plain
    open_marks: list[int] = []
    return [
        Block(one.start, one.end, _drawn(other.html, one.html, marks, open_marks))
        for one, other in zip(plain, signed, strict=True)
    ]


def _with_signs(body: str, marks: Sequence[Mark]) -> str:
    places: list[tuple[int, int, str]] = []
    for number, mark in enumerate(marks):
        line = body.rfind("\n", 0, mark.start) + 1
        opened = _OPENING.match(body, line)
        start = max(mark.start, opened.end() if opened else 0)
        end = mark.start + len(body[mark.start : mark.end].rstrip(" \t\n|"))
        if start < end:
            places += [(start, 1, chr(FIRST + 2 * number)), (end, 0, chr(FIRST + 2 * number + 1))]
    pieces, at = [], 0
    for place, _order, sign in sorted(places):
        pieces += [body[at:place], sign]
        at = place
    return "".join([*pieces, body[at:]])


def _drawn(html: str, plain: SafeString, marks: Sequence[Mark], open_marks: list[int]) -> SafeString:
    """Each run of marked words in a <mark> of its own, so that no element crosses another; links after the words.

    `open_marks` are those that began in an earlier block.
    """
    pieces = _TAG.split(html)
    if _SIGN.sub("", html) != plain or any(_SIGN.search(piece) for piece in pieces[1::2]):
        for sign in _SIGN.findall(html):
            _turn(sign, open_marks)
        return plain
    drawn: list[str] = []
    waiting: list[int] = []  # links of words inside a link come after it
    is_in_link = False
    for piece in pieces:
        if piece.startswith("<"):
            is_in_link = piece.startswith("<a ") or (is_in_link and piece != "</a>")
            drawn.append(piece)
        else:
            drawn += _run(piece, marks, open_marks, waiting, is_in_link=is_in_link)
        if not is_in_link:
            drawn += [_link(marks[number]) for number in waiting]
            waiting.clear()
    return mark_safe("".join(drawn))  # noqa: S308  # nosec B308 B703 (nh3 cleaned it; only our own tags were added)


def _run(
    text: str, marks: Sequence[Mark], open_marks: list[int], waiting: list[int], *, is_in_link: bool
) -> Iterator[str]:
    at = 0
    for found in [*_SIGN.finditer(text), None]:
        words = text[at : found.start() if found else len(text)]
        if words.strip() and open_marks:
            side = marks[open_marks[-1]].side
            yield f'<mark class="og-mark{f" og-mark--{side}" if side else ""}">{words}</mark>'
        else:
            yield words
        if found:
            at = found.end()
            ended = _turn(found[0], open_marks)
            if ended is not None and is_in_link:
                waiting.append(ended)
            elif ended is not None:
                yield _link(marks[ended])


def _turn(sign: str, open_marks: list[int]) -> int | None:
    """Begin or end a mark; its number when it ends."""
    number, is_end = divmod(ord(sign) - FIRST, 2)
    if not is_end:
        open_marks.append(number)
        return None
    if number in open_marks:
        open_marks.remove(number)
    return number


def _link(mark: Mark) -> str:
    return format_html(
        '<a class="og-mark__link govuk-link" href="{}">{}<span class="govuk-visually-hidden"> {}</span></a>',
        *(mark.href, mark.label, mark.spoken),
    )
