"""The required seats of a commitment: both sides' agreement, each department's clearance, the minister's approval.

One person fills one of them. Each verb that fills a seat is registered, and asks `check` under the lock on the
commitment before it signs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from drafting.models import Edition, Signature
from ledger.machine import Blocked

if TYPE_CHECKING:
    from network.models import Organisation

_verbs: set[str] = set()


class SeatTaken(Blocked):
    """This person has said yes to the same words in another seat."""


def register(verb: str) -> None:
    """`verb` is the name of a signing verb whose yes fills a seat."""
    _verbs.add(verb)


def other_seat(edition: Edition, person: Any, *, verb: str, organisation: Organisation | None = None) -> str:
    """In words: the other seat that this person fills for the words of the edition; empty if there is none."""
    mine = Signature.objects.standing().filter(
        edition__content_type=edition.content_type_id,
        edition__object_id=edition.object_id,
        edition__sha256=edition.sha256,
        person=person.pk,
        is_yes=True,
        verb__in=_verbs,
    )
    same = mine.filter(verb=verb, organisation=organisation)
    found = mine.exclude(pk__in=same.values("pk")).select_related("post__organisation", "post__network", "organisation")
    other = found.first()
    if other is None:
        return ""
    return _(
        "You have already signed these words as %(seat)s. One person cannot fill two of the seats that a commitment "
        "needs: somebody else has to sign here, such as a deputy."
    ) % {"seat": other.on_behalf_of or other.post}


def check(edition: Edition, person: Any, *, verb: str, organisation: Organisation | None = None) -> None:
    """Raises SeatTaken. The caller holds the lock on what the edition is of."""
    if words := other_seat(edition, person, verb=verb, organisation=organisation):
        raise SeatTaken([words])
