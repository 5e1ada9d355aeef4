"""Tags and filters for pages and components."""

from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.http import QueryDict
from django.template.base import Parser, Token
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.safestring import SafeString

from core.forms import GovukBoundField

register = template.Library()


class ShowBlock(template.Node):
    """Draws a block of the page a second time: the page's title is also its heading."""

    def __init__(self, name: str) -> None:
        self.name = name

    def render(self, context: template.Context) -> SafeString:
        blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
        block = blocks.get_block(self.name) if blocks else None
        return block.render(context) if block else SafeString("")


@register.tag
def show_block(parser: Parser, token: Token) -> ShowBlock:
    """`{% show_block "title" %}`"""
    return ShowBlock(token.split_contents()[1].strip("\"'"))


@register.filter
def error_links(form: forms.BaseForm) -> list[dict[str, str]]:
    """Every error of a form with the id of the input it is about ("" for errors of the whole form).

    The form remembers that its errors stand in a summary, so that drawing it does not list them again.
    """
    form.errors_are_listed = True  # type: ignore[attr-defined]
    links = [{"text": str(text), "href": ""} for text in form.non_field_errors()]
    for field in form:
        if isinstance(field, GovukBoundField):
            links += [
                {"text": text, "href": "" if field.is_hidden else field.first_input} for text in field.error_texts
            ]
    return links


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: Any) -> str:
    """The page's own query string with some parameters changed: `?{% query_with page=3 %}`."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return str(query.urlencode())


@register.filter
def page_numbers(page: Page[Any]) -> list[int]:
    """The page numbers to show: first, last and those around the page itself; 0 stands for a gap."""
    last = page.paginator.num_pages
    shown = sorted({1, last, *range(max(1, page.number - 1), min(last, page.number + 1) + 1)})
    numbers: list[int] = []
    for number in shown:
        if numbers and number > numbers[-1] + 1:
            numbers.append(0)
        numbers.append(number)
    return numbers


@register.filter
def have_links(rows: list[dict[str, Any]]) -> bool:
    """Whether any row of a summary list has something to change."""
    return any(row.get("href") for row in rows)
