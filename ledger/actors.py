"""Who acts: a snapshot of person, post, organisation and side. `network` registers how to find it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model

Person = AbstractBaseUser | AnonymousUser | None


@dataclass(frozen=True)
class Actor:
    person_id: int | None
    name: str
    post: str = ""
    organisation: str = ""
    side: str = ""
    on_behalf_of: str = ""


SYSTEM = Actor(person_id=None, name="")
Resolver = Callable[[AbstractBaseUser, Model], Actor]
_resolvers: list[Resolver] = []


def register(resolver: Resolver) -> None:
    """Set how a person acting on a thing becomes an Actor; the last one registered is asked."""
    _resolvers[:] = [resolver]


def actor_for(person: Person, thing: Model) -> Actor:
    """The snapshot to record; None and visitors are the system itself, without name, post or side."""
    if person is None or isinstance(person, AnonymousUser):
        return SYSTEM
    if _resolvers:
        return _resolvers[0](person, thing)
    return Actor(person_id=person.pk, name=str(person))
