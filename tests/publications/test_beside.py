"""What stands beside the words of a published plan: who supports it, whose plan it is called, and what came after."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from commitments import services, workflow
from commitments.choices import State
from commitments.models import Commitment
from core import jobs
from core.canonical import sha256
from network.models import Organisation
from publications import planfile, releases
from publications.documents import edition_document
from publications.models import PlanEdition
from publications.workflow import publish_consultation_draft
from signoffs.choices import Stance
from signoffs.models import Endorsement
from tests.commitments.build import agree, commitment_in
from tests.conftest import client_of
from tests.publications.final import at_its_hour, quick_files, scheduled
from tests.signoffs.endorsing import organisation, say
from tests.signoffs.test_partnership import decided
from tests.world import PERSONAS, build_world

pytestmark = pytest.mark.django_db
S = Stance
QUIET, LOUD, EARLY = "Quiet Meadow", "Loud Hill", "Early Bird"
LATER = timedelta(minutes=1)
DETAILS = "The costs were never published"


@pytest.fixture(autouse=True)
def files(monkeypatch):
    return quick_files(monkeypatch)


@pytest.fixture
def world():
    """Three organisations spoke of a commitment that is approved: one by name, one without it, one of earlier words."""
    world = build_world(openness="engaged")
    for name in (QUIET, LOUD, EARLY):
        organisation(world, name)
    one = commitment_in(world, State.AGREED, ref="1.1")
    say(world, one, persona="early-bird")
    workflow.reopen(one, by=world.person("lead_official"), reason="All of them")
    services.edit_details(one, by=world.person("coordinator"), title="Company owners, all of them")
    agree(world, Commitment.objects.get(pk=one.pk))
    one = Commitment.objects.get(pk=one.pk)
    say(world, one, S.DOES_NOT_SUPPORT, persona="loud-hill", statement=DETAILS)
    say(world, one, S.RESERVATIONS, persona="quiet-meadow", statement="Quietly", is_name_public=False)
    workflow.send_for_clearance(one, by=world.person("lead_official"))
    one.state = State.APPROVED  # departments and minister are tested elsewhere
    one.save()
    return world


@pytest.fixture
def published(world) -> PlanEdition:
    [edition] = at_its_hour(scheduled(world))
    return edition


def shown(address: str) -> str:
    return Client().get(address).content.decode()


# Beside the words


def test_page_pdf_data_and_table_say_who_supports_it_and_who_does_not(published, files):
    page = shown(published.get_absolute_url())
    html = edition_document(published).html
    for words in (LOUD, "Does not support", DETAILS, EARLY, "of an earlier text (edition 1)"):
        assert (words, words in page, words in html) == (words, True, True)
    counted = "1 organisation that does not publish its name: supports with reservations"
    assert (counted in page, counted in html) == (True, True)
    [entry] = json.loads(shown("/plans/uk-2013/plan.json"))["commitments"]
    assert entry["endorsements"] == [
        {"organisation": LOUD, "stance": "does not support", "statement": DETAILS},
    ]
    [row] = csv.DictReader(io.StringIO(shown("/plans/uk-2013/commitments.csv")))
    assert f"{LOUD}: Does not support" in row["What organisations say"]


def test_who_does_not_want_to_be_named_is_named_nowhere(published, files):
    world_pages = [
        published.get_absolute_url(),
        "/plans/uk-2013/plan.json",
        "/plans/uk-2013/commitments.csv",
        "/plans/uk-2013/endorsements/",
        "/search/?q=Quietly",
    ]
    for address in world_pages:
        assert [words for words in (QUIET, "quietly supports", ">Quietly") if words in shown(address)] == [], address
    assert all(QUIET not in html for html, _attachments in files)
    assert all(QUIET.encode() not in file.content for _html, attachments in files for file in attachments)


def test_before_its_hour_no_page_and_no_file_of_the_plan_names_anybody(world):
    release = scheduled(world)
    publish_consultation_draft(world.plan, by=world.person("lead_official"), change_note="Once more")
    addresses = [f"/plans/uk-2013/{rest}" for rest in ("read/", "plan.json", "commitments.csv", "endorsements/", "")]
    for address in addresses:
        assert [
            words for words in (DETAILS, "oes not support", "does not publish its name") if words in shown(address)
        ] == []
    assert release.state == "scheduled"


def test_the_hash_of_what_stands_beside_is_part_of_the_act_of_publication(published):
    from ledger.models import Entry

    act = Entry.objects.filter(verb="publications.publish").latest("index")
    assert act.data["beside_sha256"] == sha256(published.beside)
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanEdition.objects.filter(pk=published.pk).update(beside={})


def test_while_it_waits_for_its_hour_its_files_follow_what_organisations_say(world, files):
    release = scheduled(world)
    made = len(files)
    assert releases.publish_due() == []
    jobs.run_waiting()
    assert len(files) == made  # nothing was said, nothing is made
    say(world, world.plan.commitments.get(), S.WITHDRAWN, persona="loud-hill")
    releases.publish_due()
    jobs.run_waiting()
    assert len(files) == made + 2  # one for each way in which it may be presented
    assert len(at_its_hour(release)) == 1


def test_a_stance_taken_in_the_last_minute_is_printed(world, files):
    release = scheduled(world)
    one = world.plan.commitments.get()
    say(world, one, S.WITHDRAWN, persona="loud-hill")
    made = len(files)
    assert at_its_hour(release) == []  # the files are being made anew
    jobs.run_waiting()
    [published] = at_its_hour(release)
    assert len(files) == made + 2  # one for each way in which it may be presented
    html = edition_document(published).html
    assert ("Withdrawn" in html, DETAILS in html) == (True, False)


def test_a_plan_file_with_endorsements_goes_in_and_out_byte_for_byte(published, world):
    raw = shown("/plans/uk-2013/plan.json").encode()
    given = planfile.read(planfile.parse(raw))
    assert planfile.preview(given).is_here_already
    other = json.loads(raw)
    other["plan"]["slug"] = "copy"
    preview = planfile.preview(planfile.read(other))
    assert LOUD not in [*preview.new_organisations, *preview.known_organisations]
    assert "Endorsements: organisations give them here themselves." in preview.left_out
    Organisation.objects.filter(name=LOUD).update(name="Loud Hill Trust")
    plan = planfile.load(planfile.read(other), by=None)
    assert not Organisation.objects.filter(name=LOUD).exists()
    first = planfile.to_bytes(planfile.dump(plan))
    again = json.loads(first)
    again["plan"]["slug"] = "copy-2"
    second = planfile.dump(planfile.load(planfile.read(again), by=None))
    assert planfile.to_bytes({**second, "plan": {**second["plan"], "slug": "copy"}}) == first


# Afterwards


def test_what_is_said_afterwards_stands_beside_the_edition_and_does_not_alter_it(world, published):
    before, data = published.beside, shown("/plans/uk-2013/plan.json")
    one = world.plan.commitments.get()
    later = published.published_at + LATER
    say(world, one, S.WITHDRAWN, persona="loud-hill", at=later)
    say(world, one, S.SUPPORTS, persona="quiet-meadow", is_name_public=False, at=later)
    page = shown(published.get_absolute_url())
    assert ("Since this edition was published" in page, f"{LOUD} said of commitment 1.1: withdrawn." in page) == (
        True,
        True,
    )
    assert DETAILS in page  # the edition says what it said
    assert QUIET not in page
    published.refresh_from_db()
    assert (published.beside, shown("/plans/uk-2013/plan.json")) == (before, data)


def test_everybody_reads_the_same_of_what_is_published(world, published):
    for persona in PERSONAS:
        assert LOUD in client_of(world, persona).get(published.get_absolute_url()).content.decode()


# Whose plan it is called


@pytest.mark.parametrize(
    ("says", "words", "value"),
    [
        (None, "The government&#x27;s plan", "government"),
        (False, "The government&#x27;s plan", "government"),
        (True, "Written in partnership", "joint"),
    ],
)
def test_page_pdf_and_data_say_whose_plan_it_is_by_themselves(world, says, words, value):
    if says is not None:
        decided(world, is_stated=says)
    [published] = at_its_hour(scheduled(world))
    html = edition_document(published).html
    assert (words in shown(published.get_absolute_url()), words in html) == (True, True)
    assert json.loads(shown("/plans/uk-2013/plan.json"))["edition"]["presented_as"] == value
    other = {"joint": "The government&#x27;s plan", "government": "Written in partnership"}[value]
    assert (other in shown(published.get_absolute_url()), other in html) == (False, False)


def test_without_the_coordinators_signature_it_is_the_governments_whatever_the_network_stated(world):
    decided(world, is_stated=True)
    [published] = at_its_hour(scheduled(world, "lead_official"))
    assert published.presented_as == "government"


def test_the_word_taken_back_later_stands_beside_the_edition_with_its_date(world):
    decided(world, is_stated=True)
    [published] = at_its_hour(scheduled(world))
    decided(
        world,
        is_stated=False,
        statement="The cuts were never spoken about.",
        at=published.published_at + LATER,
    )
    page = shown(published.get_absolute_url())
    for words in (
        "Written in partnership",
        "Open Government Network withdrew the word partnership",
        "The cuts were never",
    ):
        assert words in page
    assert json.loads(shown("/plans/uk-2013/plan.json"))["edition"]["presented_as"] == "joint"


@pytest.mark.parametrize(("says", "value"), [(None, "government"), (True, "joint")])
def test_a_consultation_draft_says_it_too(world, says, value):
    if says is not None:
        decided(world, is_stated=says)
    published = publish_consultation_draft(world.plan, by=world.person("lead_official"))
    assert (published.presented_as, published.beside) == (value, {})


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_after_one_change_of_mind_and_after_three(
    world, published, count, django_assert_num_queries
):
    one = world.plan.commitments.get()
    for turn in range(count):
        say(world, one, S.RESERVATIONS, persona="loud-hill", statement=f"Turn {turn}", at=timezone.now())
    shown(published.get_absolute_url())
    assert Endorsement.objects.filter(organisation__name=LOUD).count() == count + 1
    with django_assert_num_queries(5):
        shown(published.get_absolute_url())
