from collections.abc import Callable

import pytest
from django.db import transaction

from ledger import actors
from ledger.models import Entry
from ledger.services import record
from network.models import Organisation, User


@pytest.fixture
def alice(db) -> User:
    return User.objects.create_user("alice@example.org", name="Alice Adams")


@pytest.fixture
def thing(db) -> Organisation:
    return Organisation.objects.create(name="Secret Title", slug="secret-title", kind="cso", side="civil_society")


@pytest.fixture
def alice_in_post(monkeypatch):
    """Everybody acts as coordinator, without network's tables."""

    def resolve(user, thing):
        return actors.Actor(user.pk, user.name, "Coordinator", "UK Open Government Network", "civil_society")

    monkeypatch.setattr(actors, "_resolvers", [resolve])


@pytest.fixture
def act(alice, thing, alice_in_post) -> Callable[..., Entry]:
    """act(reason="…") puts one act of Alice on record."""

    def do(**changes) -> Entry:
        values = {"verb": "network.rename", "thing": thing, "by": alice, **changes}
        with transaction.atomic():
            return record(**values)

    return do
