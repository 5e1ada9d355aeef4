"""What is public of a plan, and when: numbered editions that never change, how their PDFs were made, and who reads
the final draft before."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as gettext_now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from network.choices import Side
from publications.choices import LIVE_RELEASES, Kind, Opened, PresentedAs, ReleaseState
from publications.querysets import CirculationQuerySet, CirculationReaderQuerySet, PlanEditionQuerySet


class Published(Exception):
    """A published edition is never changed or taken away; a correction is the next edition (DESIGN 4.8)."""


class PlanEdition(models.Model):
    """A frozen edition of a plan that was made public. The database refuses to change a row (migration 0002)."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="editions")
    edition = models.OneToOneField("drafting.Edition", on_delete=models.PROTECT, related_name="plan_edition")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    presented_as = models.CharField(_("presented as"), max_length=20, choices=PresentedAs, blank=True)
    # Of a consultation draft; None for those published before it was kept, and for final editions, which both sign.
    agreed_by = models.JSONField(_("sides that had agreed to exactly this text"), null=True, blank=True, default=None)
    change_note = models.TextField(_("what changed"), blank=True)
    # Of a final edition: what nobody has answered yet, and why it was published all the same (publications.coverage).
    open_list = models.JSONField(_("what is open"), default=list, blank=True)
    # Of a final edition: what organisations said of it at the hour of publication (signoffs.publishing).
    beside = models.JSONField(_("what organisations say"), default=dict, blank=True)
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ledger_index = models.PositiveBigIntegerField(_("index of the act in the ledger"))
    checkpoint_size = models.PositiveBigIntegerField(_("acts the checkpoint covers"))
    checkpoint_note = models.TextField(_("signed checkpoint"))

    objects = PlanEditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("published edition of a plan")
        verbose_name_plural = _("published editions of plans")
        ordering = ["plan", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_edition_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="plan_edition_numbers_from_one"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="plan_edition_kind_is_known"),
            models.CheckConstraint(
                condition=Q(checkpoint_size__gt=models.F("ledger_index")), name="plan_edition_checkpoint_covers_it"
            ),
        ]

    def __str__(self) -> str:
        return gettext_now("%(plan)s, edition %(number)s") % {"plan": self.plan, "number": self.number}

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Published(str(self))
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("publications:edition", args=[self.plan.slug, self.number])

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Published(str(self))

    @property
    def data(self) -> dict[str, Any]:
        """What was published: the frozen content."""
        return dict(self.edition.data)

    @property
    def sha256(self) -> str:
        return self.edition.sha256


class Release(models.Model):
    """A final edition on its way: sealed, signed by the leads, rendered beforehand, public at its hour or not at all.

    Its row says everything that the published one will say, so that the files can be made before.
    """

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="releases")
    edition = models.ForeignKey("drafting.Edition", on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    change_note = models.TextField(_("what changed"), blank=True)
    open_list = models.JSONField(_("what is open"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=ReleaseState, default=ReleaseState.SEALED)
    publish_at = models.DateTimeField(_("hour of publication"), null=True, blank=True)
    stopped_because = models.TextField(_("why it was stopped"), blank=True)
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField(_("sealed"))
    ledger_index = models.PositiveBigIntegerField(_("index of the sealing in the ledger"))
    checkpoint_size = models.PositiveBigIntegerField(_("acts the checkpoint covers"))
    checkpoint_note = models.TextField(_("signed checkpoint"))
    published = models.OneToOneField(
        PlanEdition, on_delete=models.PROTECT, null=True, blank=True, related_name="release"
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("final edition on its way")
        verbose_name_plural = _("final editions on their way")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state__in=LIVE_RELEASES), name="release_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(state__in=ReleaseState.values), name="release_state_is_known"),
            models.CheckConstraint(
                condition=Q(kind__in=[Kind.FINAL, Kind.AMENDED]), name="release_is_final_or_amended"
            ),
            models.CheckConstraint(
                condition=Q(state=ReleaseState.PUBLISHED, published__isnull=False)
                | (~Q(state=ReleaseState.PUBLISHED) & Q(published__isnull=True)),
                name="release_published_names_its_edition",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReleaseState.SCHEDULED) | Q(publish_at__isnull=False),
                name="release_scheduled_has_an_hour",
            ),
        ]

    def __str__(self) -> str:
        return gettext_now("%(plan)s, edition %(number)s") % {"plan": self.plan, "number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("publications:release", args=[self.plan.slug])

    def ledger_name(self) -> str:
        return f"{self.plan.slug} {self.number}"

    def as_published(self, presented_as: str, published_at: datetime, beside: dict[str, Any]) -> PlanEdition:
        """The row that publication will write, for the files that are made before."""
        return PlanEdition(
            plan=self.plan,
            edition=self.edition,
            number=self.number,
            kind=self.kind,
            presented_as=presented_as,
            change_note=self.change_note,
            open_list=self.open_list,
            beside=beside,
            published_at=published_at,
            ledger_index=self.ledger_index,
            checkpoint_size=self.checkpoint_size,
            checkpoint_note=self.checkpoint_note,
        )


class Rendering(models.Model):
    """How a kept PDF was made: for operators and for the measurements of `make bench`."""

    key = models.CharField(_("key of the kept file"), max_length=200, unique=True)
    seconds = models.FloatField(_("seconds"))
    peak_kib = models.PositiveIntegerField(_("most memory, KiB"))
    warnings = models.JSONField(_("warnings"), default=list, blank=True)
    rendered_at = models.DateTimeField(_("rendered"), default=timezone.now)

    class Meta:
        verbose_name = _("rendering of a PDF")
        verbose_name_plural = _("renderings of PDFs")
        ordering = ["-rendered_at"]

    def __str__(self) -> str:
        return self.key


class Circulation(models.Model):
    """A frozen final draft that named posts and persons may read until a day. The database keeps it to what was
    started (migration 0006); a later text is the next circulation."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="circulations")
    edition = models.ForeignKey("drafting.Edition", on_delete=models.PROTECT, related_name="circulations")
    until = models.DateField(_("until the end of"))
    note = models.TextField(_("note to the readers"), blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(_("started"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = CirculationQuerySet.as_manager()

    class Meta:
        verbose_name = _("circulation of a final draft")
        verbose_name_plural = _("circulations of final drafts")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan"], condition=Q(ended_at=None), name="circulation_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="circulation_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return gettext_now("Final draft of %(plan)s") % {"plan": self.plan}

    def get_absolute_url(self) -> str:
        return reverse("publications:circulation", args=[self.plan.slug])

    def ledger_name(self) -> str:
        return f"{self.plan.slug} {self.edition.number}"

    def is_running(self, at: datetime | None = None) -> bool:
        return self.ended_at is None and self.until >= timezone.localdate(at)


class CirculationReader(models.Model):
    """One entry of the list: a post, for which whoever holds it reads, or a person. Put back on the list is a new
    row."""

    circulation = models.ForeignKey(Circulation, on_delete=models.PROTECT, related_name="readers")
    number = models.PositiveSmallIntegerField(_("number on the list"))
    post = models.ForeignKey(
        "network.Post", on_delete=models.PROTECT, null=True, blank=True, related_name="circulation_entries"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="circulation_entries"
    )
    side = models.CharField(_("chosen by"), max_length=20, choices=Side)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added"))
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)
    removed_because = models.TextField(_("why they were removed"), blank=True)

    objects = CirculationReaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader of a final draft")
        verbose_name_plural = _("readers of final drafts")
        ordering = ["circulation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["circulation", "number"], name="circulation_reader_number_once"),
            models.UniqueConstraint(
                fields=["circulation", "post"], condition=Q(removed_at=None), name="circulation_post_once"
            ),
            models.UniqueConstraint(
                fields=["circulation", "person"], condition=Q(removed_at=None), name="circulation_person_once"
            ),
            models.CheckConstraint(
                condition=Q(post__isnull=True, person__isnull=False) | Q(post__isnull=False, person__isnull=True),
                name="circulation_reader_is_a_post_or_a_person",
            ),
            models.CheckConstraint(
                condition=Q(side__in=[Side.GOVERNMENT, Side.CIVIL_SOCIETY]), name="circulation_reader_is_of_a_side"
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True, removed_because="")
                | (Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removed_because="")),
                name="circulation_reader_removed_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.post or self.person)


class CirculationOpening(models.Model):
    """Somebody opened the text. The database refuses to change or delete a row."""

    reader = models.ForeignKey(CirculationReader, on_delete=models.PROTECT, related_name="openings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(_("what was opened"), max_length=10, choices=Opened)
    opened_at = models.DateTimeField(_("opened"))

    class Meta:
        verbose_name = _("opening of a final draft")
        verbose_name_plural = _("openings of final drafts")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(what__in=Opened.values), name="circulation_opening_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.reader}: {self.what}"
