"""The help page says what the rules say, since it is made of them."""

import pytest
from django.utils.html import escape

from ledger.machine import machines
from network.choices import Role
from network.rights import Standing, capabilities
from portal import rights_page
from tests.world import PERSONAS, ROLES, build_world

HELP = "/help/who-can-do-what/"


@pytest.mark.django_db
def test_page_names_every_right_and_every_step(client):
    text = client.get(HELP).content.decode()
    assert [c.permission for c in capabilities() if escape(str(c.words)) not in text] == []
    assert [t.name for machine in machines() for t in machine.transitions if escape(str(t.label)) not in text] == []


@pytest.mark.django_db
def test_every_step_of_a_machine_has_somebody_who_takes_it():
    assert [step.label for way in rights_page.ways() for step in way.steps if not step.who] == []


def test_every_step_is_told_in_the_past_tense_once_it_is_done():
    assert [step.name for machine in machines() for step in machine.transitions if not step.done] == []


@pytest.mark.django_db
def test_page_narrows_down_to_one(client):
    text = client.get(HELP, {"who": "clearing_officer"}).content.decode()
    assert ("Read what is still a draft" in text, "Plan the timetable" in text) == (True, False)
    assert client.get(HELP, {"who": "emperor"}).status_code == 200


@pytest.mark.django_db
def test_what_the_page_gives_without_a_condition_the_rules_give():
    """Every right that is looked up on a plan itself, for every persona."""
    world = build_world()
    for permission in ("plans.see", "plans.see_drafts", "plans.edit", "plans.edit_timetable", "plans.ask_rule_change"):
        [named] = [c for c in capabilities("plans") if c.permission == permission]
        said = {p for p in PERSONAS if p in ROLES and named.notes_for(ROLES[p]) == []}
        done = {p for p in PERSONAS if p in ROLES and world.person(p).has_perm(permission, world.plan)}
        assert said == done, permission


def test_people_are_standings_and_roles():
    assert rights_page.people() == [*Standing, *Role]
