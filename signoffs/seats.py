"""The required seats of a commitment: both sides' agreement, each department's clearance, the minister's approval.

One person fills one of them. Each verb that fills a seat is registered, and asks `check` under the lock on the
commitment before it signs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from drafting import corrections
from drafting.models import Edition, Signature
from ledger.machine import Blocked

if TYPE_CHECKING:
    from network.models import Organisation

_answers: dict[str, str] = {}  # a verb that fills a seat, and the one by which its holder says no


class SeatTaken(Blocked):
    """This person has said yes to the same words in another seat."""


def register(verb: str, *, against: str) -> None:
    """`verb` is the name of a signing verb whose yes fills a seat, `against` that of the no from the same seat."""
    _answers[verb] = against


def other_seat(edition: Edition, person: Any, *, verb: str, organisation: Organisation | None = None) -> str:
    """In words: the other seat that this person fills for the words of the edition; empty if there is none.

    What a seat last said of these words counts, also where it has answered about others since: those may be undone.
    """
    kind, key, sha256 = edition.content_type, edition.object_id, edition.sha256
    rows = Signature.objects.filter(
        edition__content_type=kind, edition__object_id=key, verb__in=[*_answers, *_answers.values()]
    )
    rows = rows.select_related(
        "edition", "post__organisation", "post__network", "organisation", "on_behalf_of__organisation"
    )
    corrected = corrections.of_keys(kind, [key]).get(key, [])
    last = {
        _seat(row): row
        for row in rows.defer("edition__content").order_by("pk")
        if row.edition.sha256 == sha256 or corrections.counts(row, sha256, corrected)
    }
    for (its_verb, _side, its_organisation), row in last.items():
        is_this_one = its_verb == verb and its_organisation == (organisation.pk if organisation else None)
        if row.is_yes and row.person_id == person.pk and not is_this_one:
            break
    else:
        return ""
    return _(
        "You have already signed these words as %(seat)s. One person cannot fill two of the seats that a commitment "
        "needs: somebody else has to sign here, such as a deputy."
    ) % {"seat": row.on_behalf_of or row.post}


def _seat(answer: Signature) -> tuple[str, str, int | None]:
    """By which verb it says yes, for which side and department."""
    verb = next(yes for yes, no in _answers.items() if answer.verb in (yes, no))
    return verb, answer.side, answer.organisation_id


def check(edition: Edition, person: Any, *, verb: str, organisation: Organisation | None = None) -> None:
    """Raises SeatTaken. The caller holds the lock on what the edition is of."""
    if words := other_seat(edition, person, verb=verb, organisation=organisation):
        raise SeatTaken([words])
