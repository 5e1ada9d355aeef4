"""Runs the table of rights: every row, every persona, GET and POST."""

from itertools import chain

import pytest

from network.rights import Standing, capabilities
from tests.access.table import Url, groups, rows, url_names
from tests.conftest import client_of
from tests.kept import Kept, undone
from tests.world import PERSONAS, ROLES

STANDINGS = {
    "visitor": Standing.EVERYONE,
    "member": Standing.MEMBER,
    "official": Standing.OFFICIAL,
    "leaver": Standing.SIGNED_IN,
    "stranger": Standing.SIGNED_IN,
    "admin": Standing.SIGNED_IN,
}


@pytest.fixture(autouse=True)
def quiet(caplog):
    """Every refusal logs a traceback; here most answers are refusals."""
    caplog.set_level("CRITICAL", "django.request")


GET = [*chain.from_iterable(groups(row for row in rows() if row.get is not None))]
POST = [*chain.from_iterable(groups(row for row in rows() if row.post is not None))]


def ask(row: Url, kept: Kept, method: str) -> dict[str, int]:
    """What each persona gets; whatever the request wrote is undone before the next one asks."""
    found = {}
    with kept.made(row.make, **row.world) as (world, thing):
        address = row.address(thing)
        data = row.made(row.data, world) if method == "post" else {}
        for persona in PERSONAS:
            with undone():
                found[persona] = getattr(client_of(world, persona), method)(address, data).status_code
    return found


@pytest.mark.parametrize("row", GET, ids=str)
def test_page_opens_for_whom_the_table_says(row, kept):
    assert ask(row, kept, "get") == row.get


@pytest.mark.parametrize("row", POST, ids=str)
def test_act_is_done_by_whom_the_table_says(row, kept):
    assert ask(row, kept, "post") == row.post


def test_every_address_stands_in_the_table():
    assert sorted(url_names() - {row.name for row in rows()}) == []


def test_table_names_no_address_that_is_gone():
    assert sorted({row.name for row in rows()} - url_names()) == []


@pytest.mark.parametrize("row", [row for row in rows() if row.permission], ids=str)
def test_table_agrees_with_the_page_that_says_who_can_do_what(row):
    """Who the help page lets in without a condition is let in, and nobody is let in whom it does not name."""
    named = {found.permission: found for found in capabilities()}[row.permission]
    notes = {who: named.notes_for(ROLES.get(who) or STANDINGS[who]) for who in PERSONAS}
    assert {who for who in PERSONAS if notes[who] == []} - row.allowed() == set()
    assert row.allowed() - {who for who in PERSONAS if notes[who] is not None} == set()
