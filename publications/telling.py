"""Whom a published edition, a plan that came from a file and a final draft to read are announced to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from network import roles
from network.models import Membership, Post, User
from notices import kinds
from notices import services as notices
from plans.models import Plan
from publications.models import CirculationReader, PlanEdition

PUBLISHED = "publications.publish"
IMPORTED = "publications.import_plan"
CIRCULATED = "publications.circulated"


def register_kinds() -> None:
    kinds.register(
        PUBLISHED,
        gettext_lazy("A consultation draft was published"),
        gettext_lazy("you are a member of the plan's network, or hold a role on the plan"),
    )
    kinds.register(IMPORTED, gettext_lazy("A plan was loaded from a file"), gettext_lazy("you lead this plan"))
    kinds.register(
        CIRCULATED,
        gettext_lazy("A final draft waits for you to read it"),
        gettext_lazy("you are on the list of its readers"),
        asks_decision=False,
        waiting=CirculationReader.objects.unread,
    )


def published(edition: PlanEdition, *, by: User | None) -> None:
    notices.announce(
        kind=PUBLISHED,
        thing=edition.plan,
        title=str(edition),
        address=edition.get_absolute_url(),
        by=by,
        to=_concerned(edition.plan),
        at=edition.published_at,
    )


def imported(plan: Plan, *, by: Any, at: datetime | None) -> None:
    """One event, however many commitments came with it."""
    notices.announce(kind=IMPORTED, thing=plan, title=plan.title, address=plan.get_absolute_url(), by=by or None, at=at)


def circulated(reader: CirculationReader, *, by: User) -> None:
    """About the entry, not the circulation: whoever is taken off the list, or leaves the post, may see it no more, and
    what is queued for them is not sent."""
    one = reader.post or reader.person
    notices.announce(
        kind=CIRCULATED,
        thing=reader,
        title=str(reader.circulation),
        address=reader.circulation.get_absolute_url(),
        by=by,
        waits_for=[one] if one else [],
        at=reader.added_at,
        tells_followers=False,
    )


def _concerned(plan: Plan) -> list[Post | User]:
    """All who hold a role on the plan, whatever role, and the network's members in person."""
    found: list[Post | User] = [holder for one in roles.holders(plan) if (holder := one.post or one.person)]
    members = Membership.objects.current().filter(network=plan.network_id, person__isnull=False)
    return [*found, *User.objects.filter(pk__in=members.values("person"), is_active=True).order_by("pk")]
