"""Runs the table of rights: every row, every persona, GET and POST."""

from collections.abc import Callable
from functools import partial

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from network.rights import Standing, capabilities
from tests.access.table import Url, rows, url_names
from tests.conftest import client_of
from tests.world import PERSONAS, ROLES, World, build_world

pytestmark = pytest.mark.django_db
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


def ask(row: Url, world: World, method: str) -> dict[str, int]:
    """What each persona gets; whatever the request wrote is undone before the next one asks."""
    address = reverse(row.name, kwargs=row.made(row.kwargs, world)) + row.query
    data = row.made(row.data, world) if method == "post" else {}
    return {persona: undone(partial(getattr(client_of(world, persona), method), address, data)) for persona in PERSONAS}


def undone(ask: Callable[[], HttpResponse]) -> int:
    with transaction.atomic():
        status = ask().status_code
        transaction.set_rollback(True)
    return status


@pytest.mark.parametrize("row", [row for row in rows() if row.get is not None], ids=str)
def test_page_opens_for_whom_the_table_says(row):
    assert ask(row, build_world(**row.world), "get") == row.get


@pytest.mark.parametrize("row", [row for row in rows() if row.post is not None], ids=str)
def test_act_is_done_by_whom_the_table_says(row):
    assert ask(row, build_world(**row.world), "post") == row.post


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
