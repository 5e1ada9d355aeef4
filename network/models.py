from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any, ClassVar

import rules.permissions
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from network.choices import RESERVED_SLUGS, ApplicantKind, OrganisationKind, PostKind, RequestState, Side
from network.periods import day_of
from network.querysets import (
    HandoverQuerySet,
    MembershipQuerySet,
    MembershipRequestQuerySet,
    NetworkQuerySet,
    OrganisationQuerySet,
    PostQuerySet,
    TenureQuerySet,
)


def validate_network_slug(value: str) -> None:
    if value in RESERVED_SLUGS:
        raise ValidationError(_("This word is an address of the site itself."))


def new_key() -> str:
    return secrets.token_urlsafe(24)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        if not email:
            raise ValueError("An e-mail address is needed")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What they may do comes from posts and roles, never from this row."""

    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("Somebody with this e-mail address is already here.")},
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may use the admin site"), default=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="network_user_email_once_in_any_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Asked about an object only our rules answer: no superuser shortcut, no guardian (DESIGN 6)."""
        if obj is None:
            return super().has_perm(perm)
        return self.is_active and bool(rules.permissions.has_perm(perm, self, obj))


class Organisation(models.Model):
    name = models.CharField(_("name"), max_length=300, unique=True)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=30, choices=OrganisationKind)
    side = models.CharField(_("side"), max_length=20, choices=Side)
    website = models.URLField(_("website"), blank=True)
    about = models.TextField(_("about"), blank=True)

    objects = OrganisationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("network:organisation", args=[self.slug])


class Network(models.Model):
    """The civil-society network of a nation."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True, validators=[validate_network_slug])
    nation = models.CharField(_("nation"), max_length=100, blank=True)
    about = models.TextField(_("about"), blank=True)
    criteria = models.TextField(
        _("who may join"),
        blank=True,
        help_text=_("Published beside the form. Every answer to a request refers to them."),
    )
    sisters = models.ManyToManyField("self", verbose_name=_("sister networks"), blank=True)

    objects = NetworkQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("network:detail", args=[self.slug])


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
