"""A commitment on its way: proposed, taken up, declined, carried to the annex, taken up again; each with a reason."""

import re

import pytest

from tests.journeys.people import Person

pytestmark = pytest.mark.usefixtures("example")
TITLE = "Publish every answer to a consultation"
PAGE = "/plans/example/commitments/9.1/"


@pytest.fixture
def civil_society() -> Person:
    """The network's coordinator, who has just proposed it."""
    person = Person("coordinator").open("/plans/example/propose/")
    person.send("Propose", title=TITLE, origin="civil_society", ref="9.1")
    assert person.address == PAGE
    return person


@pytest.fixture
def government() -> Person:
    return Person("lead-official")


def test_a_proposal_waits_for_the_other_side(civil_society, government):
    assert "Take up" not in civil_society.open(PAGE).links
    assert f"9.1 {TITLE}" in government.open("/desk/").links
    government.follow(f"9.1 {TITLE}").follow("Take up").send("Take up")
    assert "Drafting" in government.text
    assert "Take up" not in government.links


def test_declined_annexed_and_taken_up_again(civil_society, government):
    government.open(PAGE).follow("Take up").send("Take up")
    government.follow("Decline").send("Decline", reason="There is no money this year.")
    assert "There is no money this year." in Person("member").open(PAGE).text
    civil_society.open(PAGE).follow("Carry to the annex")
    civil_society.send("Carry to the annex", reason="We keep asking.", text="Answer everyone who took part.")
    assert "Answer everyone who took part." in Person("member").open("/plans/example/annex/").text
    government.open(PAGE).follow("Take up again").send("Take up again", reason="The spending round found the money.")
    assert "Drafting" in government.open(PAGE).text
    told = government.open(f"{PAGE}history/").text
    for reason in ("There is no money this year.", "We keep asking.", "The spending round found the money."):
        assert reason in told


def test_declining_without_a_reason_asks_for_one(civil_society, government):
    government.open(PAGE).follow("Decline").send("Decline", reason="")
    assert "Proposed" in Person("member").open(PAGE).text
    assert government.address == f"{PAGE}decline/"


def test_every_step_is_on_record_and_drafts_stay_within_the_network(civil_society, government):
    government.open(PAGE).follow("Take up").send("Take up")
    assert "Proposed" in Person("member").open("/ledger/").text
    assert newest_act(Person("member")).startswith("Commitment: example 9.1 ")
    assert newest_act(Person()).startswith("Commitment: not shown to you, a draft for instance ")


def newest_act(person: Person) -> str:
    found = re.search(r"Took up \(act \d+\) (.*)", person.open("/ledger/").text)
    assert found
    return found[1]
