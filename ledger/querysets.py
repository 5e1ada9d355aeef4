from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model, QuerySet

from ledger.choices import OpeningField

if TYPE_CHECKING:
    from ledger.models import Entry  # noqa: F401 (named in the base class)


class EntryQuerySet(QuerySet["Entry"]):
    def with_openings(self) -> EntryQuerySet:
        return self.prefetch_related("openings")

    def about(self, thing: Model) -> EntryQuerySet:
        """The acts on one thing, newest first, with their openings."""
        return (
            self.filter(thing_label=thing._meta.label_lower, thing_id=str(thing.pk)).order_by("-index").with_openings()
        )

    def by(self, person: AbstractBaseUser) -> EntryQuerySet:
        """The acts of one person, newest first, as far as they have not been erased."""
        return (
            self.filter(openings__field=OpeningField.PERSON, openings__value=str(person.pk))
            .order_by("-index")
            .with_openings()
        )
