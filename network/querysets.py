"""Querysets of the network. Everything here is public except membership requests."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from network.models import Membership, MembershipRequest, Post, Tenure, User


def day_of(at: date | datetime | None) -> date:
    """The local day of a moment; today if none is given."""
    if isinstance(at, datetime):
        return timezone.localdate(at) if timezone.is_aware(at) else at.date()
    return at or timezone.localdate()


def current(at: date | datetime | None, *, prefix: str = "") -> Q:
    """Tenures that hold on the day of `at`: from the day they start until the day before they end."""
    day = day_of(at)
    ends = Q(**{f"{prefix}ends__isnull": True}) | Q(**{f"{prefix}ends__gt": day})
    return Q(**{f"{prefix}starts__lte": day}) & ends


def current_membership(at: date | datetime | None, *, prefix: str = "") -> Q:
    day = day_of(at)
    until = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day})
    return Q(**{f"{prefix}since__lte": day}) & until


class TenureQuerySet(models.QuerySet["Tenure"]):
    def current(self, at: date | datetime | None = None) -> TenureQuerySet:
        return self.filter(current(at))

    def overlapping(self, starts: date, ends: date | None) -> TenureQuerySet:
        """Tenures that share a day with [starts, ends); one of no length shares none."""
        if ends is not None and ends <= starts:
            return self.none()
        found = self.filter(Q(ends__isnull=True) | Q(ends__gt=starts)).exclude(ends__lte=F("starts"))
        return found if ends is None else found.filter(starts__lt=ends)


class PostQuerySet(models.QuerySet["Post"]):
    def with_holders(self, at: date | datetime | None = None) -> PostQuerySet:
        """Each post with holder_id, holder_name, holder_since and vacant_since, in the one query of the list."""
        from network.models import Tenure

        day = day_of(at)
        now = Tenure.objects.filter(current(day), post=OuterRef("pk"))
        left = (
            Tenure.objects.filter(post=OuterRef("pk"), ends__lte=day)
            .order_by()
            .values("post")
            .annotate(last=Max("ends"))
            .values("last")
        )
        return self.select_related("organisation", "network").annotate(
            holder_id=Subquery(now.values("person_id")[:1]),
            holder_name=Subquery(now.values("person__name")[:1]),
            holder_since=Subquery(now.values("starts")[:1]),
            vacant_since=Coalesce(Subquery(left), F("created_on")),
        )

    def vacant(self, at: date | datetime | None = None) -> PostQuerySet:
        from network.models import Tenure

        return self.filter(~Exists(Tenure.objects.filter(current(at), post=OuterRef("pk"))))

    def held_by(self, user: User | AnonymousUser, at: date | datetime | None = None) -> PostQuerySet:
        from network.models import Tenure

        mine = Tenure.objects.filter(current(at), person_id=user.pk or 0)
        return self.filter(pk__in=mine.values("post"))


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, at: date | datetime | None = None) -> MembershipQuerySet:
        return self.filter(current_membership(at))


class MembershipRequestQuerySet(models.QuerySet["MembershipRequest"]):
    def visible_to(self, user: User | AnonymousUser, at: date | datetime | None = None) -> MembershipRequestQuerySet:
        """Requests are read by the coordinator of the network they are for, and by nobody else."""
        from network.choices import PostKind
        from network.models import Post

        posts = Post.objects.held_by(user, at).filter(kind=PostKind.COORDINATOR, network__isnull=False)
        return self.filter(network__in=posts.values("network"))

    def waiting(self) -> MembershipRequestQuerySet:
        from network.choices import RequestState

        return self.filter(state=RequestState.WAITING)
