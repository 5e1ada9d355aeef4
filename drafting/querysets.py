from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Model, Q, QuerySet

from drafting import owners, subjects

if TYPE_CHECKING:
    from drafting.models import Edition, Revision, Text  # noqa: F401


class TextQuerySet(QuerySet["Text"]):
    def visible_to(self, user: Any) -> TextQuerySet:
        return self.filter(owners.visible_texts(user))


class RevisionQuerySet(QuerySet["Revision"]):
    def visible_to(self, user: Any) -> RevisionQuerySet:
        return self.filter(owners.visible_texts(user, "text__"))


class EditionQuerySet(QuerySet["Edition"]):
    def of(self, thing: Model) -> EditionQuerySet:
        """The editions of one thing, the latest first."""
        return self.filter(content_type=subjects.content_type_of(thing), object_id=thing.pk).order_by("-number")

    def visible_to(self, user: Any) -> EditionQuerySet:
        condition = Q(pk__in=[])
        for subject in subjects.registered():
            content_type = subjects.content_type_of(subject.model)
            condition |= Q(content_type=content_type, object_id__in=subject.visible_to(user).values("pk"))
        return self.filter(condition)
