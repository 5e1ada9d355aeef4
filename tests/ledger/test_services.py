import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from core import canonical
from ledger import leaves, services, tree
from ledger.models import Entry, Node, Opening
from ledger.verification import verify


def test_an_act_is_a_canonical_leaf_that_names_nobody(act, alice, thing):
    at = dt.datetime(2013, 6, 27, 12, tzinfo=dt.UTC)
    entry = act(
        reason="Alice Adams asked for it", statement="I rename Secret Title", at=at, data={"edition": "ab" * 32, "n": 1}
    )
    content = json.loads(entry.leaf)
    sealed = {"actor": ("name", "person"), "thing": ("name",)}
    for part, names in sealed.items():
        for name in names:
            assert list(content[part].pop(name)) == ["sha256"]
    assert list(content.pop("reason")) == list(content.pop("statement")) == ["sha256"]
    recorded_at = content.pop("recorded_at")
    assert content == {
        "format": "ogpnap-act/1",
        "index": 0,
        "verb": "network.rename",
        "thing": {"label": "network.organisation", "id": str(thing.pk)},
        "actor": {
            "post": "Coordinator",
            "organisation": "UK Open Government Network",
            "side": "civil_society",
            "on_behalf_of": None,
        },
        "at": "2013-06-27T12:00:00.000000Z",
        "data": {"edition": "ab" * 32, "n": 1},
    }
    assert recorded_at[:4] >= "2026"
    assert "Alice" not in entry.leaf
    assert "Secret" not in entry.leaf
    assert canonical.dumps(json.loads(entry.leaf)) == entry.leaf.encode()
    assert entry.leaf_hash == tree.leaf_hash(entry.leaf.encode()).hex()


def test_openings_say_what_the_leaf_keeps_to_itself(act, thing, alice):
    act(reason="Because", statement="I rename it")
    [entry] = Entry.objects.about(thing)
    assert (entry.actor_name, entry.thing_name, entry.reason, entry.public_reason, entry.statement) == (
        "Alice Adams", "Secret Title", "Because", "", "I rename it",
    )  # fmt: skip
    sealed = leaves.commitments(entry.content)
    assert sealed == {o.field: leaves.commitment(o.salt, o.value) for o in entry.openings.all()}
    assert list(Entry.objects.by(alice)) == [entry]


def test_a_public_reason_stands_in_the_leaf(act):
    entry = act(reason="The cut-off has passed", reason_is_public=True)
    assert (entry.content["reason"], entry.reason) == ("The cut-off has passed", "The cut-off has passed")


def test_the_same_name_never_has_the_same_hash(act):
    assert act().content["actor"]["name"] != act().content["actor"]["name"]


def test_the_system_acts_without_name_post_or_side(act):
    actor = act(by=None).content["actor"]
    assert actor == {"person": None, "name": None, "on_behalf_of": None, "post": "", "organisation": "", "side": ""}


def test_acts_are_numbered_without_gaps_and_kept_newest_first(act, thing):
    entries = [act() for _ in range(9)]
    assert [entry.index for entry in entries] == list(range(9))
    assert list(Entry.objects.about(thing)) == entries[::-1]
    assert Node.objects.count() == 7


@pytest.mark.django_db(transaction=True)
def test_an_act_outside_its_transaction_is_refused(alice, thing):
    with pytest.raises(transaction.TransactionManagementError):
        services.record(verb="network.rename", thing=thing, by=alice)
    assert Entry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_leaves_no_gap(act):
    def fail():
        with transaction.atomic():
            act()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert act().index == 0


def test_erasing_a_person_leaves_the_tree_whole(act, alice, thing):
    bob_did = act(by=None)
    entries = [act(), act(), act(by=None, reason="Alice Adams asked", statement="Alice Adamson's text")]
    assert services.erase_person(alice, by=None, reason="She asked for it") == 3
    told = [(entry.actor_name, entry.thing_name, entry.reason, entry.statement) for entry in Entry.objects.about(thing)]
    assert told == [("", "Secret Title", "", "Alice Adamson's text"), *[("", "Secret Title", "", "")] * 3]
    assert list(Entry.objects.by(alice)) == []
    assert not Opening.objects.filter(value__in=["Alice Adams", str(alice.pk)], field__in=["name", "person"]).exists()
    acts_of_erasure = Entry.objects.filter(verb="ledger.erase").values_list("thing_id", flat=True)
    assert list(acts_of_erasure) == [str(entry.index) for entry in entries]
    report = verify([], public_key=b"")
    assert (report.findings, report.erased, report.size) == ([], 5, 7)
    assert bob_did.index == 0


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.django_db(transaction=True)
def test_people_acting_at_once_get_one_number_each(act):
    def act_ten_times(_thread: int) -> list[int]:
        try:
            return [act().index for _ in range(10)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        indexes = [index for found in threads.map(act_ten_times, range(4)) for index in found]
    assert sorted(indexes) == list(range(40))
    assert verify([], public_key=b"").findings == []
