import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from core.history import save_as
from network.models import Organisation, User

pytestmark = pytest.mark.django_db


def test_history_says_who_why_and_when():
    alice = User.objects.create_user("alice@example.org")
    at = dt.datetime(2013, 6, 27, tzinfo=dt.UTC)
    organisation = Organisation(name="Integrity Watch", slug="integrity-watch", kind="cso", side="civil_society")
    save_as(organisation, by=alice, reason="Founded", at=at)
    organisation.name = "Integrity Watch UK"
    save_as(organisation, by=None, update_fields=["name"])
    organisation.name = "Watch"
    save_as(organisation, by=AnonymousUser())

    rows = [(row.name, row.history_user, row.history_change_reason) for row in organisation.history.order_by("pk")]
    assert rows == [
        ("Integrity Watch", alice, "Founded"),
        ("Integrity Watch UK", None, None),
        ("Watch", None, None),
    ]
    assert organisation.history.last().history_date == at or organisation.history.earliest().history_date == at
