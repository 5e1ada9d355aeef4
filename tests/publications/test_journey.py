"""The public journey of a commitment: what everyone reads from publication on, and what stays with its drafters."""

import pytest
from django.utils import timezone

from commitments import services, workflow
from commitments.choices import State
from commitments.models import Commitment
from drafting import editions, suggestions
from drafting.services import save_text
from publications.models import PlanEdition
from publications.workflow import publish_consultation_draft
from signoffs.choices import Stance
from tests.commitments.build import agree, complete
from tests.conftest import client_of
from tests.publications.final import at_its_hour, quick_files, scheduled
from tests.signoffs.endorsing import organisation, say
from tests.world import PERSONAS, ROLES, build_world

pytestmark = pytest.mark.django_db
SECRET = "Unspeakable intermediate words"
ADDRESS = "/plans/uk-2013/commitments/1.1/journey/"


@pytest.fixture(autouse=True)
def files(monkeypatch):
    return quick_files(monkeypatch)


def write(world, one, words, section="what", by="coordinator"):
    text = one.sections.select_related("text__latest").get(template_section__key=section).text
    save_text(text, body=words, base=text.latest, by=world.person(by))


@pytest.fixture
def world():
    """A commitment that went through a published draft, secret words, suggestions, agreement and publication."""
    world = build_world(openness="engaged")
    one = complete(world, ref="1.1", title="Company owners")
    write(world, one, "The first public words.")
    publish_consultation_draft(world.plan, by=world.person("lead_official"))
    write(world, one, SECRET)
    editions.freeze(Commitment.objects.get(pk=one.pk), by=world.person("coordinator"))
    text = one.sections.get(template_section__key="what").text
    for number, decide in ((0, suggestions.accept), (1, suggestions.refuse), (2, suggestions.refuse)):
        text.refresh_from_db()
        made = suggestions.suggest(
            text, base=text.latest, quote_start=0, quote_end=len(SECRET.split()[0]), replacement=f"Secret{number}",
            reason=f"My secret reason {number}", by=world.person("member"),
        )  # fmt: skip
        decide(made, reason=f"Secret reply {number}", by=world.person("lead_official"))
        if not number:
            write(world, one, SECRET)
    write(world, one, "The final public words.")
    agree(world, Commitment.objects.get(pk=one.pk))
    one = Commitment.objects.get(pk=one.pk)
    organisation(world, "Loud Hill")
    say(world, one, Stance.DOES_NOT_SUPPORT, persona="loud-hill", statement="No date, no support")
    say(world, one, is_name_public=False)
    workflow.send_for_clearance(one, by=world.person("lead_official"))
    one.state = State.APPROVED  # departments and minister are tested elsewhere
    one.save()
    return world


@pytest.fixture
def published(world) -> PlanEdition:
    release = scheduled_with_note(world)
    [edition] = at_its_hour(release)
    return edition


def scheduled_with_note(world):
    return scheduled(world, note="The final plan")


def shown(world, persona="visitor"):
    answer = client_of(world, persona).get(ADDRESS)
    return answer.content.decode() if answer.status_code == 200 else answer.status_code


def test_before_publication_it_is_there_for_those_who_read_the_drafts(world):
    for persona in PERSONAS:
        assert (persona, shown(world, persona) != 404) == (persona, persona in ROLES)


def test_from_publication_on_it_is_there_for_everyone(world, published):
    for persona in PERSONAS:
        page = shown(world, persona)
        for words in ("How commitment 1.1 came about", "Loud Hill", "No date, no support"):
            assert (persona, words in page) == (persona, True)


def test_the_public_reads_who_put_it_forward_and_what_was_decided(world, published):
    page = shown(world)
    for words in (
        "Proposed",
        "Took up",
        "Lead official, Cabinet Office",
        "Coordinator, Open Government Network",
    ):
        assert words in page


def test_the_public_reads_the_difference_between_what_was_published(world, published):
    page = shown(world)
    assert "Consultation draft, edition 1 of the plan" in page
    assert "Final, edition 2 of the plan" in page
    assert ("first" in page, "final" in page, "public words." in page) == (True, True, True)
    assert "1 draft was frozen on the way and not published." in page


def test_the_public_reads_numbers_of_suggestions_and_not_their_words(world, published):
    page = shown(world)
    assert "3 suggestions were made; 3 of them answered with a reason or taken back." in page
    assert ("Accepted: 1" in page, "Not accepted: 2" in page) == (True, True)


SECRETS = (SECRET, "Unspeakable", "Secret0", "Secret1", "My secret reason", "Secret reply", '/editions/1/">Edition')


def test_nothing_of_the_drafts_is_in_it_beyond_what_was_published(world, published):
    for persona in ("visitor", "stranger", "member", "official", "admin", "leaver"):
        assert (persona, [words for words in SECRETS if words in shown(world, persona)]) == (persona, [])


def test_words_drafted_after_publication_are_not_in_it_either(world, published):
    one = Commitment.objects.get()
    workflow.reopen(one, by=world.person("lead_official"), reason="For the amended edition")
    write(world, one, "Unspeakable amended words")
    services.edit_details(one, by=world.person("coordinator"), title="Unspeakable title")
    editions.freeze(Commitment.objects.get(pk=one.pk), by=None)
    page = shown(world)
    assert ("Unspeakable" in page, "Company owners" in page, "final public words" in page or "final" in page) == (
        False, True, True,
    )  # fmt: skip
    assert "Unspeakable title" in shown(world, "coordinator")


def test_signatures_name_posts_and_no_people(world, published):
    page = shown(world)
    assert "Agreed for a side" in page
    assert "edition 2: these words" in page
    names = [str(person) for person in world.people.values()] + ["Person of Loud Hill"]
    posts = {str(post.title) for post in world.posts.values()}
    assert [name for name in names if name in page and name.lower() not in {p.lower() for p in posts}] == []


def test_the_organisation_without_consent_is_counted(world, published):
    page = shown(world)
    assert ("Integrity Watch" in page, "1 organisation that does not publish its name" in page) == (False, True)
    assert "Integrity Watch" in shown(world, "lead_official")


def test_where_the_sides_did_not_agree_is_said(world):
    Commitment.objects.update(is_without_agreement=True, public_reason="The launch cannot wait")
    [_edition] = at_its_hour(scheduled_with_note(world))
    page = shown(world)
    assert ("Not agreed by civil society." in page, "The launch cannot wait" in page) == (True, True)


def test_what_was_carried_to_the_annex_is_named_with_its_published_words(world):
    one = Commitment.objects.get()
    refused = one.sections.get(template_section__key="what").text.suggestions.filter(state="not_accepted").first()
    ask = services.asks.carry_suggestion(refused, by=world.person("coordinator"))
    [_edition] = at_its_hour(scheduled_with_note(world))
    services.edit_ask(ask, by=world.person("coordinator"), text="Unspeakable later words")
    page = shown(world)
    assert (f"Ask {ask.ref}" in page, "Unspeakable later" in page) == (True, False)


def test_the_published_plan_leads_to_it(world, published):
    page = client_of(world, "visitor").get(published.get_absolute_url()).content.decode()
    assert f'href="{ADDRESS}"' in page


def test_another_plans_commitment_and_one_that_was_never_published_are_not_there(world, published):
    from tests.commitments.build import commitment_in

    commitment_in(world, State.DRAFTING, ref="1.2")
    visitor = client_of(world, "visitor")
    for address in (ADDRESS.replace("1.1", "1.2"), ADDRESS.replace("uk-2013", "other"), ADDRESS.replace("1.1", "%00")):
        assert visitor.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_after_one_more_signature_and_after_three(world, published, count, django_assert_num_queries):
    one = Commitment.objects.get()
    for turn in range(count):
        say(world, one, Stance.RESERVATIONS, persona="loud-hill", statement=f"{turn}", at=timezone.now())
    client = client_of(world, "visitor")
    with django_assert_num_queries(15):
        client.get(ADDRESS)
