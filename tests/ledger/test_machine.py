"""The machine on an organisation whose acronym plays the state."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import rules
from django.db import connection

from ledger import machine as machines_module
from ledger.machine import (
    Blocked,
    Machine,
    NotAllowed,
    ReasonNeeded,
    Transition,
    WrongState,
    machines,
    register_follower,
    register_guard,
)
from ledger.models import Entry
from network.models import Organisation, User

LABEL = "network.Organisation"


@pytest.fixture
def machine(monkeypatch):
    monkeypatch.setattr(machines_module, "_machines", {})
    monkeypatch.setattr(machines_module, "_guards", {})
    monkeypatch.setattr(machines_module, "_followers", {})
    rules.add_perm("network.move", rules.predicate(lambda user, obj: getattr(user, "email", "") == "alice@example.org"))
    yield Machine(
        LABEL,
        transitions=(
            Transition("take_up", "Take up", ("proposed",), "drafting", "network.move", statement="We take it up."),
            Transition("decline", "Decline", ("proposed", "drafting"), "declined", "network.move", needs_reason=True),
            Transition("agree", "Agree", ("drafting",), "agreed", "network.move", guards=("is_complete",)),
            Transition("note", "Note", ("drafting",), "noted", "network.move", True, reason_is_public=False),
        ),
        initial="proposed",
        field_name="acronym",
    )
    rules.remove_perm("network.move")


@pytest.fixture
def proposed(thing) -> Organisation:
    thing.acronym = "proposed"
    thing.save()
    return thing


@pytest.fixture
def bob(db) -> User:
    return User.objects.create_superuser("bob@example.org", name="Bob")


def state(obj: Organisation) -> str:
    return Organisation.objects.get(pk=obj.pk).acronym


def test_a_transition_writes_state_history_and_ledger(machine, proposed, alice, alice_in_post):
    entry = machine.perform(proposed, "take_up", by=alice, data={"theme": 3})
    assert (state(proposed), proposed.acronym) == ("drafting", "drafting")
    last = proposed.history.first()
    assert (last.acronym, last.history_user, last.history_change_reason) == ("drafting", alice, "Take up")
    assert (entry.verb, entry.statement) == ("network.take_up", "We take it up.")
    assert entry.data == {"from": "proposed", "to": "drafting", "theme": 3}


def test_an_effect_writes_fields_of_the_row_as_it_is_now(machine, proposed, alice):
    Organisation.objects.filter(pk=proposed.pk).update(website="https://example.org/", about="Written meanwhile")

    def effect(obj):
        obj.website = ""
        return {"merged_into": 7}

    entry = machine.perform(proposed, "take_up", by=alice, effect=effect)
    proposed.refresh_from_db()
    assert (proposed.website, proposed.about, entry.data["merged_into"]) == ("", "Written meanwhile", 7)


@pytest.mark.parametrize(
    ("name", "reason", "who", "refusal"),
    [
        ("agree", "", "alice", WrongState),
        ("take_up", "", "bob", NotAllowed),
        ("decline", " ", "alice", ReasonNeeded),
    ],
)
def test_a_refusal_writes_nothing(machine, proposed, alice, bob, name, reason, who, refusal):
    with pytest.raises(refusal):
        machine.perform(proposed, name, by={"alice": alice, "bob": bob}[who], reason=reason)
    assert (state(proposed), Entry.objects.count()) == ("proposed", 0)


def test_a_failing_effect_writes_nothing(machine, proposed, alice):
    def fail(obj):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        machine.perform(proposed, "take_up", by=alice, effect=fail)
    assert (state(proposed), Entry.objects.count()) == ("proposed", 0)


def test_a_reason_is_public_if_the_table_says_so(machine, proposed, alice):
    machine.perform(proposed, "take_up", by=alice)
    noted = machine.perform(proposed, "note", by=alice, reason="Between us")
    assert ("Between us" in noted.leaf, noted.reason) == (False, "Between us")
    Organisation.objects.update(acronym="drafting")
    declined = machine.perform(proposed, "decline", by=alice, reason="No money")
    assert (declined.content["reason"], state(proposed)) == ("No money", "declined")


def test_a_guard_nobody_registered_refuses(machine, proposed, alice):
    machine.perform(proposed, "take_up", by=alice)
    with pytest.raises(Blocked, match="not in place"):
        machine.perform(proposed, "agree", by=alice)
    register_guard(LABEL, "agree", "is_complete", lambda obj, by: None if obj.about else "Say what it is about")
    with pytest.raises(Blocked) as refusal:
        machine.perform(proposed, "agree", by=alice)
    assert (refusal.value.reasons, state(proposed)) == (["Say what it is about"], "drafting")
    Organisation.objects.update(about="Transparency")
    machine.perform(proposed, "agree", by=alice)
    assert state(proposed) == "agreed"


def test_the_same_table_draws_the_buttons(machine, proposed, alice, bob):
    offers = [(offer.name, offer.is_blocked) for offer in machine.available(proposed, alice)]
    assert offers == [("take_up", False), ("decline", False)]
    assert machine.available(proposed, bob) == []
    machine.perform(proposed, "take_up", by=alice)
    offers = [(offer.name, offer.is_blocked) for offer in machine.available(proposed, alice)]
    assert offers == [("decline", False), ("agree", True), ("note", False)]


def test_whoever_tells_people_is_called_once_for_each_act_that_was_done(machine, proposed, alice):
    told = []
    register_follower(LABEL, lambda done: told.append((done.verb, done.thing.acronym, done.transition.name, done.by)))
    machine.perform(proposed, "take_up", by=alice)
    with pytest.raises(WrongState):
        machine.perform(proposed, "take_up", by=alice)
    assert told == [("network.take_up", "drafting", "take_up", alice)]


def test_an_act_of_which_people_cannot_be_told_is_not_done(machine, proposed, alice):
    register_follower(LABEL, lambda done: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        machine.perform(proposed, "take_up", by=alice)
    assert (state(proposed), Entry.objects.count()) == ("proposed", 0)


def test_every_machine_is_listed(machine):
    assert list(machines()) == [machine]
    assert machine.states() == {"proposed", "drafting", "declined", "agreed", "noted"}
    with pytest.raises(ValueError, match="one name"):
        Machine(LABEL, (machine.transitions[0],) * 2, "proposed")


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_once_one_wins(machine, proposed, alice):
    barrier = Barrier(2)

    def press(name: str) -> str:
        mine = Organisation.objects.get(pk=proposed.pk)
        barrier.wait()
        try:
            machine.perform(mine, name, by=alice, reason="Now")
        except WrongState:
            return "too late"
        finally:
            connection.close()
        return name

    with ThreadPoolExecutor(2) as threads:
        outcomes = sorted(threads.map(press, ["take_up", "take_up"]))
    assert outcomes == ["take_up", "too late"]
    assert (state(proposed), Entry.objects.count()) == ("drafting", 1)
