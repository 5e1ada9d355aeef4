"""Whom suggestions are announced to: those who decide on them, then their author. The one place that does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from drafting import owners
from drafting.models import Suggestion
from notices import services as notices

SUGGESTED = "drafting.suggested"
DECIDED = "drafting.decided"


def suggested(suggestion: Suggestion) -> None:
    found = owners.find(suggestion.text)
    if found is None:
        return
    registration, owner = found
    notices.announce(
        kind=SUGGESTED,
        thing=suggestion,
        title=_title(suggestion, str(registration.title(owner))),
        address=registration.suggestion_address(owner, suggestion.number),
        by=suggestion.author,
        waits_for=list(registration.deciders(owner)),
        at=suggestion.created_at,
    )


def decided(suggestions: Iterable[Suggestion], *, by: Any) -> None:
    for suggestion in suggestions:
        found = owners.find(suggestion.text)
        if found is None:
            continue
        registration, owner = found
        notices.announce(
            kind=DECIDED,
            thing=suggestion,
            title=_title(suggestion, str(registration.title(owner))),
            address=registration.suggestion_address(owner, suggestion.number),
            by=by,
            to=[suggestion.author],
            at=suggestion.decided_at,
        )


def _title(suggestion: Suggestion, place: str) -> str:
    return _("S%(number)d on %(place)s") % {"number": suggestion.number, "place": place}
