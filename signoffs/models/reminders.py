from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from signoffs.choices import ReminderStep, WhyNot
from signoffs.models.clearance import ClearanceRequest


class Reminder(models.Model):
    """What became of one reminder on its day: sent, or the reason why not. One for each due date."""

    request = models.ForeignKey(ClearanceRequest, on_delete=models.CASCADE, related_name="reminders")
    step = models.CharField(_("reminder"), max_length=10, choices=ReminderStep)
    due_on = models.DateField(_("of what was due"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    tried_at = models.DateTimeField(_("last looked at"))
    why_not = models.CharField(_("why it was not sent"), max_length=20, choices=WhyNot, blank=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "step", "due_on"], name="reminder_once_for_a_due_date"),
            models.CheckConstraint(condition=Q(step__in=ReminderStep.values), name="reminder_step_is_known"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=False, why_not="") | (Q(sent_at__isnull=True) & ~Q(why_not="")),
                name="reminder_sent_or_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.request}"
