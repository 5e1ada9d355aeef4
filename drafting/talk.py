"""What is said on texts and still open, by where it stands: for the pages that show the texts themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import ngettext

from drafting.anchors import Span
from drafting.choices import SuggestionState, ThreadState
from drafting.models import Suggestion, Text, Thread
from drafting.pages import PER_PAGE
from drafting.placing import placed
from drafting.threads import element_id

# In the order of the text: where each begins, and its key or number.
Places = tuple[tuple[int, Any], ...]


@dataclass(frozen=True)
class Talk:
    """Open conversations and suggestions of one text; those on words that are gone, or on no words, have no place."""

    comments: Places = ()
    suggestions: Places = ()
    comment_count: int = 0
    suggestion_count: int = 0

    @property
    def has_places(self) -> bool:
        return bool(self.comments or self.suggestions)


@dataclass(frozen=True)
class TalkPages:
    """Where the conversations and suggestions of one text are read: all of them, one by its key or number."""

    comments: str
    thread: Callable[[UUID], str]
    suggestions: str
    suggestion: Callable[[int], str]


@dataclass(frozen=True)
class Mark:
    """Beside a paragraph: "2 comments", and the way to them."""

    label: str
    href: str


def on_texts(texts: Iterable[Text], user: Any) -> dict[int, Talk]:
    """By key of the text, for whoever may see the texts: of conversations only those that they may read.

    Two queries for any number of texts, and two more where words were changed since.
    """
    bodies = {text.pk: text.body for text in texts}
    threads = Thread.objects.visible_to(user).filter(text__in=bodies, state=ThreadState.OPEN)
    suggestions = Suggestion.objects.filter(text__in=bodies, state=SuggestionState.OPEN)
    words = ("quote", "before", "after", "text_id")
    talks = list(threads.order_by("created_at", "key").only(*words, "revision_id"))
    asked = list(suggestions.order_by("number").only(*words, "base_id", "number"))
    comment_spans = placed([(one.pk, one, one.revision_id) for one in talks if one.quote], bodies)
    suggestion_spans = placed([(one.pk, one, one.base_id) for one in asked], bodies)
    return {
        text: Talk(
            comments=_in_order((comment_spans.get(one.pk), one.pk) for one in talks if one.text_id == text),
            suggestions=_in_order((suggestion_spans[one.pk], one.number) for one in asked if one.text_id == text),
            comment_count=sum(one.text_id == text for one in talks),
            suggestion_count=sum(one.text_id == text for one in asked),
        )
        for text in bodies
    }


def marks(talk: Talk, pages: TalkPages, start: int, end: int) -> tuple[Mark, ...]:
    """What begins between `start` and `end`: a link to the one, or to the first of several in the list of all."""
    found = []
    if comments := _between(talk.comments, start, end):
        label = ngettext("%(count)d comment", "%(count)d comments", len(comments))
        nth, key = comments[0]
        address = pages.thread(key) if len(comments) == 1 else f"{pages.comments}{_page(nth)}#{element_id(key)}"
        found.append(Mark(label % {"count": len(comments)}, address))
    if suggestions := _between(talk.suggestions, start, end):
        label = ngettext("%(count)d suggestion", "%(count)d suggestions", len(suggestions))
        nth, number = suggestions[0]
        address = pages.suggestion(number) if len(suggestions) == 1 else f"{pages.suggestions}{_page(nth)}#S{number}"
        found.append(Mark(label % {"count": len(suggestions)}, address))
    return tuple(found)


def _between(places: Places, start: int, end: int) -> list[tuple[int, Any]]:
    """Each with how many stand before it in the list of all."""
    return [(nth, name) for nth, (place, name) in enumerate(places) if start <= place < end]


def _page(nth: int) -> str:
    return f"?page={nth // PER_PAGE + 1}" if nth >= PER_PAGE else ""


def _in_order(spans: Iterable[tuple[Span | None, Any]]) -> Places:
    """As the lists of all have them: by where they begin, then where they end, then the older first."""
    here = sorted(((span, name) for span, name in spans if span), key=lambda place: place[0])
    return tuple((span[0], name) for span, name in here)
