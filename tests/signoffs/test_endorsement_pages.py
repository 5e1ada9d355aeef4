"""The pages of endorsement as people meet them."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from commitments import workflow
from commitments.models import Commitment
from drafting import editions
from drafting.models import Edition
from signoffs import endorsing
from signoffs.choices import Stance
from signoffs.models import Endorsement
from tests.commitments.build import agree, commitment_in
from tests.signoffs.endorsing import make_public, organisation, rewrite, say
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed(world):
    return commitment_in(world, "agreed")


def page_of(commitment):
    return f"/plans/uk-2013/commitments/{commitment.ref}/endorse/"


def answer(thing, stance="supports", **changes):
    before = Endorsement.objects.of(thing).standing().first()
    data = {
        "stance": stance,
        "statement": "Too late." if stance in ("does not support", "supports with reservations") else "",
        "seen": endorsing.sha256_now(thing),
        "replaces": before.signature.entry_id if before else "",
        **changes,
    }
    return {name: value for name, value in data.items() if value is not None}


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_page_shows_the_exact_words_the_sentences_and_whose_name_is_at_stake(client_for, agreed):
    page = text(client_for("representative"), page_of(agreed))
    edition = Edition.objects.of(agreed).first()
    for words in (
        "What does Integrity Watch say of it?",
        "The exact words: edition 1",
        "Words that say something.",
        edition.sha256,
        "Integrity Watch supports edition 1 of",
        "Integrity Watch does not support edition 1 of",
        "Publish the name of our organisation and its statement",
        "Sign for Integrity Watch",
    ):
        assert words in page
    assert "takes back" not in page


def test_signing_says_back_what_was_signed_and_shows_it_to_both_sides(client_for, agreed):
    answered = client_for("representative").post(page_of(agreed), answer(agreed, is_name_public="on"))
    assert (answered.status_code, answered["Location"]) == (
        302,
        f"/plans/uk-2013/endorsements/#commitment-{agreed.ref}",
    )
    said = Endorsement.objects.get()
    assert (said.stance, said.is_name_public) == ("supports", True)
    assert [str(m) for m in get_messages(answered.wsgi_request)] == [said.signature.statement]
    for persona in ("representative", "lead_official", "coordinator", "member", "official"):
        for address in ("/plans/uk-2013/endorsements/", f"/plans/uk-2013/commitments/{agreed.ref}/"):
            assert "Integrity Watch" in text(client_for(persona), address)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"stance": None}, "Choose an answer: What does your organisation say?"),
        ({"stance": "maybe"}, "Select a valid choice"),
        ({"stance": "withdrawn"}, "Select a valid choice"),
        ({"stance": "does not support", "statement": " "}, "Write why your organisation does not support it."),
        ({"stance": "supports with reservations", "statement": ""}, "Write which reservations your organisation has."),
        ({"seen": "0" * 64}, "The text was changed while you were reading."),
        ({"replaces": "7"}, "Somebody else took a stance for your organisation while you were reading."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_signed(client_for, agreed, changes, told):
    client = client_for("representative")
    answered = client.post(page_of(agreed), answer(agreed, **{"statement": "My own words", **changes}))
    assert answered.status_code == 200
    assert told in answered.content.decode()
    assert Endorsement.objects.count() == 0


def test_after_a_changed_text_the_form_that_comes_back_is_about_the_words_on_the_page(client_for, agreed):
    client, data = (
        client_for("representative"),
        answer(agreed, "does not support", statement="Kept words", seen="0" * 64),
    )
    page = client.post(page_of(agreed), data).content.decode()
    assert "Kept words" in page
    assert f'value="{endorsing.sha256_now(agreed)}"' in page


def test_changing_ones_mind_shows_what_was_said_and_the_difference_of_the_words(world, client_for, agreed):
    say(world, agreed, Stance.RESERVATIONS, statement="We want a date.")
    workflow.reopen(agreed, by=world.person("lead_official"), reason="They want a date")
    rewrite(world, agreed, "Words that name a date.")
    one = Commitment.objects.get(pk=agreed.pk)
    client = client_for("representative")
    moving = text(client, page_of(one))
    assert "The text is being changed." in moving
    assert ("takes back what it said of edition 1" in moving, 'value="supports"' in moving) == (True, False)
    agree(world, one)
    page = text(client, page_of(one))
    for words in ("We want a date.", "What changed since edition 1", "The exact words: edition 2", "sign again"):
        assert words in page
    client.post(page_of(one), answer(one, "supports"))
    shown = text(client_for("coordinator"), "/plans/uk-2013/endorsements/")
    assert "What Integrity Watch said before" in shown
    assert "of an earlier text" not in shown


def test_an_earlier_text_is_told_everywhere_until_it_is_signed_again(world, client_for, agreed):
    say(world, agreed)
    workflow.reopen(agreed, by=world.person("lead_official"), reason="Better words")
    rewrite(world, agreed, "Better words.")
    for address in ("/plans/uk-2013/endorsements/", f"/plans/uk-2013/commitments/{agreed.ref}/"):
        assert "of an earlier text" in text(client_for("lead_official"), address)


def test_who_speaks_for_two_organisations_is_asked_for_which(world, client_for, agreed):
    organisation(world, "Data Rights", person=world.person("representative"))
    client = client_for("representative")
    asked = text(client, page_of(agreed))
    assert ('href="?for=cso"' in asked, 'href="?for=data-rights"' in asked) == (True, True)
    assert "Sign for Data Rights" in text(client, f"{page_of(agreed)}?for=data-rights")
    client.post(f"{page_of(agreed)}?for=data-rights", answer(agreed))
    assert [str(said.organisation) for said in Endorsement.objects.all()] == ["Data Rights"]
    for wrong in ("department", "nobody", "%00"):
        assert client.get(f"{page_of(agreed)}?for={wrong}").status_code == 404


def test_where_nothing_can_be_signed_the_page_says_why(world, client_for):
    one = commitment_in(world, "drafting")
    client = client_for("representative")
    page = text(client, page_of(one))
    assert ("There is nothing to sign now" in page, "The text is being changed." in page) == (True, True)
    assert client.post(page_of(one), {"stance": "supports"}).status_code == 200
    assert "No edition of the whole plan is frozen yet." in text(client, "/plans/uk-2013/endorse/")


def test_the_whole_plan_is_read_and_endorsed_on_one_page(world, client_for, agreed):
    editions.freeze(world.plan, by=None)
    client = client_for("representative")
    page = text(client, "/plans/uk-2013/endorse/")
    for words in ("Words that say something.", "Company owners", "The exact words: edition 1"):
        assert words in page
    assert client.post("/plans/uk-2013/endorse/", answer(world.plan)).status_code == 302
    assert Endorsement.objects.get().commitment is None
    assert "Of the whole plan" in text(client_for("lead_official"), "/plans/uk-2013/endorsements/")


def test_organisations_without_their_names_are_counted_by_what_they_say(world, client_for, agreed):
    for name in ("Data Rights", "Right to Know"):
        organisation(world, name)
        say(world, agreed, persona=name.lower().replace(" ", "-"), is_name_public=False)
    say(world, agreed, Stance.DOES_NOT_SUPPORT)
    make_public(agreed)
    page = text(client_for("visitor"), "/plans/uk-2013/endorsements/")
    assert "2 organisations that do not publish their names" in page
    assert ("Integrity Watch" in page, "Too little, too late." in page) == (True, True)
    assert "Supports: 2 · Does not support: 1" in page


def test_an_empty_page_says_what_will_be_there(client_for, world):
    assert "Nothing is said here in public yet" in text(client_for("visitor"), "/plans/uk-2013/endorsements/")


@pytest.mark.parametrize(("persona", "queries"), [("coordinator", 25), ("visitor", 6)])
@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_organisation_and_for_three(
    world: World, client_for, count, persona, queries, django_assert_num_queries
):
    commitments = [commitment_in(world, "agreed", ref=f"C{number}") for number in range(count)]
    for number in range(count):
        organisation(world, f"Group {number}")
        for one in commitments:
            say(world, one, persona=f"group-{number}")
    for one in commitments:
        make_public(one)
    client = client_for(persona)
    with django_assert_num_queries(queries):
        client.get("/plans/uk-2013/endorsements/")
