"""Freezing: an edition says exactly what a whole thing said: people agree to, sign and publish the same words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from core import canonical
from drafting import subjects
from drafting.models import Edition
from ledger.services import record


def register(
    model: type[Model], *, canonical: Callable[[Any], dict[str, Any]], visible_to: Callable[[Any], QuerySet[Any]]
) -> None:
    """Called in AppConfig.ready by the app that owns the model."""
    subjects.register(subjects.Subject(model, canonical, visible_to))


@transaction.atomic
def freeze(thing: Model, *, by: Any, at: datetime | None = None) -> Edition:
    """The edition of what the thing says now: a new one, or the last one if it says the same."""
    subject = subjects.subject_of(thing)
    subject.model._default_manager.select_for_update().get(pk=thing.pk)
    content = canonical.dumps(subject.canonical(thing))
    digest = hashlib.sha256(content).hexdigest()
    last = Edition.objects.of(thing).first()
    if last is not None and last.sha256 == digest:
        return last
    edition = Edition.objects.create(
        content_type=subjects.content_type_of(thing),
        object_id=thing.pk,
        number=last.number + 1 if last else 1,
        content=content.decode(),
        sha256=digest,
        frozen_by=by,
        frozen_at=at or timezone.now(),
    )
    data = {"number": edition.number, "sha256": digest}
    record(verb="drafting.freeze", thing=thing, by=by, data=data, at=edition.frozen_at)
    return edition


def verify(edition: Edition) -> bool:
    """Whether the content still has the hash it was given, and is in canonical form."""
    content = edition.content.encode()
    return hashlib.sha256(content).hexdigest() == edition.sha256 and canonical.dumps(edition.data) == content


def is_current(edition: Edition, thing: Model) -> bool:
    """Whether the thing still says what the edition says."""
    return sha256_of(thing) == edition.sha256


def sha256_of(thing: Model) -> str:
    """The hash that an edition of the thing would have if it were frozen now."""
    return canonical.sha256(subjects.subject_of(thing).canonical(thing))
