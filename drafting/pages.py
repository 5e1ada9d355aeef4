"""What the shared pages of a text need to know from the app that owns it, and the rows they show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.dates import readable_moment
from drafting import owners
from drafting.choices import SuggestionState
from drafting.models import Revision, Text

PER_PAGE = 25  # of the lists of comments and suggestions on a text


@dataclass(frozen=True)
class SuggestionPages:
    """Where the suggestions on one text are; `suggest` is empty for whoever may not make any.

    `one` is the page of a suggestion by its number, `act` the page on which it is decided: "accept", "write", "refuse"
    or "withdraw", and its number.
    """

    index: str
    one: Callable[[int], str]
    act: Callable[[str, int], str]
    suggest: str = ""


@dataclass(frozen=True)
class CommentPages:
    """Where the comments on one text are; `start` is empty for whoever may not comment.

    `one` is the page of a conversation by its key, `act` the page on which it is resolved or reopened ("resolve",
    "reopen"), `withdraw` that on which a comment of it is taken back by its author.
    """

    index: str
    one: Callable[[UUID], str]
    act: Callable[[str, UUID], str]
    withdraw: Callable[[UUID, UUID], str]
    start: str = ""


@dataclass(frozen=True)
class TextPages:
    """Where the pages of one text are, in the owning app's own addresses (ready strings, or made from numbers).

    `back` is the page that shows the text, where a save returns to. `edit` is empty and `restore` None for whoever
    may not edit; `presence` is where the edit page asks who else has it open.
    Guidance and word limit not given here are asked from the owner's registration.
    """

    title: str
    back: str
    history: str
    revision: Callable[[int], str]
    compare: Callable[[int, int], str]
    edit: str = ""
    restore: Callable[[int], str] | None = None
    presence: str = ""
    guidance: str = ""
    word_limit: int | None = None
    breadcrumbs: tuple[tuple[str, str], ...] = ()
    suggestions: SuggestionPages | None = None
    comments: CommentPages | None = None

    def asks(self, text: Text) -> tuple[str, int | None]:
        """The guidance and the word limit shown while writing."""
        found = owners.find(text)
        if found is None:
            return self.guidance, self.word_limit
        registration, owner = found
        guidance = self.guidance or str(registration.guidance(owner))
        return guidance, self.word_limit or registration.word_limit(owner)


@dataclass(frozen=True)
class TakenIn:
    """A suggestion that a revision met, wholly or in part."""

    ref: str
    outcome: str
    address: str


@dataclass(frozen=True)
class RevisionRow:
    """One revision as a list or a heading shows it, with ready strings."""

    number: int
    title: str
    author: str
    post: str
    side: str
    saved: str
    note: str
    is_merged: bool
    is_latest: bool
    address: str
    compare_address: str
    restore_address: str
    took_in: tuple[TakenIn, ...]


def rows(revisions: Iterable[Revision], text: Text, pages: TextPages) -> list[RevisionRow]:
    return [row(revision, text, pages) for revision in revisions]


def row(revision: Revision, text: Text, pages: TextPages) -> RevisionRow:
    number = revision.number
    is_latest = number == text.number
    return RevisionRow(
        number=number,
        title=str(revision),
        author=author_of(revision),
        post=", ".join(part for part in (revision.post, revision.organisation) if part),
        side=revision.side,
        saved=readable_moment(revision.created_at),
        note=revision.note,
        is_merged=revision.merged,
        is_latest=is_latest,
        address=pages.revision(number),
        compare_address=pages.compare(number - 1, number) if number > 1 else "",
        restore_address=pages.restore(number) if pages.restore and not is_latest else "",
        took_in=tuple(_taken_in(revision, pages)),
    )


def _taken_in(revision: Revision, pages: TextPages) -> Iterator[TakenIn]:
    """From the revision's own record; what later issues take in besides suggestions is theirs to show."""
    for entry in revision.took_in:
        if "suggestion" in entry:
            number = entry["suggestion"]
            address = pages.suggestions.one(number) if pages.suggestions else ""
            yield TakenIn(f"S{number}", str(SuggestionState(entry["outcome"]).label), address)


def author_of(revision: Revision) -> str:
    return str(revision.author) if revision.author_id else _("Read in from a file")


def shared_context(text: Text, pages: TextPages, **more: Any) -> dict[str, Any]:
    return {"text": text, "pages": pages, "breadcrumbs": pages.breadcrumbs, "cancel_url": pages.back, **more}
