import json
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from ledger.choices import OpeningField
from ledger.querysets import EntryQuerySet


class Entry(models.Model):
    """One act that binds somebody: a leaf of the tree (RFC 6962). The columns beside `leaf` only serve searching."""

    index = models.PositiveBigIntegerField(_("number"), primary_key=True)
    leaf = models.TextField(_("leaf, canonical JSON"))
    leaf_hash = models.CharField(_("hash of the leaf"), max_length=64)
    verb = models.CharField(_("act"), max_length=100)
    thing_label = models.CharField(_("kind of thing"), max_length=100)
    thing_id = models.CharField(_("number of the thing"), max_length=64)
    side = models.CharField(_("side"), max_length=20, blank=True)
    at = models.DateTimeField(_("time of the act"))

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["index"]
        verbose_name = _("act in the ledger")
        verbose_name_plural = _("acts in the ledger")
        indexes = [
            models.Index(fields=["thing_label", "thing_id", "-index"], name="ledger_entry_thing"),
            models.Index(fields=["verb", "-index"], name="ledger_entry_verb"),
            models.Index(fields=["side", "-index"], name="ledger_entry_side"),
        ]

    def __str__(self) -> str:
        return f"{self.index}: {self.verb} {self.thing_label} {self.thing_id}"

    def get_absolute_url(self) -> str:
        return reverse("ledger:detail", kwargs={"index": self.index})

    @cached_property
    def content(self) -> dict[str, Any]:
        """The leaf, parsed."""
        parsed: dict[str, Any] = json.loads(self.leaf)
        return parsed

    @cached_property
    def opened(self) -> dict[str, str]:
        """What the openings say that have not been erased."""
        return {opening.field: opening.value for opening in self.openings.all()}

    @property
    def actor_name(self) -> str:
        """The person's name at the time, empty when erased or when the system itself acted."""
        return self.opened.get(OpeningField.NAME, "")

    @property
    def on_behalf_of(self) -> str:
        return self.opened.get(OpeningField.ON_BEHALF_OF, "")

    @property
    def is_sealed(self) -> bool:
        """Post and organisation do not stand in the leaf: see ledger.visibility.without_closed."""
        return isinstance(self.content["actor"]["post"], dict)

    @property
    def post(self) -> str:
        return self._in_clear_or_opened(OpeningField.POST)

    @property
    def organisation(self) -> str:
        return self._in_clear_or_opened(OpeningField.ORGANISATION)

    def _in_clear_or_opened(self, field: str) -> str:
        value = self.content["actor"][field]
        return value if isinstance(value, str) else self.opened.get(field, "")

    @property
    def thing_name(self) -> str:
        """The thing's name at the time: only for those who may see the thing (ledger.visibility)."""
        return self.opened.get(OpeningField.THING_NAME, "")

    @property
    def statement(self) -> str:
        return self.opened.get(OpeningField.STATEMENT, "")

    @property
    def public_reason(self) -> str:
        reason = self.content["reason"]
        return reason if isinstance(reason, str) else ""

    @property
    def reason(self) -> str:
        """The reason, public or not: only for those who may see the thing."""
        return self.public_reason or self.opened.get(OpeningField.REASON, "")

    @property
    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = self.content["data"]
        return data

    @property
    def recorded_at(self) -> datetime | None:
        return parse_datetime(self.content["recorded_at"])


class Opening(models.Model):
    """What a salted commitment in a leaf stands for. Erasing it leaves the tree whole (DESIGN, rule 10)."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="openings", verbose_name=_("act"))
    field = models.CharField(_("what"), max_length=20, choices=OpeningField.choices)
    salt = models.CharField(_("salt"), max_length=64)
    value = models.TextField(_("value"))

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        constraints = [models.UniqueConstraint(fields=["entry", "field"], name="ledger_opening_once")]
        indexes = [
            models.Index(fields=["value"], name="ledger_opening_person", condition=models.Q(field=OpeningField.PERSON))
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.field}"


class Node(models.Model):
    """The hash over the 2**level leaves from position * 2**level on, so that roots and proofs need few look-ups."""

    level = models.PositiveSmallIntegerField(_("level"))
    position = models.PositiveBigIntegerField(_("position"))
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("node of the tree")
        verbose_name_plural = _("nodes of the tree")
        constraints = [models.UniqueConstraint(fields=["level", "position"], name="ledger_node_once")]

    def __str__(self) -> str:
        return f"{self.level}/{self.position}"


class Checkpoint(models.Model):
    """A signed statement that the first `size` acts have this root (C2SP tlog-checkpoint)."""

    size = models.PositiveBigIntegerField(_("number of acts"), primary_key=True)
    root = models.CharField(_("root"), max_length=64)
    note = models.TextField(_("signed note"))

    class Meta:
        ordering = ["size"]
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")

    def __str__(self) -> str:
        return f"{self.size}: {self.root[:12]}"
