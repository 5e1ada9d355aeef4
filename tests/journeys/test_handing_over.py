"""An official leaves: everybody sees the vacant post, and a successor reads what was promised and takes over."""

import datetime as dt

import pytest

from network.services import create_person
from tests.journeys.people import Person

pytestmark = pytest.mark.usefixtures("example")
POST = "/network/posts/policy-adviser-transparency-team-co/"
TITLE = "Policy adviser, Transparency Team, Cabinet Office"
EDIT = "/plans/example/commitments/2.1/edit/objective/"
NOTE = "The network expects an answer on draft bills by Friday."


def today(name: str) -> dict[str, int]:
    day = dt.date.today()
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


@pytest.fixture
def leaver() -> Person:
    person = Person("gov-drafter").open(POST).follow("End the tenure")
    for held in ("1.1 A public list of the data that government holds", "Opening up information"):
        assert held in person.text
    return person.send("End the tenure", note=NOTE, **today("ends"))


@pytest.fixture
def successor(leaver) -> Person:
    create_person(email="successor@demo.test", name="Vera Lindqvist", password="demo-plan-2013")
    lead = Person("lead-official").open(POST).follow("Appoint somebody")
    lead.send("Appoint", email="successor@demo.test", **today("starts"))
    return Person("successor")


def test_vacant_post_is_flagged_wherever_it_matters(leaver):
    visitor = Person()
    assert "vacant since today" in visitor.open(POST).text
    assert f"{TITLE} Vacant since today" in visitor.open("/plans/example/").text
    assert "vacant since today" in Person("member").open("/plans/example/commitments/1.1/").text
    assert TITLE in Person("lead-official").open("/desk/").text


def test_leaver_writes_no_more(leaver):
    assert leaver.open(EDIT).status == 404
    assert Person("gov-drafter").open("/plans/example/commitments/1.1/").status == 404


def test_successor_reads_the_note_accepts_and_writes(successor):
    successor.open(POST).follow("Handover")
    assert NOTE in successor.text
    assert "2.1 Publish bills in draft" in successor.text
    successor.send("Accept the handover")
    assert "Accepted on" in successor.open(f"{POST}handover/").text
    assert successor.open(EDIT).status == 200
    assert "Vera Lindqvist" in Person().open("/plans/example/").text


def test_note_is_for_the_successor_and_those_who_appoint(leaver):
    assert NOTE in Person("lead-official").open(f"{POST}handover/").text
    for other in ("coordinator", "cso-drafter", "minister", "admin"):
        assert Person(other).open(f"{POST}handover/").status == 403
