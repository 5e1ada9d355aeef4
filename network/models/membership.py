from __future__ import annotations

import secrets

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from network.choices import ApplicantKind, RequestState
from network.models.organisations import Network, Organisation
from network.models.people import User
from network.models.posts import Post
from network.querysets import MembershipQuerySet, MembershipRequestQuerySet


def new_key() -> str:
    return secrets.token_urlsafe(24)


class Membership(models.Model):
    """A person or an organisation in a network, from the day `since` until the day before `until`."""

    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("network")
    )
    person = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("organisation"),
    )
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False),
                name="network_membership_of_person_or_organisation",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="network_membership_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["network", "person"], condition=Q(until__isnull=True), name="network_person_is_member_once"
            ),
            models.UniqueConstraint(
                fields=["network", "organisation"],
                condition=Q(until__isnull=True),
                name="network_organisation_is_member_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.organisation}: {self.network}"

    def ledger_name(self) -> str:
        return str(self.network)


class MembershipRequest(models.Model):
    """Somebody asks to join. Who they are and what they were answered stands in Applicant alone."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="requests", verbose_name=_("network"))
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    state = models.CharField(_("state"), max_length=20, choices=RequestState, default=RequestState.WAITING)
    submitted_at = models.DateTimeField(_("sent"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_for = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    membership = models.OneToOneField(
        Membership,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="request",
        verbose_name=_("membership"),
    )

    objects = MembershipRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership request")
        verbose_name_plural = _("membership requests")
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RequestState.WAITING, answered_at__isnull=True)
                | (~Q(state=RequestState.WAITING) & Q(answered_at__isnull=False)),
                name="network_request_answered_has_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("network:request", args=[self.reference])

    @property
    def is_waiting(self) -> bool:
        return self.state == RequestState.WAITING

    @property
    def is_accepted(self) -> bool:
        return self.state == RequestState.ACCEPTED

    @property
    def applicant_or_none(self) -> Applicant | None:
        """None once the personal data have been erased."""
        return getattr(self, "applicant", None)

    @property
    def can_be_taken_up(self) -> bool:
        """Accepted before the person had an account."""
        return self.is_accepted and self.membership_id is None


class Applicant(models.Model):
    """Personal data of one request; erased by deleting the row. No history, revision or ledger leaf copies it."""

    request = models.OneToOneField(MembershipRequest, on_delete=models.CASCADE, related_name="applicant")
    kind = models.CharField(_("who asks to join"), max_length=20, choices=ApplicantKind, default=ApplicantKind.PERSON)
    name = models.CharField(_("your name"), max_length=200)
    email = models.EmailField(_("your e-mail address"))
    organisation_name = models.CharField(_("name of the organisation"), max_length=200, blank=True)
    statement = models.TextField(_("how you meet the criteria"))
    account = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="applications")
    reply = models.TextField(_("answer"), blank=True)
    replied_at = models.DateTimeField(_("answer sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("applicant")
        verbose_name_plural = _("applicants")

    def __str__(self) -> str:
        return self.name
