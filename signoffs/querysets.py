"""What is asked of whom, and what a person may see of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from network import roles
from network.choices import Side
from signoffs.choices import PartnershipState, Stance

if TYPE_CHECKING:
    from signoffs.models import (  # noqa: F401 (named in the base classes)
        ClearanceRequest,
        Endorsement,
        PartnershipDecision,
        Sending,
        SigningLink,
    )


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


class EndorsementQuerySet(QuerySet["Endorsement"]):
    def of(self, thing: Model) -> EndorsementQuerySet:
        """Of one commitment, or of the plan as a whole."""
        if thing._meta.label_lower == "plans.plan":
            return self.filter(plan=thing.pk, commitment=None)
        return self.filter(commitment=thing.pk)

    def standing(self) -> EndorsementQuerySet:
        """What each organisation said last."""
        return self.filter(following=None)

    def known_to(self, user: Any) -> EndorsementQuerySet:
        """What the two sides know of each other, by name: who acts for one and reads the drafts."""
        if not user.is_authenticated or roles.side_of(user) not in (Side.GOVERNMENT, Side.CIVIL_SOCIETY):
            return self.none()
        read = apps.get_model("plans", "Plan").objects.with_drafts_visible_to(user).values("pk")
        return self.filter(
            Q(commitment=None, plan__in=read) | Q(commitment__in=_visible_commitments(user), commitment__isnull=False)
        )

    def published(self) -> EndorsementQuerySet:
        """What was said of a published text, or before its publication; and what was taken back since. A stance on
        words that are still being drafted waits for the next edition."""
        made = apps.get_model("signoffs", "MadePublic").objects.filter(plan=OuterRef("plan"))
        before = Q(at__gte=OuterRef("signature__signed_at")) | Q(sha256=OuterRef("signature__edition__sha256"))
        of_plan, of_commitment = made.filter(commitment=None), made.filter(commitment=OuterRef("commitment"))
        withdrawn = Q(stance=Stance.WITHDRAWN)
        return self.filter(
            Q(commitment=None) & (Exists(of_plan.filter(before)) | withdrawn & Exists(of_plan))
            | Exists(of_commitment.filter(before))
            | withdrawn & Exists(of_commitment)
        )

    def public(self) -> EndorsementQuerySet:
        """Of what is published, that whose organisation lets its name be published, now as then."""
        last = self.model._default_manager.filter(
            following=None, is_name_public=True, plan=OuterRef("plan"), organisation=OuterRef("organisation")
        )
        return self.published().filter(
            Q(commitment=None) & Q(Exists(last.filter(commitment=None)))
            | Q(Exists(last.filter(commitment=OuterRef("commitment")))),
            is_name_public=True,
        )

    def heard_by(self, user: Any) -> EndorsementQuerySet:
        """What this reader may know that somebody said, if not always who."""
        return self.filter(Q(pk__in=self.known_to(user).values("pk")) | Q(pk__in=self.published().values("pk")))

    def visible_to(self, user: Any) -> EndorsementQuerySet:
        """With their names: to both sides, and from publication on to everyone if the organisation agrees."""
        return self.filter(Q(pk__in=self.known_to(user).values("pk")) | Q(pk__in=self.public().values("pk")))

    def with_acts(self) -> EndorsementQuerySet:
        """With all that a row of a list shows."""
        signed = ("signature__edition", "signature__post__organisation", "signature__person")
        return self.select_related("organisation", "commitment", *signed).defer("signature__edition__content")


class PartnershipDecisionQuerySet(QuerySet["PartnershipDecision"]):
    def in_effect(self) -> PartnershipDecisionQuerySet:
        """Those that came into effect, the one that counts now first."""
        return self.filter(state=PartnershipState.IN_EFFECT).order_by("-in_effect_at", "-pk")

    def visible_to(self, user: Any) -> PartnershipDecisionQuerySet:
        """What is in effect is public; until then, and if it is dropped, it is civil society's own affair."""
        if not user.is_authenticated or roles.side_of(user) != Side.CIVIL_SOCIETY:
            return self.filter(state=PartnershipState.IN_EFFECT)
        read = apps.get_model("plans", "Plan").objects.with_drafts_visible_to(user).values("pk")
        return self.filter(Q(state=PartnershipState.IN_EFFECT) | Q(plan__in=read))


def _visible_commitments(user: Any) -> QuerySet[Model]:
    commitments: Any = apps.get_model("commitments", "Commitment")
    visible: QuerySet[Model] = commitments.objects.visible_to(user).values("pk")
    return visible
