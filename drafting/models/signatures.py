from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drafting.querysets import SignatureQuerySet
from network.choices import Authentication, Side


class Signature(models.Model):
    """A person in a post said something that binds about one edition: agreed, cleared, approved, sent back.

    A change of mind is a new row; the database refuses to change or delete one. The same act stands in the ledger.
    """

    edition = models.ForeignKey("drafting.Edition", on_delete=models.PROTECT, related_name="signatures")
    verb = models.CharField(_("act"), max_length=60)
    is_yes = models.BooleanField(_("a yes"))
    statement = models.TextField(_("statement shown"))
    remark = models.TextField(_("remark or reason"), blank=True)
    side = models.CharField(_("side"), max_length=20, choices=Side)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="signatures", verbose_name=_("person")
    )
    tenure = models.ForeignKey(
        "network.Tenure", on_delete=models.PROTECT, related_name="signatures", verbose_name=_("tenure")
    )
    post = models.ForeignKey(
        "network.Post", on_delete=models.PROTECT, related_name="signatures", verbose_name=_("post")
    )
    on_behalf_of = models.ForeignKey(
        "network.Post",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="signatures_by_others",
        verbose_name=_("on behalf of"),
    )
    organisation = models.ForeignKey(
        "network.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="signatures",
        verbose_name=_("for the organisation"),
    )
    authentication = models.CharField(_("how they proved who they are"), max_length=20, choices=Authentication)
    signed_at = models.DateTimeField(_("signed"))
    supersedes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("takes the place of"),
    )
    entry = models.OneToOneField(
        "ledger.Entry", on_delete=models.PROTECT, related_name="signature", verbose_name=_("act in the ledger")
    )

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["edition", "verb"], name="drafting_signature_edition")]
        constraints = [
            models.CheckConstraint(condition=Q(side__in=Side.values), name="drafting_signature_side_is_known"),
            models.CheckConstraint(condition=~Q(statement=""), name="drafting_signature_has_a_statement"),
            models.CheckConstraint(condition=Q(is_yes=True) | ~Q(remark=""), name="drafting_signature_no_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.verb}: {self.edition}"
