"""Somebody new asks to join the network, is answered with a reason, and reads drafts from then on."""

import re

import pytest
from django.core import mail

from core.jobs import run_waiting
from tests.journeys.people import Person

pytestmark = pytest.mark.usefixtures("example")
DRAFT = "/plans/example/commitments/1.1/"
CRITERIA = "Anyone may join who works or volunteers for an organisation outside government"
PASSWORD = "nine-long-bridges-2013"


def ask() -> Person:
    newcomer = Person().open("/network/join/")
    assert CRITERIA in newcomer.text
    newcomer.send(
        "Send the request",
        network="uk",
        kind="person",
        name="Ada Newton",
        email="ada@example.test",
        statement="I volunteer for a library and speak for myself.",
    )
    assert "Waiting for an answer" in newcomer.text
    return newcomer


def answer(newcomer: Person, word: str, reason: str) -> None:
    reference = re.search(r"\b[A-Z0-9]{8}\b", newcomer.text)[0]
    coordinator = Person("coordinator").follow(f"Request {reference}")
    assert "I volunteer for a library" in coordinator.text
    coordinator.send("Send the answer", answer=word, reason=reason)


def letter() -> str:
    """The last letter to the newcomer; others may be sent their digests meanwhile."""
    run_waiting()
    return [message.body for message in mail.outbox if message.to == ["ada@example.test"]][-1]


def sign_up() -> Person:
    person = Person().open("/accounts/signup/")
    person.send("Create account", name="Ada Newton", email="ada@example.test", password1=PASSWORD, password2=PASSWORD)
    link = re.search(r"/accounts/confirm-email/\S+", letter())[0]
    person.open(link).send("Yes, it is mine")
    person.send("Sign in", login="ada@example.test", password=PASSWORD)
    assert person.address == "/desk/"
    return person


def test_newcomer_is_admitted_and_reads_drafts():
    newcomer = ask()
    own_page = newcomer.address
    answer(newcomer, "accept", "You meet all three criteria.")
    assert own_page in letter()
    assert "You meet all three criteria." in newcomer.open(own_page).text
    member = sign_up()
    assert member.open(DRAFT).status == 404
    member.open(own_page).send("Take up the membership")
    assert member.open(DRAFT).status == 200


def test_newcomer_is_refused_with_a_reason():
    newcomer = ask()
    own_page = newcomer.address
    answer(newcomer, "decline", "You act for a department.")
    assert "You act for a department." in letter()
    assert "You act for a department." in newcomer.open(own_page).text
    person = sign_up()
    assert "Take up the membership" not in person.open(own_page).text
    assert person.open(DRAFT).status == 404


def test_an_answer_without_a_reason_is_not_sent():
    newcomer = ask()
    own_page = newcomer.address
    answer(newcomer, "accept", "")
    assert "Waiting for an answer" in newcomer.open(own_page).text
