from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from network.choices import RESERVED_SLUGS, OrganisationKind, Side
from network.querysets import NetworkQuerySet, OrganisationQuerySet


def validate_network_slug(value: str) -> None:
    if value in RESERVED_SLUGS:
        raise ValidationError(_("This word is an address of the site itself."))


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
