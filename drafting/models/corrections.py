"""Editorial corrections of what was signed, and objections to them. Both only grow."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from drafting.models.editions import Edition
from drafting.models.signatures import Signature


class Correction(models.Model):
    """Both leads declared that `after` differs from `before` only editorially. No signature moves: what was signed
    stays with `before`, and is shown as corrected in `after` unless its signer objects in time."""

    before = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="corrected_by")
    after = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="corrects")
    for_government = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="+")
    for_civil_society = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(_("declared"))
    object_until = models.DateTimeField(_("signers may object until"))

    class Meta:
        verbose_name = _("editorial correction")
        verbose_name_plural = _("editorial corrections")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="correction_of_another_edition"),
            models.CheckConstraint(
                condition=Q(object_until__gte=F("declared_at")), name="correction_objected_to_after_it"
            ),
        ]

    def __str__(self) -> str:
        return str(
            _("Edition %(before)d, corrected in edition %(after)d")
            % {"before": self.before.number, "after": self.after.number}
        )

    @property
    def is_void(self) -> bool:
        """An objection opened the text again: nothing that was signed counts for the corrected words."""
        return any(objection.voids_all for objection in self.objections.all())


class Objection(models.Model):
    """Who signed the words before a correction says that it is not editorial: their yes stays with those words."""

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="objections")
    about = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="objections")
    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="objection")
    voids_all = models.BooleanField(_("opened the text again"))

    class Meta:
        verbose_name = _("objection to a correction")
        verbose_name_plural = _("objections to corrections")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["correction", "about"], name="objection_once_for_a_signature"),
        ]

    def __str__(self) -> str:
        return f"{self.correction}: {self.signature.remark[:80]}"
