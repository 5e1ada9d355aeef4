"""The personal link by which a minister answers without an account, and where it and its code are sent.

No link and no code stands here or anywhere else: both are computed from a row and the site's secret key when they are
sent and when they are checked (signoffs.links). Nothing of this is shown on the admin site or in a history.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from signoffs.choices import LinkEnd
from signoffs.querysets import SigningLinkQuerySet


class Contacts(models.Model):
    """Two addresses of the person in a post, recorded by that person: the link goes to the first, the code to the
    second. They belong to the tenure: a successor records others."""

    tenure = models.OneToOneField("network.Tenure", on_delete=models.CASCADE, related_name="contacts")
    first = models.EmailField(_("address for links"))
    second = models.EmailField(_("address for codes"))
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("contacts of a post")
        verbose_name_plural = _("contacts of posts")
        constraints = [
            models.CheckConstraint(condition=~Q(first="") & ~Q(second=""), name="contacts_are_two"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="contacts_differ"),
        ]

    def __str__(self) -> str:
        return str(self.tenure_id)


class SigningLink(models.Model):
    """One edition, one person in one post, one answer, until it expires. `code_number` counts the codes that were
    sent; the last one serves while `code_at` stands and `code_tries` are left."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    commitment = models.ForeignKey("commitments.Commitment", on_delete=models.PROTECT, related_name="signing_links")
    edition = models.ForeignKey("drafting.Edition", on_delete=models.PROTECT, related_name="signing_links")
    post = models.ForeignKey("network.Post", on_delete=models.PROTECT, related_name="signing_links")
    tenure = models.ForeignKey("network.Tenure", on_delete=models.PROTECT, related_name="signing_links")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked for"))
    expires_at = models.DateTimeField(_("expires"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    code_number = models.PositiveSmallIntegerField(_("codes made"), default=0)
    code_at = models.DateTimeField(_("code made"), null=True, blank=True)
    code_sent_at = models.DateTimeField(_("code sent"), null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(_("tries of this code"), default=0)
    verified_at = models.DateTimeField(_("code entered"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_why = models.CharField(_("why it ended"), max_length=20, choices=LinkEnd, blank=True)

    objects = SigningLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "post"], condition=Q(ended_at__isnull=True), name="signing_link_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_why="") | (Q(ended_at__isnull=False) & ~Q(ended_why="")),
                name="signing_link_says_why_it_ended",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("asked_at")), name="signing_link_expires_later"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.asked_at}"
