"""Restricted Markdown to safe HTML: CommonMark and tables; no raw HTML, no pictures, links to http(s), mail and here.

Two walls: markdown-it never passes HTML through, and nh3 lets only the elements below out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache as once
from typing import Any

import nh3
from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

RENDERER_VERSION = 1
KEPT_FOR = 7 * 24 * 3600
DEEPEST_HEADING = 6
_SCHEME = re.compile(r"^[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_ALLOWED_SCHEMES = ("http:", "https:", "mailto:")
_TAGS = {
    "p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "a", "ul", "ol", "li",
    "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "th": {"scope"}}


def to_html(source: str, *, heading_level: int = 3) -> SafeString:
    """Safe HTML of `source`; its topmost heading becomes h`heading_level` and no level below is skipped."""
    digest = hashlib.sha256(source.encode()).hexdigest()
    key = f"core.markdown:{RENDERER_VERSION}:{heading_level}:{digest}"
    html: str | None = cache.get(key)
    if html is None:
        html = _render(source, heading_level)
        cache.set(key, html, KEPT_FOR)
    # What nh3 has cleaned is safe, and only this function writes these keys.
    return mark_safe(html)  # noqa: S308  # nosec B308 B703


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading, a whole list or table: where it stands in the source, and its safe HTML."""

    start: int
    end: int
    html: SafeString


def to_blocks(source: str, *, heading_level: int = 3) -> list[Block]:
    """What `to_html` gives, block by block, for pages that put something beside each."""
    digest = hashlib.sha256(source.encode()).hexdigest()
    key = f"core.markdown.blocks:{RENDERER_VERSION}:{heading_level}:{digest}"
    found: list[tuple[int, int, str]] | None = cache.get(key)
    if found is None:
        found = list(_render_blocks(source, heading_level))
        cache.set(key, found, KEPT_FOR)
    return [Block(start, end, mark_safe(html)) for start, end, html in found]  # noqa: S308  # nosec B308 B703


def to_text(source: str) -> str:
    """The words of `source` without its marks: a line for each paragraph, list item or table row."""
    lines: list[str] = []
    line: list[str] = []
    for token in _parser().parse(source):
        if token.type in {"inline", "fence", "code_block"}:
            line.append(_words(token).strip())
        if token.type in {"paragraph_close", "heading_close", "tr_close", "fence", "code_block"}:
            lines.append(" ".join(part for part in line if part))
            line = []
    return "\n".join(text for text in lines if text)


def is_allowed_address(address: str) -> bool:
    """http, https and mail addresses, and addresses on this site; "//elsewhere" and backslashes are neither."""
    plain = re.sub(r"[\x00-\x20\x7f]", "", address)
    if plain.startswith("//") or "\\" in plain:
        return False
    return not _SCHEME.match(plain) or plain.lower().startswith(_ALLOWED_SCHEMES)


def _render(source: str, heading_level: int) -> str:
    parser = _parser()
    return _clean(parser.renderer.render(_tokens(source, heading_level), parser.options, {}))


def _render_blocks(source: str, heading_level: int) -> Iterator[tuple[int, int, str]]:
    parser = _parser()
    lines = [0, *(found.end() for found in re.finditer("\n", source)), len(source)]
    block: list[Token] = []
    for token in _tokens(source, heading_level):
        block.append(token)
        if token.level == 0 and token.nesting <= 0:
            first, until = block[0].map or (0, 0)
            start, end = lines[first], lines[min(until, len(lines) - 1)]
            end = start + len(source[start:end].rstrip())
            yield start, end, _clean(parser.renderer.render(block, parser.options, {}))
            block = []


def _tokens(source: str, heading_level: int) -> list[Token]:
    tokens = _parser().parse(source)
    _place_headings(tokens, heading_level)
    for token in tokens:
        if token.type == "th_open":
            token.attrSet("scope", "col")
    return tokens


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
        strip_comments=True,
    )


class _RestrictedMarkdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        return is_allowed_address(url)


@once
def _parser() -> MarkdownIt:
    parser = _RestrictedMarkdown("commonmark", {"html": False}).enable("table")
    parser.add_render_rule("image", _words_instead_of_picture)
    return parser


def _words_instead_of_picture(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    return escapeHtml(renderer.renderInlineAsText(tokens[index].children or [], options, env))


def _place_headings(tokens: Iterable[Token], top: int) -> None:
    """Give each heading the level its place in the outline asks for, so that no level is ever skipped."""
    above: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            written = int(token.tag[1])
            above = [level for level in above if level < written]
            token.tag = f"h{min(top + len(above), DEEPEST_HEADING)}"
            above.append(written)
        elif token.type == "heading_close":
            token.tag = f"h{min(top + len(above) - 1, DEEPEST_HEADING)}"


def _words(token: Token) -> str:
    if token.children is None:
        return token.content
    words = {"softbreak": " ", "hardbreak": " "}
    return "".join(
        words.get(child.type) or (_words(child) if child.type == "image" else child.content) for child in token.children
    )
