"""What a person may see: the queryset and its twin say the same, for every openness, persona and state."""

import pytest
from django.urls import reverse

from commitments import services
from commitments.models import Ask, Commitment, Section
from drafting.models import Text
from network import roles
from network.choices import Role
from tests.commitments.build import commitment_in, propose
from tests.conftest import client_of
from tests.world import PERSONAS, ROLES, build_world

pytestmark = pytest.mark.django_db

STATES = ("proposed", "drafting", "declined", "annexed", "withdrawn", "merged")
WITH_A_ROLE = set(ROLES)
SEES = {
    "open": set(PERSONAS),
    "network": WITH_A_ROLE | {"member", "official"},
    "engaged": WITH_A_ROLE,
}


@pytest.mark.parametrize("openness", SEES)
def test_queryset_and_twin_agree_for_everybody_in_every_state(openness):
    world = build_world(openness=openness)
    for number, state in enumerate(STATES):
        commitment_in(world, state, title=f"Commitment {number} {state}")
    everything = list(Commitment.objects.select_related("plan"))
    for persona in PERSONAS:
        person = world.person(persona)
        by_queryset = set(Commitment.objects.visible_to(person))
        by_twin = {one for one in everything if one.is_visible_to(person)}
        assert by_queryset == by_twin == (set(everything) if persona in SEES[openness] else set()), persona


def test_who_holds_a_role_on_one_commitment_sees_that_one_alone():
    world = build_world(openness="engaged")
    mine, other = propose(world, title="Mine"), propose(world, title="Not mine")
    roles.grant(Role.DRAFTER, mine, to=world.person("stranger"), by=None)
    assert list(Commitment.objects.visible_to(world.person("stranger"))) == [mine]
    assert (mine.is_visible_to(world.person("stranger")), other.is_visible_to(world.person("stranger"))) == (
        True,
        False,
    )


def test_texts_sections_and_asks_are_seen_with_their_commitment():
    world = build_world(openness="engaged")
    commitment = commitment_in(world, "annexed", sections={"what": "A secret draft"})
    text = commitment.sections.get(template_section__key="what").text
    seen = {
        persona: (
            Section.objects.visible_to(world.person(persona)).filter(text=text).exists(),
            Text.objects.visible_to(world.person(persona)).filter(pk=text.pk).exists(),
            Ask.objects.visible_to(world.person(persona)).filter(origin_commitment=commitment).exists(),
        )
        for persona in PERSONAS
    }
    assert seen == {persona: (persona in WITH_A_ROLE,) * 3 for persona in PERSONAS}


def test_lists_counts_and_search_show_nothing_of_what_is_hidden():
    world = build_world(openness="engaged")
    propose(world, title="Beneficial ownership", sections={"what": "Shell companies"})
    for query in ("", "?q=ownership", "?q=shell", "?state=proposed"):
        response = client_of(world, "member").get(reverse("commitments:index", args=["uk-2013"]) + query)
        assert (response.status_code, b"Beneficial ownership" in response.content) == (200, False)
        assert response.context["page"].paginator.count == 0


def test_an_earlier_commitment_that_is_hidden_is_not_named_beside_the_one_that_continues_it(world):
    earlier = services.propose(plan=world.other_plan, title="Hidden promise", origin="both", by=None)
    commitment = propose(world, continues=earlier)
    response = client_of(world, "member").get(commitment.get_absolute_url())
    assert (response.status_code, b"Hidden promise" in response.content) == (200, False)


def test_a_leaver_sees_nothing_any_more():
    world = build_world(openness="engaged")
    commitment = propose(world)
    assert client_of(world, "leaver").get(commitment.get_absolute_url()).status_code == 404
    assert client_of(world, "admin").get(commitment.get_absolute_url()).status_code == 404
