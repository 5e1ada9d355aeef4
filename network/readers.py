"""Who reads something that only some may read: the people behind `visible_to`, for counting and for calling them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model, Q

from network import roles
from network.choices import Side
from network.models import Membership, Tenure, User
from network.periods import Moment


@dataclass(frozen=True)
class Readers:
    """`people` are those who read by role, membership or office; `is_public`: so does everybody else.

    `holdings` are the roles on the thing, for choosing somebody from a list.
    """

    is_public: bool = False
    people: frozenset[int] = frozenset()
    holdings: tuple[roles.Holding, ...] = ()

    def on_side(self, side: Side | str) -> frozenset[int]:
        """Those who act for the side; of what everybody reads, all who act for it."""
        people = self.people | _of_side(side) if self.is_public else self.people
        return frozenset(pk for pk, acts_for in roles.sides_of(people).items() if acts_for == side)


def of(*things: Model, is_public: bool = False, is_for_network: bool = False) -> Readers:
    """Holders of roles on the things; with `is_for_network` also members and officials."""
    holdings = tuple(holding for thing in things for holding in roles.holders(thing))
    people = {holding.person.pk for holding in holdings if holding.person}
    if is_public or is_for_network:
        people |= members_and_officials()
    active = User.objects.filter(pk__in=people, is_active=True).values_list("pk", flat=True)
    return Readers(is_public, frozenset(active), holdings)


def members_and_officials(at: Moment = None) -> set[int]:
    """Everybody of whom roles.is_member or roles.is_official is true. Two queries."""
    memberships = Membership.objects.current(at)
    organisations = memberships.filter(organisation__isnull=False).values("organisation")
    in_post = Tenure.objects.current(at).filter(
        Q(post__organisation__in=organisations) | Q(post__network__isnull=False) | Q(post__side=Side.GOVERNMENT)
    )
    in_person = memberships.filter(person__isnull=False)
    return {*_ids(in_post.values_list("person", flat=True)), *_ids(in_person.values_list("person", flat=True))}


def _of_side(side: Side | str) -> set[int]:
    in_post = Tenure.objects.current().filter(post__side=side, person__is_active=True)
    found = set(_ids(in_post.values_list("person", flat=True)))
    if side == Side.CIVIL_SOCIETY:
        members = Membership.objects.current().filter(person__is_active=True)
        found |= set(_ids(members.values_list("person", flat=True)))
    return found


def _ids(found: Iterable[int | None]) -> Iterable[int]:
    return (pk for pk in found if pk is not None)
