from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drafting.choices import Audience, CommentKind, ThreadState
from drafting.models.texts import Revision, Text
from drafting.querysets import CommentQuerySet, ThreadQuerySet


class Thread(models.Model):
    """A conversation on a text or on quoted words of it. The database never lets its audience or side change.

    Its key is random, so that no number tells anybody how much is said in a side's own room.
    """

    key = models.UUIDField(_("key"), primary_key=True, default=uuid.uuid4, editable=False)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="threads", verbose_name=_("text"))
    revision = models.ForeignKey(  # None: on the whole text, before its first revision
        Revision, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("made on")
    )
    quote = models.TextField(_("quoted words"), blank=True)
    before = models.TextField(_("words before"), blank=True)
    after = models.TextField(_("words after"), blank=True)
    audience = models.CharField(_("audience"), max_length=20, choices=Audience.choices)
    side = models.CharField(_("side"), max_length=20, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=ThreadState.choices, default=ThreadState.OPEN)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("resolved by")
    )
    resolved_at = models.DateTimeField(_("resolved"), null=True)
    resolution = models.TextField(_("what was done"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("started by")
    )
    created_at = models.DateTimeField(_("started"))

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ["text", "created_at", "key"]
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        indexes = [models.Index(fields=["text", "state"], name="drafting_thread_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience=Audience.EVERYONE, side="")
                | Q(audience=Audience.SIDE, side__in=["government", "civil_society"]),
                name="drafting_thread_side_of_its_audience",
            ),
            models.CheckConstraint(
                condition=Q(quote="") | Q(revision__isnull=False), name="drafting_thread_quotes_a_revision"
            ),
            models.CheckConstraint(
                condition=Q(state=ThreadState.OPEN, resolved_at=None)
                | Q(state=ThreadState.RESOLVED, resolved_at__isnull=False),
                name="drafting_thread_resolved_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Comments"))


class Comment(models.Model):
    """What one person said in a thread. The database never lets it move to another, nor say something else; its
    author may withdraw it, which empties it and leaves its place."""

    key = models.UUIDField(_("key"), primary_key=True, default=uuid.uuid4, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="comments", verbose_name=_("thread"))
    kind = models.CharField(_("kind"), max_length=20, choices=CommentKind.choices, default=CommentKind.SAID)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("author")
    )
    side = models.CharField(_("side"), max_length=20, blank=True)
    post = models.CharField(_("post"), max_length=300, blank=True)
    organisation = models.CharField(_("organisation"), max_length=300, blank=True)
    body = models.TextField(_("comment"), blank=True)
    created_at = models.DateTimeField(_("written"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["thread", "created_at", "key"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                condition=(Q(withdrawn_at=None) & ~Q(body="")) | Q(withdrawn_at__isnull=False, body=""),
                name="drafting_comment_says_something_or_is_withdrawn",
            )
        ]

    def __str__(self) -> str:
        return str(_("A comment"))


class Mention(models.Model):
    """Whom a comment calls: a person, or whoever holds a post."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions", verbose_name=_("comment"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("person")
    )
    post = models.ForeignKey(
        "network.Post", on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("post")
    )

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, post=None) | Q(person=None, post__isnull=False),
                name="drafting_mention_person_or_post",
            ),
            models.UniqueConstraint(fields=["comment", "person"], name="drafting_mention_person_once"),
            models.UniqueConstraint(fields=["comment", "post"], name="drafting_mention_post_once"),
        ]

    def __str__(self) -> str:
        return str(self.person or self.post)
