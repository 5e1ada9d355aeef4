"""Home, desk and search, as each person meets them."""

import pytest

from commitments.services.commitments import propose
from portal.search import find
from tests.world import build_world


@pytest.fixture
def proposed(world):
    """Civil society has proposed something; its words are nobody else's under an engaged plan."""
    return propose(
        plan=world.plan,
        title="Register of lobbyists",
        theme=world.theme,
        origin="civil_society",
        by=world.person("cs_drafter"),
        sections={"objective": "Quokkas are named"},
    )


def test_home_says_where_the_plan_stands(client, example):
    page = client.get("/").content.decode()
    assert "Now: Public consultation and drafting" in page
    assert "Agreement and clearance, from" in page
    assert "Cut-off for new commitments" in page


def test_home_without_a_plan_says_what_will_be_here(client, db):
    assert "No plan is being made now" in client.get("/").content.decode()


def test_home_counts_only_what_the_reader_may_see(client_for, world, proposed):
    world.plan.period_end = None
    world.plan.save()
    assert "1 commitment being written" in client_for("member").get("/").content.decode()
    assert "commitment being written" not in client_for("visitor").get("/").content.decode()


@pytest.mark.parametrize(
    ("persona", "waits"), [("lead_official", True), ("coordinator", False), ("gov_drafter", False), ("minister", False)]
)
def test_a_proposal_waits_for_the_lead_of_the_other_side(client_for, world, proposed, persona, waits):
    page = client_for(persona).get("/desk/").content.decode()
    assert ("Commitments to take up" in page) == waits


def test_what_one_drafts_is_on_the_desk(client_for, world, proposed):
    assert "Register of lobbyists" in client_for("cs_drafter").get("/desk/").content.decode()
    assert "You are in no working group yet" in client_for("stranger").get("/desk/").content.decode()


def test_every_persona_of_the_example_has_a_desk(client, example):
    from network.models import User

    for user in User.objects.filter(email__endswith="@demo.test"):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get("/desk/").status_code == 200


def test_the_desk_asks_as_many_questions_for_three_as_for_one(client_for, world, proposed, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_for("lead_official")
    client.get("/desk/")
    with CaptureQueriesContext(connection) as one:
        client.get("/desk/")
    for number in (2, 3):
        propose(plan=world.plan, title=f"Another {number}", origin="civil_society", by=world.person("cs_drafter"))
    with django_assert_num_queries(len(one)):
        client.get("/desk/")


@pytest.mark.parametrize("openness", ["open", "network", "engaged"])
@pytest.mark.parametrize(
    "persona", ["visitor", "stranger", "member", "official", "cs_drafter", "lead_official", "admin"]
)
def test_search_finds_a_draft_for_those_who_may_read_it_and_for_nobody_else(db, openness, persona):
    world = build_world(openness=openness)
    draft = propose(
        plan=world.plan,
        title="Register",
        origin="civil_society",
        by=world.person("cs_drafter"),
        sections={"objective": "Quokkas are named"},
    )
    user = world.person(persona)
    assert bool(find(user, "quokkas")) == draft.is_visible_to(user)


def test_search_needs_all_words_and_says_when_there_is_nothing(client_for, world, proposed):
    client = client_for("coordinator")
    assert "Register of lobbyists" in client.get("/search/?q=quokkas+register").content.decode()
    assert "Nothing found" in client.get("/search/?q=quokkas+wombats").content.decode()
    assert "Nothing found" not in client.get("/search/").content.decode()


def test_a_search_that_is_too_long_is_refused_in_words(client, db):
    assert "Error:" in client.get("/search/", {"q": "x" * 201}).content.decode()
