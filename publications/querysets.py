from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from network import roles
from network.periods import Moment, current, day_of

if TYPE_CHECKING:
    from plans.models import Plan
    from publications.models import Circulation, CirculationReader, PlanEdition  # noqa: F401 (in the base classes)


class PlanEditionQuerySet(models.QuerySet["PlanEdition"]):
    def visible_to(self, user: Any) -> PlanEditionQuerySet:
        """What is published is published to everyone; the drafts it was made of are not in this table."""
        return self

    def of(self, plan: Plan) -> PlanEditionQuerySet:
        return self.filter(plan=plan).order_by("-number")

    def for_lists(self) -> PlanEditionQuerySet:
        """Without the content: a list of editions must not load every plan whole."""
        return self.select_related("plan").defer("edition__content").select_related("edition")


class CirculationQuerySet(models.QuerySet["Circulation"]):
    def running(self, at: Moment = None) -> CirculationQuerySet:
        """Not ended, and its last day is not over."""
        return self.filter(ended_at=None, until__gte=day_of(at))

    def visible_to(self, user: Any, at: Moment = None) -> CirculationQuerySet:
        """Twin of the rule `publications.read_circulated`: those whose text the person may read now."""
        readers: Any = self.model._meta.get_field("readers").related_model
        return self.filter(pk__in=readers._default_manager.visible_to(user, at).order_by().values("circulation"))

    def unread_by(self, user: Any, at: Moment = None) -> CirculationQuerySet:
        readers: Any = self.model._meta.get_field("readers").related_model
        waiting = readers._default_manager.visible_to(user, at).unread(at)
        return self.filter(pk__in=waiting.order_by().values("circulation"))


class CirculationReaderQuerySet(models.QuerySet["CirculationReader"]):
    def on_list(self) -> CirculationReaderQuerySet:
        return self.filter(removed_at=None)

    def running(self, at: Moment = None) -> CirculationReaderQuerySet:
        """On the list of a circulation that runs."""
        return self.on_list().filter(circulation__ended_at=None, circulation__until__gte=day_of(at))

    def stood_for_by(self, user: Any, at: Moment = None) -> CirculationReaderQuerySet:
        """The entries that mean this person: by name, or by a post that they hold on that day."""
        if not roles.is_person(user):
            return self.none()
        held = user.tenures.current(at).order_by().values("post")
        return self.filter(Q(person=user.pk) | Q(post__in=held))

    def visible_to(self, user: Any, at: Moment = None) -> CirculationReaderQuerySet:
        """The entries by which the person may read now. Nobody else is told of them (notices)."""
        return self.running(at).stood_for_by(user, at)

    def unread(self, at: Moment = None) -> CirculationReaderQuerySet:
        """Those for whom it still waits: neither the person named nor who holds the post now has opened the text."""
        openings: Any = self.model._meta.get_field("openings").related_model
        by_holder = Q(current(at, prefix="person__tenures__"), person__tenures__post=OuterRef("post"))
        mine = openings._default_manager.filter(Q(person=OuterRef("person")) | by_holder, reader=OuterRef("pk"))
        return self.running(at).filter(~Exists(mine))
