from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from network.choices import PostKind, Side
from network.models.organisations import Network, Organisation
from network.models.people import User
from network.periods import day_of
from network.querysets import HandoverQuerySet, PostQuerySet, TenureQuerySet


class Post(models.Model):
    """A responsibility in one organisation or one network. Work is assigned to posts, never to persons."""

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=30, choices=PostKind)
    side = models.CharField(_("side"), max_length=20, choices=Side)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("organisation"),
    )
    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("network")
    )
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="post", editable=False)
    deputy_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="deputies", verbose_name=_("acts for")
    )
    contact_email = models.EmailField(_("e-mail address of the post"), blank=True)
    created_on = models.DateField(_("created on"), default=timezone.localdate)

    objects = PostQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, network__isnull=True)
                | Q(organisation__isnull=True, network__isnull=False),
                name="network_post_in_one_organisation_or_network",
            ),
            models.CheckConstraint(
                condition=Q(deputy_of__isnull=True) | ~Q(deputy_of=F("id")), name="network_post_not_its_own_deputy"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.body}" if self.body else self.title

    def get_absolute_url(self) -> str:
        return reverse("network:post", args=[self.slug])

    @property
    def body(self) -> Organisation | Network | None:
        """The organisation or the network the post belongs to."""
        return self.organisation or self.network

    def current_tenure(self, at: date | datetime | None = None) -> Tenure | None:
        return self.tenures.select_related("person").current(at).first()

    @property
    def is_vacant(self) -> bool:
        """One query, or none on a post from with_holders()."""
        if hasattr(self, "holder_id"):
            return self.holder_id is None
        return self.current_tenure() is None

    @property
    def vacant_days(self) -> int:
        """Whole days since the last holder left (or the post was made); 0 when somebody holds it."""
        if not self.is_vacant:
            return 0
        since = self.vacant_since if hasattr(self, "vacant_since") else self._last_left()
        return max((day_of(None) - since).days, 0)

    def _last_left(self) -> date:
        last = self.tenures.filter(ends__lte=day_of(None)).aggregate(last=models.Max("ends"))["last"]
        return last or self.created_on


class Tenure(models.Model):
    """A person in a post, from the day `starts` until the day before `ends`.

    A tenure that ends on the day it began was held on no day: so a mistaken appointment is taken back at once.
    """

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tenures", verbose_name=_("person"))
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tenures", verbose_name=_("post"))
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)
    mandate = models.TextField(_("mandate"), blank=True, help_text=_("Who decided it, and how."))
    mandated_on = models.DateField(_("decided on"), null=True, blank=True)
    named_by_operator = models.BooleanField(_("named by the operator"), default=False)

    objects = TenureQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("tenure")
        verbose_name_plural = _("tenures")
        ordering = ["-starts", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="network_tenure_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(mandate="", mandated_on__isnull=True) | (~Q(mandate="") & Q(mandated_on__isnull=False)),
                name="network_tenure_mandate_is_dated",
            ),
        ]
        indexes = [models.Index(fields=["person", "starts", "ends"], name="network_tenure_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.post}"

    def ledger_name(self) -> str:
        return str(self.post)

    def is_current(self, at: date | datetime | None = None) -> bool:
        day = day_of(at)
        return self.starts <= day and (self.ends is None or self.ends > day)


class Handover(models.Model):
    """Opened when a tenure ends; closed when the successor accepts."""

    tenure = models.OneToOneField(Tenure, on_delete=models.PROTECT, related_name="handover", verbose_name=_("tenure"))
    note = models.TextField(_("note to the successor"), blank=True)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    accepted_by = models.ForeignKey(
        Tenure,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="accepted_handovers",
        verbose_name=_("accepted by"),
    )
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True, accepted_at__isnull=True)
                | Q(accepted_by__isnull=False, accepted_at__isnull=False),
                name="network_handover_accepted_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return str(self.tenure.post)

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None
