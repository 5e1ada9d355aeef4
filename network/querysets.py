"""Querysets of the network. All of it is public except membership requests and handovers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from django.db import models
from django.db.models import Count, F, FilteredRelation, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from network.choices import PostKind, RequestState
from network.periods import Moment, current, current_membership, day_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from network.models import (  # noqa: F401 (named in the base classes)
        Handover,
        Membership,
        MembershipRequest,
        Network,
        Organisation,
        Post,
        Tenure,
        User,
    )

    Person: TypeAlias = "User | AnonymousUser"


class TenureQuerySet(models.QuerySet["Tenure"]):
    def current(self, at: Moment = None) -> TenureQuerySet:
        return self.filter(current(at))

    def overlapping(self, starts: date, ends: date | None) -> TenureQuerySet:
        """Tenures that share a day with [starts, ends); one of no length shares none."""
        if ends is not None and ends <= starts:
            return self.none()
        found = self.filter(Q(ends__isnull=True) | Q(ends__gt=starts) & Q(ends__gt=F("starts")))
        return found if ends is None else found.filter(starts__lt=ends)


class PostQuerySet(models.QuerySet["Post"]):
    def with_holders(self, at: Moment = None) -> PostQuerySet:
        """Each post with holder_id, holder_name, holder_since and vacant_since, in the one query of the list."""
        left = self.model._default_manager.filter(pk=OuterRef("pk"), tenures__ends__lte=day_of(at)).order_by()
        return self.select_related("organisation", "network").annotate(
            holding=FilteredRelation("tenures", condition=current(at, prefix="tenures__")),
            holder_id=F("holding__person_id"),
            holder_name=F("holding__person__name"),
            holder_since=F("holding__starts"),
            vacant_since=Coalesce(
                Subquery(left.values("pk").annotate(last=Max("tenures__ends")).values("last")), F("created_on")
            ),
        )

    def longest_vacant(self) -> PostQuerySet:
        """Of with_holders(), those first that nobody has held for longest."""
        return self.order_by(F("vacant_since").asc(), "title")

    def vacant(self, at: Moment = None) -> PostQuerySet:
        return self.exclude(pk__in=self.model._default_manager.filter(current(at, prefix="tenures__")).values("pk"))

    def held_by(self, user: Person, at: Moment = None) -> PostQuerySet:
        """Posts the person holds on that day; a tenure is found once, so posts do not double."""
        return self.filter(current(at, prefix="tenures__"), tenures__person_id=user.pk or 0)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def with_vacancies(self, at: Moment = None) -> OrganisationQuerySet:
        """Each organisation with the number of its posts and of those that nobody holds."""
        held = self.model._default_manager.filter(current(at, prefix="posts__tenures__"), pk=OuterRef("pk")).order_by()
        held_count = held.values("pk").annotate(number=Count("posts")).values("number")
        return self.annotate(
            post_count=Count("posts"), vacant_count=F("post_count") - Coalesce(Subquery(held_count), 0)
        )


class NetworkQuerySet(models.QuerySet["Network"]):
    def coordinated_by(self, user: Person, at: Moment = None) -> NetworkQuerySet:
        return self.filter(
            current(at, prefix="posts__tenures__"),
            posts__kind=PostKind.COORDINATOR,
            posts__tenures__person_id=user.pk or 0,
        ).distinct()


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, at: Moment = None) -> MembershipQuerySet:
        return self.filter(current_membership(at))

    def visible_to(self, user: Person, at: Moment = None) -> MembershipQuerySet:
        """Memberships of organisations are public; those of people are theirs and their network's to see."""
        if not user.is_authenticated:
            return self.filter(organisation__isnull=False)
        mine = user.tenures.filter(current(at)).order_by()
        in_person = self.model._default_manager.filter(current_membership(at), person=user).order_by()
        in_organisation = self.model._default_manager.filter(
            current_membership(at), organisation__in=mine.values("post__organisation")
        ).order_by()
        return self.filter(
            Q(organisation__isnull=False)
            | Q(person=user)
            | Q(network__in=in_person.values("network"))
            | Q(network__in=in_organisation.values("network"))
            | Q(network__in=mine.values("post__network"))
        )


class MembershipRequestQuerySet(models.QuerySet["MembershipRequest"]):
    def visible_to(self, user: Person, at: Moment = None) -> MembershipRequestQuerySet:
        """Requests are read by the coordinator of the network they are for, and by nobody else."""
        return self.filter(
            current(at, prefix="network__posts__tenures__"),
            network__posts__kind=PostKind.COORDINATOR,
            network__posts__tenures__person_id=user.pk or 0,
        ).distinct()

    def waiting(self) -> MembershipRequestQuerySet:
        return self.filter(state=RequestState.WAITING)


class HandoverQuerySet(models.QuerySet["Handover"]):
    def open(self) -> HandoverQuerySet:
        return self.filter(accepted_at__isnull=True)

    def for_successor(self, user: Person, at: Moment = None) -> HandoverQuerySet:
        """Open handovers of the posts this person now holds."""
        return self.open().filter(
            current(at, prefix="tenure__post__tenures__"), tenure__post__tenures__person_id=user.pk or 0
        )
