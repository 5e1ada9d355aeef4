"""Suggestions, decisions and conversations stand in a commitment's history, a side's room in that side's only."""

import pytest
from django.urls import reverse

from commitments import timeline
from drafting import comments
from drafting.choices import Audience
from drafting.suggestions import refuse, suggest
from tests.commitments.build import SECTION, propose

pytestmark = pytest.mark.django_db


@pytest.fixture
def commitment(world):
    """With a refused suggestion, a conversation of everyone and one in government's room."""
    one = propose(world, sections={SECTION: "We will publish the owners."})
    text = one.sections.get(template_section__key=SECTION).text
    made = suggest(
        text,
        base=text.latest,
        quote_start=0,
        quote_end=7,
        replacement="We must",
        reason="It is a duty",
        by=world.person("member"),
    )
    refuse(made, reason="Not ours to say", by=world.person("lead_official"))
    place = {"anchor": None, "body": "Is this enough?"}
    thread = comments.start_thread(text, audience=Audience.EVERYONE, by=world.person("cs_drafter"), **place)
    comments.answer(thread, "Nearly", world.person("gov_drafter"))
    comments.resolve(thread, "It says more now", world.person("coordinator"))
    comments.start_thread(text, audience=Audience.SIDE, by=world.person("gov_drafter"), **place)
    return one


def talk(commitment, person):
    found = [
        event for event in timeline.events(commitment, person) if "uggestion" in event.what or "on “" in event.what
    ]
    return [(event.what.partition(" on “")[0], event.note) for event in reversed(found)]


EVERYONE = [
    ("Made suggestion S1", "It is a duty"),
    ("Did not accept suggestion S1", "Not ours to say"),
    ("Commented", ""),
    ("Answered in a conversation", ""),
    ("Resolved a conversation", ""),
]


@pytest.mark.parametrize("persona", ["cs_drafter", "coordinator", "member"])
def test_what_was_suggested_decided_and_said(world, commitment, persona):
    assert talk(commitment, world.person(persona)) == EVERYONE


def test_a_sides_room_is_in_the_history_of_that_side_only(world, client_for, commitment):
    assert talk(commitment, world.person("gov_drafter")) == [*EVERYONE, ("Commented", "Only your side can read this.")]
    there = reverse("commitments:history", args=[commitment.plan.slug, commitment.ref])
    shown = {
        persona: client_for(persona).get(there).content.count(b"Only your side")
        for persona in ("gov_drafter", "cs_drafter")
    }
    assert shown == {"gov_drafter": 1, "cs_drafter": 0}


def test_it_costs_the_same_with_more_of_them(
    world, commitment, django_assert_num_queries, django_assert_max_num_queries
):
    person = world.person("cs_drafter")
    with django_assert_max_num_queries(40) as before:
        timeline.events(commitment, person)
    text = commitment.sections.get(template_section__key=SECTION).text
    for number in range(3):
        comments.start_thread(text, anchor=None, body=f"And {number}?", audience=Audience.EVERYONE, by=person)
    with django_assert_num_queries(len(before)):
        timeline.events(commitment, world.person("cs_drafter"))
