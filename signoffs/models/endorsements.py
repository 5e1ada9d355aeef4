"""What organisations say of a commitment or of the whole plan, and from when it is public."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from signoffs.choices import NEEDS_STATEMENT, STANCE_COLOURS, Stance
from signoffs.querysets import EndorsementQuerySet


class Endorsement(models.Model):
    """An organisation's stance on one edition of a commitment, or of the plan where no commitment is named.

    A change of mind is the next row; the database refuses to change or delete one. Who signed it, from which post, the
    words they saw and the act in the ledger stand in the signature.
    """

    signature = models.OneToOneField(
        "drafting.Signature", on_delete=models.PROTECT, related_name="endorsement", verbose_name=_("signature")
    )
    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="endorsements")
    commitment = models.ForeignKey(
        "commitments.Commitment", on_delete=models.PROTECT, null=True, blank=True, related_name="endorsements"
    )
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="endorsements")
    stance = models.CharField(_("stance"), max_length=30, choices=Stance)
    statement = models.TextField(_("statement"), blank=True)
    is_name_public = models.BooleanField(_("name and statement may be published"))
    previous = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="following",
        verbose_name=_("takes the place of"),
    )

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        ordering = ["pk"]
        indexes = [models.Index(fields=["plan", "organisation"], name="endorsement_of_organisation")]
        constraints = [
            models.CheckConstraint(condition=Q(stance__in=Stance.values), name="endorsement_stance_is_known"),
            models.CheckConstraint(
                condition=~Q(stance__in=NEEDS_STATEMENT) | ~Q(statement=""), name="endorsement_says_why"
            ),
            models.CheckConstraint(
                condition=Q(previous__isnull=False) | ~Q(stance=Stance.WITHDRAWN),
                name="endorsement_withdrawn_was_there",
            ),
            models.UniqueConstraint(
                fields=["commitment", "organisation"],
                condition=Q(previous__isnull=True, commitment__isnull=False),
                name="endorsement_of_commitment_begins_once",
            ),
            models.UniqueConstraint(
                fields=["plan", "organisation"],
                condition=Q(previous__isnull=True, commitment__isnull=True),
                name="endorsement_of_plan_begins_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_stance_display()}"

    @property
    def colour(self) -> str:
        return STANCE_COLOURS[Stance(self.stance)]


class MadePublic(models.Model):
    """A text that was published for good: of a commitment, or of the plan as a whole. Each edition adds rows.

    From then on what organisations said of it is public; readers who see no drafts know it by this name and these
    words, whatever the live text says since.
    """

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="made_public")
    commitment = models.ForeignKey(
        "commitments.Commitment", on_delete=models.PROTECT, null=True, blank=True, related_name="made_public"
    )
    name = models.CharField(_("name"), max_length=700)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    at = models.DateTimeField(_("published"))

    class Meta:
        verbose_name = _("published text")
        verbose_name_plural = _("published texts")
        ordering = ["pk"]
        indexes = [models.Index(fields=["plan", "commitment", "-at"], name="made_public_latest")]
        constraints = [models.CheckConstraint(condition=~Q(sha256=""), name="made_public_has_words")]

    def __str__(self) -> str:
        return self.name
