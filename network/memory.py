"""Answers about roles, remembered while one page is read.

A page asks the same question of the same person dozens of times: for every button, link and section. While a reading
request (GET, HEAD) is answered they are asked of the database once. Where something is written nothing is remembered:
who has just lost a role must not act on what was true a moment before.
"""

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import Any, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

T = TypeVar("T")
_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers about roles", default=None)


def remembered(question: Hashable, ask: Callable[[], T]) -> T:
    """The answer to `question`, asked again unless a reading request has it already."""
    answers = _answers.get()
    if answers is None:
        return ask()
    if question not in answers:
        answers[question] = ask()
    answer: T = answers[question]
    return answer


def is_remembering() -> bool:
    return _answers.get() is not None


def remember(question: Hashable, answer: object) -> None:
    """Keep an answer that was found for many people at once."""
    answers = _answers.get()
    assert answers is not None, "nothing is remembered where something is written"
    answers[question] = answer


class ReadingMiddleware:
    """Remembers while a request that only reads is answered, and forgets with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        token = _answers.set({})
        try:
            return self.get_response(request)
        finally:
            _answers.reset(token)
