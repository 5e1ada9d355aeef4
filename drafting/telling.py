"""Whom suggestions and the agreement of the sides are announced to: those who decide, then those who asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from drafting import owners
from drafting.agreeables import Agreeable, Stand, agreeable_of, nothing_more
from drafting.models import Correction, Objection, Signature, Suggestion
from notices import services as notices

SUGGESTED = "drafting.suggested"
DECIDED = "drafting.decided"
WAITS = "drafting.agreement_waits"
AGREED = "drafting.agreed_by_all"
SENT_BACK = "drafting.edition_sent_back"
CORRECTED = "drafting.corrected"
OBJECTED = "drafting.objected"


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


# Agreement of the sides: those whose yes it waits for are told at once.


def agreed(thing: Any, registration: Agreeable, stands: Iterable[Stand], *, by: Any, at: datetime | None) -> None:
    """One side has agreed: the leads of the others hear that it waits for them. When all have, everybody hears, unless
    the thing moves on by that: then its own state tells."""
    stands = list(stands)
    waits = [one.side for one in stands if not one.has_agreed]
    if waits:
        people = [lead for side in waits for lead in registration.leads(thing, side)]
        _of_agreement(WAITS, thing, registration, registration.agree_address(thing), by=by, at=at, waits_for=people)
    elif registration.agreed is nothing_more and len(stands) > 1:
        people = [lead for one in stands for lead in registration.leads(thing, one.side)]
        _of_agreement(AGREED, thing, registration, registration.address(thing), by=by, at=at, to=people)


def sent_back(thing: Any, registration: Agreeable, side: str, *, by: Any, at: datetime | None) -> None:
    others = [other for other in registration.sides(thing) if other != side]
    people = [lead for other in others for lead in registration.leads(thing, other)]
    _of_agreement(SENT_BACK, thing, registration, registration.address(thing), by=by, at=at, waits_for=people)


# Editorial corrections: whoever signed the words before is told at once, for they may object.


def corrected(
    correction: Correction, thing: Any, *, signers: Iterable[Signature], by: Any, at: datetime | None
) -> None:
    registration = agreeable_of(thing)
    address = registration.correction_address(thing, correction)
    posts = [post for one in signers for post in (one.post, one.on_behalf_of) if post]
    _of_agreement(CORRECTED, thing, registration, address, by=by, at=at, waits_for=posts)


def objected(objection: Objection, thing: Any, *, by: Any, at: datetime | None) -> None:
    registration = agreeable_of(thing)
    address = registration.correction_address(thing, objection.correction)
    people = [lead for side in registration.sides(thing) for lead in registration.leads(thing, side)]
    _of_agreement(OBJECTED, thing, registration, address, by=by, at=at, waits_for=people)


def _of_agreement(
    kind: str, thing: Any, registration: Agreeable, address: str, *, by: Any, at: datetime | None, **people: Any
) -> None:
    notices.announce(kind=kind, thing=thing, title=registration.name(thing), address=address, by=by, at=at, **people)
