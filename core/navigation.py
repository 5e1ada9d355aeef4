"""The service navigation, the footer and a person's account: higher apps register their pages here at start-up."""

from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

Place = Literal["main", "footer", "account"]  # the first of "account" is where a person's name leads to


@dataclass(frozen=True)
class Page:
    label: str | Promise
    url_name: str
    order: int
    place: Place
    signed_in_only: bool


@dataclass(frozen=True)
class Link:
    label: str | Promise
    href: str
    current: bool  # this very page
    active: bool  # a page below it


_pages: dict[tuple[Place, str], Page] = {}


def register(
    label: str | Promise, url_name: str, *, order: int, place: Place = "main", signed_in_only: bool = False
) -> None:
    """Add a page to the navigation (or the footer). Registering a name again replaces the earlier entry."""
    _pages[place, url_name] = Page(label, url_name, order, place, signed_in_only)


def pages(place: Place) -> list[Page]:
    return sorted(
        (page for page in _pages.values() if page.place == place), key=lambda page: (page.order, page.url_name)
    )


def links(request: HttpRequest, place: Place = "main") -> list[Link]:
    """The links to show on this request; a page whose address does not resolve is left out."""
    user = getattr(request, "user", None)
    found = []
    for page in pages(place):
        if page.signed_in_only and not (user and user.is_authenticated):
            continue
        try:
            href = reverse(page.url_name)
        except NoReverseMatch:
            continue
        current = request.path == href
        found.append(Link(page.label, href, current, current or (href != "/" and request.path.startswith(href))))
    return found
