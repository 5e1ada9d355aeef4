from django import template
from django.utils.safestring import SafeString

from core.markdown import to_html, to_text

register = template.Library()


@register.filter
def markdown(source: str | None, heading_level: int = 3) -> SafeString:
    return to_html(source or "", heading_level=int(heading_level))


@register.filter
def markdown_text(source: str | None) -> str:
    return to_text(source or "")
