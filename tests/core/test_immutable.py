import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from ledger.models import Entry

pytestmark = pytest.mark.django_db


def make_entry() -> Entry:
    return Entry.objects.create(
        index=0, leaf="{}", leaf_hash="", verb="a.b", thing_label="", thing_id="", at=timezone.now()
    )


@pytest.mark.parametrize(
    "statement",
    ["UPDATE ledger_entry SET verb = 'x.y'", "DELETE FROM ledger_entry", 'UPDATE ledger_entry SET "index" = 7'],
)
def test_the_database_refuses_to_change_what_is_on_record(statement):
    make_entry()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert list(Entry.objects.values_list("index", "verb")) == [(0, "a.b")]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_tests_clean_up_after_themselves(turn):
    assert Entry.objects.count() == 0
    make_entry()
    with pytest.raises(DatabaseError, match="append-only"):
        Entry.objects.update(verb="x.y")
