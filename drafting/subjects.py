"""What editions are of. Apps above register a model with its canonical content; nothing else is frozen or seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet


@dataclass(frozen=True)
class Subject:
    model: type[Model]
    canonical: Callable[[Any], dict[str, Any]]
    visible_to: Callable[[Any], QuerySet[Any]]


class NotASubject(LookupError):
    """This model was never registered, so nobody has said what its canonical content is."""


_subjects: dict[type[Model], Subject] = {}


def register(subject: Subject) -> None:
    _subjects[subject.model] = subject


def registered() -> list[Subject]:
    return list(_subjects.values())


def subject_of(thing: Model) -> Subject:
    return subject_for(type(thing))


def subject_for(model: type[Model]) -> Subject:
    try:
        return _subjects[model]
    except KeyError:
        raise NotASubject(f"{model._meta.label} is not registered with drafting.editions") from None


def content_type_of(thing: Model | type[Model]) -> ContentType:
    return ContentType.objects.get_for_model(thing, for_concrete_model=True)
