"""What happened (Event), who is to be told (Message) and what was put into one envelope (Mail).

No address stands here: it is read from the person at the moment of sending. Nothing of this is shown on the admin site.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.models import Post
from notices.choices import Frequency, MailKind, MailState, Reason, Why


class Event(models.Model):
    """One thing that happened; what a bulk change did to many things is one event, found again by its `bulk_key`."""

    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=100)
    bulk_key = models.CharField(_("key of the bulk change"), max_length=200, blank=True)
    thing_label = models.CharField(_("kind of thing"), max_length=100)
    thing_id = models.CharField(_("number of the thing"), max_length=64)
    scopes = models.JSONField(_("belongs to"), default=list, help_text=_("Keys of things, the nearest first."))
    root = models.CharField(_("belongs at last to"), max_length=170, blank=True)
    title = models.CharField(_("title"), max_length=300)
    address = models.CharField(_("address of the page"), max_length=500)
    count = models.PositiveIntegerField(_("times"), default=1)
    tells_followers = models.BooleanField(_("tells those who follow it"), default=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("done by"),
    )
    created_at = models.DateTimeField(_("happened"), default=timezone.now)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "bulk_key"], condition=~Q(bulk_key=""), name="notices_bulk_change_is_one_event"
            )
        ]
        indexes = [models.Index(fields=["root", "-created_at"], name="notices_event_root")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.title}"


class Mail(models.Model):
    """One envelope to one person. `key` is the Message-ID, whatever happens to the worker; `not_before` is the end of
    the sender's lease, or of the pause after a failed try."""

    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("to")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=MailKind)
    window = models.DateTimeField(_("window"))
    state = models.CharField(_("state"), max_length=10, choices=MailState, default=MailState.WAITING)
    not_before = models.DateTimeField(_("not before"), default=timezone.now)
    tries = models.PositiveIntegerField(_("tries"), default=0)
    error = models.CharField(_("last error"), max_length=300, blank=True)
    sealed_at = models.DateTimeField(_("put together"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-sealed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "kind", "window"], name="notices_one_mail_in_a_window"),
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="notices_mail_state_is_known"),
        ]
        indexes = [
            models.Index(
                fields=["not_before"], condition=Q(state__in=["waiting", "sending"]), name="notices_mail_to_be_sent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Message(models.Model):
    """That one person is to be told of one event: waiting, in a mail, or kept back for a reason."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="messages", verbose_name=_("event"))
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", verbose_name=_("to")
    )
    why = models.CharField(_("why"), max_length=10, choices=Why)
    post = models.ForeignKey(
        Post, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("post that is asked")
    )
    mail = models.ForeignKey(
        Mail, on_delete=models.SET_NULL, null=True, blank=True, related_name="messages", verbose_name=_("mail")
    )
    kept_back = models.CharField(_("kept back because"), max_length=20, choices=Reason, blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "recipient"], name="notices_one_message_per_event_and_person"),
            models.CheckConstraint(condition=Q(why__in=Why.values), name="notices_message_says_why"),
        ]
        indexes = [
            models.Index(
                fields=["recipient", "created_at"],
                condition=Q(mail__isnull=True, kept_back=""),
                name="notices_message_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} ({self.why})"


class Preferences(models.Model):
    """How one person wants to be told. Its row is also the lock under which a mail to them is put together."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="notice_preferences",
        verbose_name=_("person"),
    )
    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    frequency = models.CharField(_("digest"), max_length=10, choices=Frequency, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("preferences")
        verbose_name_plural = _("preferences")

    def __str__(self) -> str:
        return str(self.key)


class Subscription(models.Model):
    """What somebody chose for one plan or one commitment: to follow it or not, and how often to hear of it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscriptions", verbose_name=_("person")
    )
    thing_label = models.CharField(_("kind of thing"), max_length=100)
    thing_id = models.CharField(_("number of the thing"), max_length=64)
    is_following = models.BooleanField(_("follows it"), null=True)
    frequency = models.CharField(_("digest"), max_length=10, choices=Frequency, blank=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["thing_label", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "thing_label", "thing_id"], name="notices_one_subscription_for_a_thing"
            )
        ]
        indexes = [models.Index(fields=["thing_label", "thing_id"], name="notices_subscription_thing")]

    def __str__(self) -> str:
        return f"{self.thing_label}:{self.thing_id}"

    @property
    def scope(self) -> str:
        return f"{self.thing_label}:{self.thing_id}"
