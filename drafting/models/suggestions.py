from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from drafting.choices import SuggestionState
from drafting.models.texts import Revision, Text
from drafting.querysets import SuggestionQuerySet

DECIDED = [SuggestionState.ACCEPTED, SuggestionState.PARTLY, SuggestionState.NOT_ACCEPTED]


class Suggestion(models.Model):
    """Other words for a passage, with a reason. `quote` is the passage of `base` (empty: put in after `before`)."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="suggestions", verbose_name=_("text"))
    number = models.PositiveIntegerField(_("number"))
    base = models.ForeignKey(  # None: suggested when nothing had been written yet
        Revision, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("written from")
    )
    quote = models.TextField(_("words to replace"), blank=True)
    before = models.TextField(_("words before"), blank=True)
    after = models.TextField(_("words after"), blank=True)
    replacement = models.TextField(_("suggested words"), blank=True)
    reason = models.TextField(_("reason"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("author")
    )
    side = models.CharField(_("side"), max_length=20, blank=True)
    post = models.CharField(_("post"), max_length=300, blank=True)
    organisation = models.CharField(_("organisation"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("suggested"))
    state = models.CharField(_("state"), max_length=20, choices=SuggestionState.choices, default=SuggestionState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_side = models.CharField(_("side of the decision"), max_length=20, blank=True)
    decided_post = models.CharField(_("post of the decision"), max_length=300, blank=True)
    decided_organisation = models.CharField(_("organisation of the decision"), max_length=300, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decision_reason = models.TextField(_("reason of the decision"), blank=True)
    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("taken in by")
    )

    objects = SuggestionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["text", "number"]
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        indexes = [models.Index(fields=["text", "state"], name="drafting_suggestion_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="drafting_suggestion_number_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="drafting_suggestion_has_a_reason"),
            models.CheckConstraint(
                condition=Q(state=SuggestionState.OPEN, decided_at=None)
                | Q(state=SuggestionState.WITHDRAWN, decided_at__isnull=False)
                | (Q(state__in=DECIDED, decided_at__isnull=False) & ~Q(decision_reason="") & ~Q(decided_side="")),
                name="drafting_suggestion_decided_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(revision=None, state__in=["open", "not_accepted", "withdrawn"])
                | Q(revision__isnull=False, state__in=["accepted", "partly"]),
                name="drafting_suggestion_taken_in_by_a_revision",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Suggestion %(number)d") % {"number": self.number})
