"""Clearing against reopening, another clearance or a return: who is second finds what the first did."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from commitments import workflow
from commitments.models import Commitment
from drafting.models import Signature
from ledger.machine import Blocked, NotAllowed, WrongState
from ledger.models import Entry
from signoffs import clearance
from signoffs.choices import Stand
from signoffs.services import clearance as services
from tests.signoffs import build

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]
ROUNDS = int(os.environ.get("CLEARANCE_RACES", "8"))
REFUSED = (WrongState, NotAllowed, Blocked)


def together(*acts):
    """Each in a thread of its own, let go at once; what it answered, or how it was refused."""
    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(attempt, act) for act in acts]]


def attempt(act):
    try:
        return act()
    except REFUSED as refusal:
        return type(refusal).__name__
    finally:
        connection.close()


def clearing(commitment, organisation, by):
    seen = build.edition_of(commitment).sha256
    return lambda: services.clear(Commitment.objects.get(pk=commitment.pk), organisation, by=by, seen_sha256=seen)


def returning(commitment, organisation, by):
    seen = build.edition_of(commitment).sha256
    return lambda: services.return_to_drafting(
        Commitment.objects.get(pk=commitment.pk), organisation, by=by, seen_sha256=seen, reason="No money"
    )


def sent_anew(world, commitment, number):
    """The same commitment in clearance with words that nobody has signed."""
    commitment.refresh_from_db()
    return build.sent(world, build.reword(world, commitment, f"We will publish {number} registers."))


@pytest.fixture
def pair(world):
    """Two departments with a clearing officer each; the second has a deputy."""
    first, second = build.department("Transport"), build.department("Defence")
    first.officer, second.officer, second.deputy = (build.person(name) for name in ("ann", "ben", "carol"))
    build.clearing_post(first, first.officer)
    build.deputy_of(build.clearing_post(second, second.officer), second.deputy)
    return first, second


def test_a_clearance_is_either_before_a_reopening_or_refused(world, pair):
    first, _second = pair
    one = build.drafted(world, [first])
    for number in range(ROUNDS):
        sent_anew(world, one, number)
        edition = build.edition_of(one)
        answer, _entry = together(
            clearing(one, first, first.officer),
            lambda: workflow.reopen(Commitment.objects.get(pk=one.pk), by=world.person("coordinator"), reason="Late"),
        )
        one.refresh_from_db()
        signed = list(Signature.objects.filter(edition=edition, verb=clearance.CLEAR.name))
        reopened = Entry.objects.filter(verb="commitments.reopen").latest("index")
        assert one.state == "drafting"
        assert [signature.entry_id < reopened.index for signature in signed] == (
            [] if answer == "WrongState" else [True]
        )


def test_officer_and_deputy_at_once_give_one_yes(world, pair):
    _first, second = pair
    one = build.drafted(world, [second])
    for number in range(ROUNDS):
        sent_anew(world, one, number)
        answers = together(clearing(one, second, second.officer), clearing(one, second, second.deputy))
        assert answers[0] == answers[1]
        assert Signature.objects.filter(edition=build.edition_of(one), verb=clearance.CLEAR.name).count() == 1
        build.reopen(world, one)


def test_the_last_two_departments_at_once_are_the_ministers_turn_once(world, pair, monkeypatch):
    first, second = pair
    told = []
    monkeypatch.setattr(services, "_all_cleared", [lambda commitment, edition, by, at: told.append(edition)])
    one = build.drafted(world, [first], [second])
    for number in range(ROUNDS):
        sent_anew(world, one, number)
        together(clearing(one, first, first.officer), clearing(one, second, second.officer))
        assert [found.state for found in clearance.departments(one)] == [Stand.YES, Stand.YES]
        assert told == [build.edition_of(one)]
        told.clear()
        build.reopen(world, one)


def test_one_person_at_two_desks_at_once_fills_one_seat(world, pair):
    first, _second = pair
    third = build.department("Fisheries")
    build.clearing_post(third, first.officer)
    one = build.drafted(world, [first], [third])
    for number in range(ROUNDS):
        sent_anew(world, one, number)
        answers = together(clearing(one, first, first.officer), clearing(one, third, first.officer))
        assert [isinstance(answer, Signature) for answer in answers].count(True) == 1
        assert "SeatTaken" in answers
        build.reopen(world, one)


def test_a_return_and_the_last_clearance_at_once_end_in_drafting_and_nothing_is_approved(world, pair):
    first, second = pair
    one = build.drafted(world, [first], [second])
    for number in range(ROUNDS):
        sent_anew(world, one, number)
        edition = build.edition_of(one)
        answer, _no = together(clearing(one, first, first.officer), returning(one, second, second.officer))
        one.refresh_from_db()
        signed = set(Signature.objects.filter(edition=edition, verb__in=clearance.VERBS).values_list("verb", flat=True))
        expected = {clearance.RETURN.name} if answer == "WrongState" else set(clearance.VERBS)
        assert (one.state, signed) == ("drafting", expected)
