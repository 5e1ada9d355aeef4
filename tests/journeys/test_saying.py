"""An organisation says what it thinks and takes it back; the network calls the plan a partnership."""

import pytest

from core.jobs import run_waiting
from tests.journeys.people import Person

pytestmark = pytest.mark.usefixtures("example")
EXTRACTIVES = "/plans/example/commitments/4.1/"
COALITION = "Fair Resources Coalition"


@pytest.fixture
def representative() -> Person:
    return Person("cso-representative")


def test_an_organisation_takes_its_support_back_and_both_stay_on_record(representative):
    representative.open(EXTRACTIVES).follow(f"Change what {COALITION} says of it")
    assert f"{COALITION} supports edition 1 of" in representative.text
    representative.send(f"Sign for {COALITION}", stance="withdrawn")
    assert f"{COALITION} takes back what it said of edition 1" in representative.text
    assert "Withdrawn: 1" in representative.text
    said = Person("lead-official").open("/plans/example/endorsements/").text
    assert f"{COALITION} Withdrawn" in said
    assert f"What {COALITION} said before" in said


def test_it_endorses_again_with_reservations_that_readers_see(representative):
    representative.open(EXTRACTIVES).follow(f"Change what {COALITION} says of it")
    representative.send(f"Sign for {COALITION}", stance="supports with reservations")
    assert "Write which reservations your organisation has." in representative.text
    representative.send(f"Sign for {COALITION}", statement="Gold is left out.")
    assert "Gold is left out." in Person("lead-official").open(EXTRACTIVES).text


def test_nobody_but_the_two_sides_reads_it_before_publication():
    for somebody in (Person(), Person("reviewer"), Person("admin")):
        text = somebody.open("/plans/example/endorsements/").text
        assert (COALITION in text, "Nothing is said here in public yet" in text) == (False, True)


def test_the_second_signature_makes_it_a_partnership_and_the_next_draft_says_so(representative):
    assert "The government’s plan." in Person().open("/plans/example/partnership/").text
    representative.open("/plans/example/").follow("Whose plan it is called").follow("Read and sign")
    representative.send("Sign for UK Open Government Network")
    assert "The decision of the network is in effect." in representative.text
    assert "A partnership of government and civil society." in Person().open("/plans/example/partnership/").text
    assert "stated that this plan is a partnership" in Person().open("/plans/example/read/").text
    lead = Person("lead-official").open("/plans/example/publish/")
    lead.send("Publish for everyone", change_note="The network calls it a partnership.")
    run_waiting()
    assert "Written in partnership" in Person().open("/plans/example/read/").text
