"""Shared pages of a text. The owning app loads what is visible, requires its permission, then calls these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from drafting.models import Text


@dataclass(frozen=True)
class TextPages:
    """Where the pages of one text are, in the owning app's own addresses (all ready strings, or made from numbers).

    `back` is the page that shows the text and where a save returns to. `edit` is empty for whoever may not edit.
    """

    title: str
    back: str
    history: str
    revision: Callable[[int], str]
    compare: Callable[[int, int], str]
    edit: str = ""
    restore: Callable[[int], str] | None = None
    guidance: str = ""
    word_limit: int | None = None
    breadcrumbs: tuple[tuple[str, str], ...] = ()


def edit_text(
    request: HttpRequest, text: Text, *, pages: TextPages, template_context: dict[str, Any] | None = None
) -> HttpResponse:
    """GET shows the form; POST previews, saves, merges, or shows the page that resolves a conflict."""
    raise NotImplementedError


def text_history(request: HttpRequest, text: Text, *, pages: TextPages) -> HttpResponse:
    raise NotImplementedError


def show_revision(request: HttpRequest, text: Text, number: int, *, pages: TextPages) -> HttpResponse:
    raise NotImplementedError


def compare_revisions(request: HttpRequest, text: Text, old: int, new: int, *, pages: TextPages) -> HttpResponse:
    raise NotImplementedError


def restore_revision(request: HttpRequest, text: Text, number: int, *, pages: TextPages) -> HttpResponse:
    """GET asks; POST restores and returns to pages.back. Ask the edit permission first."""
    raise NotImplementedError
