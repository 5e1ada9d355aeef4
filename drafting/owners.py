"""What texts belong to. Apps above register their owning models at start-up; without that nobody sees the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

if TYPE_CHECKING:
    from drafting.models import Text


def _no_guidance(owner: Any) -> str:
    return ""


def _no_limit(owner: Any) -> int | None:
    return None


def _always_open(owner: Any) -> None:
    return None


class Closed(ValidationError):
    """The text may no longer be written: what it belongs to has moved on."""


@dataclass(frozen=True)
class TextOwner:
    """How drafting asks about one owning model.

    `model` is its label ("commitments.Section"), `accessor` the name of the one-to-one relation seen from the text
    ("section"), `visible_to(user)` the queryset of owners that this user may see, `edit_permission` the rule asked
    before a text is edited; `hold(owner)` is called in the transaction of every save: it locks the owner and raises
    Closed if its texts may no longer change. The rest are asked about one owner.
    """

    model: str
    accessor: str
    visible_to: Callable[[Any], QuerySet[Any]]
    edit_permission: str
    title: Callable[[Any], str]
    address: Callable[[Any], str]
    guidance: Callable[[Any], str] = _no_guidance
    word_limit: Callable[[Any], int | None] = _no_limit
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


def find(text: Text) -> tuple[TextOwner, Model] | None:
    """The registration and the thing that this text belongs to."""
    for registration in registered():
        thing = getattr(text, registration.accessor, None)
        if thing is not None:
            return registration, thing
    return None
