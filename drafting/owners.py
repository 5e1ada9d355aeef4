"""What texts belong to. Apps above register their owning models at start-up; without that nobody sees the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from network.readers import Readers

if TYPE_CHECKING:
    from drafting.models import Text


def _no_guidance(owner: Any) -> str:
    return ""


def _nowhere(owner: Any) -> str:
    return ""


def _no_suggestion_page(owner: Any, number: int) -> str:
    return ""


def _no_thread_page(owner: Any, key: UUID) -> str:
    return ""


def _no_readers(owner: Any) -> Readers:
    return Readers()


def _nobody(owner: Any) -> Iterable[Any]:
    return ()


def _none_waits(user: Any) -> Iterable[Any]:
    return ()


def _nothing_next(owner: Any, user: Any) -> AfterRefusal:
    return lambda suggestion: None


def _no_limit(owner: Any) -> int | None:
    return None


def _always_open(owner: Any) -> None:
    return None


class Closed(ValidationError):
    """The text may no longer be written: what it belongs to has moved on."""


@dataclass(frozen=True)
class Next:
    """What can be done with a suggestion that was not accepted, or what was done: a button or a link."""

    label: str
    href: str
    is_button: bool = False


AfterRefusal = Callable[[Any], "Next | None"]


@dataclass(frozen=True)
class TextOwner:
    """How drafting asks about one owning model.

    `model` is its label ("commitments.Section"), `accessor` the name of the one-to-one relation seen from the text
    ("section"), `visible_to(user)` the queryset of owners that this user may see, `edit_permission` the rule asked
    before a text is edited; likewise before somebody suggests other words, decides on suggestions, comments
    ("": nobody may); `related` names what lists fetch with the owners; `hold(owner)` is called in the transaction of
    every save: it locks the owner and raises Closed if its texts may no longer change. The rest are asked about one
    owner.
    """

    model: str
    accessor: str
    visible_to: Callable[[Any], QuerySet[Any]]
    edit_permission: str
    title: Callable[[Any], str]
    address: Callable[[Any], str]
    guidance: Callable[[Any], str] = _no_guidance
    word_limit: Callable[[Any], int | None] = _no_limit
    suggest_permission: str = ""
    decide_permission: str = ""
    comment_permission: str = ""
    edit_address: Callable[[Any], str] = _nowhere
    related: tuple[str, ...] = ()
    # Suggestions: the page of one by its number, the posts and people who decide, what may follow a refusal.
    suggestion_address: Callable[[Any, int], str] = _no_suggestion_page
    deciders: Callable[[Any], Iterable[Any]] = _nobody
    # Twin of `deciders` for one person: the owners whose suggestions wait for them.
    decided_by: Callable[[Any], Iterable[Any]] = _none_waits
    after_refusal: Callable[[Any, Any], AfterRefusal] = _nothing_next
    # Comments: the page of a conversation by its key; the people behind `visible_to`.
    thread_address: Callable[[Any, UUID], str] = _no_thread_page
    readers: Callable[[Any], Readers] = _no_readers
    hold: Callable[[Any], None] = _always_open


_owners: dict[str, TextOwner] = {}


def register(owner: TextOwner) -> None:
    _owners[owner.model] = owner


def registered() -> list[TextOwner]:
    return list(_owners.values())


def visible_texts(user: Any, prefix: str = "") -> Q:
    """The condition on texts (at `prefix` from the model asked) that this user may see; of no owner: nothing."""
    condition = Q(pk__in=[])
    for owner in registered():
        condition |= Q(**{f"{prefix}{owner.accessor}__in": owner.visible_to(user)})
    return condition


def may(user: Any, permission: str, text: Text) -> bool:
    """Whether this person may "edit", "suggest", "decide" or "comment" on this text now."""
    found = find(text)
    if found is None:
        return False
    registration, thing = found
    named: str = getattr(registration, f"{permission}_permission")
    return bool(named) and bool(user.has_perm(named, thing))


def of_texts(texts: Iterable[int], user: Any) -> dict[int, tuple[TextOwner, Any]]:
    """By key of the text: the registration and the thing, as far as this user may see it. One query per kind."""
    found: dict[int, tuple[TextOwner, Any]] = {}
    wanted = list(texts)
    for registration in registered() if wanted else []:
        things = registration.visible_to(user).filter(text__in=wanted).select_related(*registration.related)
        found |= {thing.text_id: (registration, thing) for thing in things}
    return found


def find(text: Text) -> tuple[TextOwner, Model] | None:
    """The registration and the thing that this text belongs to."""
    for registration in registered():
        thing = getattr(text, registration.accessor, None)
        if thing is not None:
            return registration, thing
    return None
