"""What is asked of whom, and what a person may see of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Model, QuerySet

if TYPE_CHECKING:
    from signoffs.models import ClearanceRequest, Sending, SigningLink  # noqa: F401 (named in the base classes)


class SendingQuerySet(QuerySet["Sending"]):
    def open(self) -> SendingQuerySet:
        return self.filter(ended_at=None)

    def visible_to(self, user: Any) -> SendingQuerySet:
        return self.filter(commitment__in=_visible_commitments(user))


class ClearanceRequestQuerySet(QuerySet["ClearanceRequest"]):
    def open(self) -> ClearanceRequestQuerySet:
        """Of commitments that are in clearance now; what has been answered is among them."""
        return self.filter(sending__ended_at=None)

    def visible_to(self, user: Any) -> ClearanceRequestQuerySet:
        return self.filter(sending__commitment__in=_visible_commitments(user))


class SigningLinkQuerySet(QuerySet["SigningLink"]):
    """Seen by whoever may send one for its commitment, and by whoever holds the link itself."""

    def open(self) -> SigningLinkQuerySet:
        """Nobody has ended them; whether they serve, `signoffs.links.why_not` says."""
        return self.filter(ended_at=None)

    def for_reading(self) -> SigningLinkQuerySet:
        related = ("commitment__plan", "edition", "post__organisation", "post__network", "tenure__person", "asked_by")
        return self.select_related(*related)


def _visible_commitments(user: Any) -> QuerySet[Model]:
    commitments: Any = apps.get_model("commitments", "Commitment")
    visible: QuerySet[Model] = commitments.objects.visible_to(user).values("pk")
    return visible
