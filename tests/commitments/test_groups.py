"""A working group is known to the network even when its drafts are not, and says who leads on each side."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from commitments import services
from commitments.models import Commitment
from network import roles
from network.choices import Role
from tests.commitments.build import SECTION, propose
from tests.conftest import client_of
from tests.world import PERSONAS, build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return build_world(openness="engaged")


@pytest.fixture
def commitment(world):
    one = propose(world, title="A title still in draft", sections={SECTION: "Words still in draft"})
    services.edit_group(one.working_group, by=world.person("coordinator"), purpose="To write it", result="Two drafts")
    return one


def address(name, commitment):
    return reverse(f"commitments:{name}", args=[commitment.plan.slug, commitment.ref])


@pytest.mark.parametrize("persona", ["member", "official"])
@pytest.mark.parametrize("name", ["group", "ask_to_join"])
def test_the_network_sees_the_group_and_nothing_of_its_drafts(world, commitment, persona, name):
    client = client_of(world, persona)
    assert client.get(commitment.get_absolute_url()).status_code == 404
    page = client.get(address(name, commitment))
    assert (page.status_code, b"still in draft" in page.content) == (200, False)
    assert commitment.get_absolute_url() + '"' not in page.content.decode()


def test_the_list_tells_purpose_and_result_without_titles(world, commitment):
    there = reverse("commitments:groups", args=[commitment.plan.slug])
    told = {
        persona: [words in client_of(world, persona).get(there).content for words in (b"Two drafts", b"still in draft")]
        for persona in ("member", "cs_drafter", "stranger", "visitor")
    }
    assert told == {
        "member": [True, False],
        "cs_drafter": [True, True],
        "stranger": [False, False],
        "visitor": [False, False],
    }


def test_asking_to_join_works_for_who_may_not_read_the_drafts(world, commitment):
    client = client_of(world, "member")
    response = client.post(address("ask_to_join", commitment), {"reason": "I know registers"})
    assert (response.status_code, response.url) == (302, address("group", commitment))
    asked = commitment.group_requests.get()
    services.answer_request(asked, is_accepted=False, answer="It is nearly done", by=world.person("coordinator"))
    assert b"It is nearly done" in client.get(address("group", commitment)).content


def test_a_side_without_a_lead_is_said(world, commitment):
    there = address("group", commitment)
    assert b"Nobody leads for this side" not in client_of(world, "member").get(there).content
    roles.revoke(Role.COORDINATOR, world.plan, to=world.post("coordinator"), by=None)
    assert client_of(world, "member").get(there).content.count(b"Nobody leads for this side") == 1


@pytest.mark.parametrize("name", ["group", "groups"])
def test_a_lead_whose_post_is_vacant_is_said(world, commitment, name):
    there = reverse(f"commitments:{name}", args=[commitment.plan.slug, *([commitment.ref] if name == "group" else [])])
    client = client_of(world, "member")
    assert b"vacant for" not in client.get(there).content
    world.post("coordinator").tenures.update(ends=timezone.localdate() - dt.timedelta(days=3))
    assert client.get(there).content.count(b"vacant for 3 days") == 1


def test_a_visitor_is_told_who_may_ask(world, commitment):
    world.plan.openness = "open"
    world.plan.save()
    page = client_of(world, "visitor").get(address("group", commitment)).content.decode()
    assert ("Members of the network and officials can ask to join." in page, 'href="/network/join/"' in page) == (
        True,
        True,
    )


@pytest.mark.parametrize("openness", ["engaged", "network", "open"])
def test_the_queryset_and_the_rule_agree(openness):
    world = build_world(openness=openness)
    one = propose(world)
    for persona in PERSONAS[1:]:
        person = world.person(persona)
        found = Commitment.objects.with_group_visible_to(person).filter(pk=one.pk).exists()
        assert (persona, found) == (persona, person.has_perm("commitments.see_group", one))
