"""The final edition: sealed when nothing is missing, signed by the leads, public at its hour, whole or not at all."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from commitments import workflow as commitment_workflow
from commitments.choices import State
from commitments.models import Commitment
from core import jobs
from core.canonical import sha256
from drafting import signing
from drafting.services import save_text
from drafting.suggestions import suggest
from ledger.machine import Blocked, NotAllowed
from ledger.models import Entry
from notices.models import Message
from plans.services import withhold_part
from publications import coverage, presenting, readiness, releases
from publications.choices import Kind, PresentedAs, ReleaseState
from publications.content import plan_content
from publications.models import PlanEdition, Release
from publications.services import kept_plan_pdf
from publications.workflow import ChangedMeanwhile
from tests.commitments.build import SECTION, commitment_in
from tests.conftest import client_of
from tests.world import build_world

pytestmark = pytest.mark.django_db
SOON = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch):
    """A file for each document, at once: how PDFs look is tested elsewhere."""
    made = []

    def render(html, **more):
        made.append(html)
        return SimpleNamespace(pdf=f"%PDF {sha256(html)}".encode(), seconds=0.1, peak_kib=1, warnings=[])

    monkeypatch.setattr("publications.services.pdf.render_in_subprocess", render)
    return made


@pytest.fixture
def world():
    world = build_world()
    commitment_in(world, State.APPROVED)
    return world


def seal(world, by="lead_official", **more) -> Release:
    return releases.seal(world.plan, by=world.person(by), seen_sha256=sha256(plan_content(world.plan)), **more)


def sign(world, release, *personas) -> None:
    for persona in personas or ("lead_official", "coordinator"):
        releases.sign(release, by=world.person(persona), seen_sha256=release.edition.sha256)


def scheduled(world, *signers) -> Release:
    release = seal(world)
    sign(world, release, *signers)
    releases.schedule(release, publish_at=timezone.now() + SOON, by=world.person("lead_official"))
    jobs.run_waiting()
    release.refresh_from_db()
    return release


def at_its_hour(release) -> list[PlanEdition]:
    return releases.publish_due(release.publish_at)


# Sealing


def test_what_is_missing_is_said_with_who_has_to_do_it(world):
    for state in (State.DRAFTING, State.AGREED, State.CLEARANCE, State.PROPOSED):
        commitment_in(world, state)
    needs = [(need.text.split(": ")[1], str(need.who)) for need in readiness.before_sealing(world.plan)]
    assert needs == [
        ("Drafting", "both leads"),
        ("Agreed", "the lead official"),
        ("Clearance", "the departments and the minister"),
    ]
    with pytest.raises(releases.NotYet) as refused:
        seal(world)
    assert len(refused.value.needs) == 3
    assert Release.objects.count() == 0


def test_a_plan_without_an_approved_commitment_is_not_sealed():
    world = build_world()
    assert [need.text for need in readiness.before_sealing(world.plan)] == ["No commitment is approved yet"]


def test_what_is_not_answered_needs_a_reason_which_is_published_with_the_list(world):
    draft = commitment_in(world, State.DRAFTING)
    text = draft.sections.get(template_section__key=SECTION).text
    words = {"base": None, "quote_start": 0, "quote_end": 0, "replacement": "Other words"}
    suggest(text, reason="Clearer", by=world.person("member"), **words)
    commitment_workflow.decline(draft, by=world.person("lead_official"), reason="Too dear")
    [found] = coverage.of(world.plan)
    assert (found.in_words, found.is_full) == ("0 of 1 answered", False)
    with pytest.raises(releases.NotYet):
        seal(world)
    with pytest.raises(releases.NotYet):
        seal(world, reasons={"suggestions": "  "})
    release = seal(world, reasons={"suggestions": "The commitment was declined."})
    [open_list] = release.open_list
    assert (open_list["reason"], len(open_list["open"])) == ("The commitment was declined.", 1)


def test_only_the_lead_official_seals_and_only_what_was_read(world):
    for persona in ("coordinator", "minister", "gov_drafter", "cs_drafter", "member", "admin", "leaver"):
        with pytest.raises(NotAllowed):
            seal(world, by=persona)
    with pytest.raises(ChangedMeanwhile):
        releases.seal(world.plan, by=world.person("lead_official"), seen_sha256="0" * 64)
    assert Release.objects.count() == 0


def test_one_is_on_its_way_at_a_time(world):
    seal(world)
    with pytest.raises(ValidationError):
        seal(world)
    releases.cancel(Release.objects.get(), by=world.person("lead_official"), reason="A wrong date")
    seal(world)
    assert sorted(Release.objects.values_list("state", flat=True)) == ["cancelled", "sealed"]


def test_both_leads_are_asked_for_their_signature(world):
    seal(world)
    told = Message.objects.filter(event__kind=releases.SEALED, why="waits")
    assert {message.recipient for message in told} == {world.person("coordinator")}


# Signing


def test_each_lead_signs_for_their_side_and_nobody_else(world):
    release = seal(world)
    for persona in ("minister", "gov_drafter", "cs_drafter", "member", "admin", "steering_member"):
        with pytest.raises(NotAllowed):
            sign(world, release, persona)
    sign(world, release, "coordinator", "lead_official")
    assert set(readiness.signatures(release.edition)) == {"government", "civil_society"}


def test_a_signature_is_for_the_words_on_the_screen(world):
    release = seal(world)
    with pytest.raises(signing.OtherWords):
        releases.sign(release, by=world.person("lead_official"), seen_sha256="0" * 64)
    assert readiness.signatures(release.edition) == {}


def test_signing_twice_leaves_one_signature(world):
    release = seal(world)
    sign(world, release, "lead_official", "lead_official")
    assert Entry.objects.filter(verb=readiness.SIGN).count() == 1


# The hour


def test_without_the_governments_signature_no_hour_is_set(world):
    release = seal(world)
    sign(world, release, "coordinator")
    with pytest.raises(Blocked):
        releases.schedule(release, publish_at=timezone.now() + SOON, by=world.person("lead_official"))


def test_an_hour_that_is_past_is_refused(world):
    release = seal(world)
    sign(world, release)
    with pytest.raises(ValidationError):
        releases.schedule(release, publish_at=timezone.now() - SOON, by=world.person("lead_official"))


def test_before_the_hour_every_file_is_ready_and_nothing_is_public(world):
    release = scheduled(world)
    assert releases.is_prepared(release)
    assert releases.publish_due(release.publish_at - dt.timedelta(seconds=1)) == []
    assert PlanEdition.objects.count() == 0
    for name in ("read", "plan_pdf", "plan_json", "commitments_csv"):
        address = reverse(f"publications:{name}", args=[world.plan.slug])
        assert client_of(world, "visitor").get(address).status_code == 404


def test_at_the_hour_it_is_there_in_every_format_and_says_what_was_signed(world):
    release = scheduled(world)
    [published] = at_its_hour(release)
    release.refresh_from_db()
    assert (release.state, release.published) == (ReleaseState.PUBLISHED, published)
    assert (published.kind, published.number, published.published_at) == (Kind.FINAL, 1, release.publish_at)
    assert published.sha256 == release.edition.sha256
    assert kept_plan_pdf(published) is not None
    for name in ("read", "plan_pdf", "plan_json", "commitments_csv"):
        address = reverse(f"publications:{name}", args=[world.plan.slug])
        assert client_of(world, "visitor").get(address).status_code == 200


def test_it_is_published_once(world):
    release = scheduled(world)
    assert len(at_its_hour(release)) == 1
    assert at_its_hour(release) == []
    assert PlanEdition.objects.count() == 1


def test_words_that_change_after_the_signatures_are_not_in_it(world):
    release = scheduled(world)
    save_text(world.part.text, body="Late words", base=None, by=world.person("cs_drafter"))
    [published] = at_its_hour(release)
    assert "Late words" not in published.edition.content
    assert published.sha256 == release.edition.sha256


def test_a_commitment_that_is_reopened_before_the_hour_stops_it_and_the_leads_are_told(world):
    release = scheduled(world)
    one = Commitment.objects.get(state=State.APPROVED)
    commitment_workflow.reopen(one, by=world.person("lead_official"), reason="A wrong date")
    assert at_its_hour(release) == []
    release.refresh_from_db()
    assert release.state == ReleaseState.STOPPED
    assert "no longer approved" in release.stopped_because
    assert PlanEdition.objects.count() == 0
    told = Message.objects.filter(event__kind=releases.STOPPED, why="waits")
    assert {message.recipient for message in told} == {world.person("coordinator"), world.person("lead_official")}


def test_a_cancelled_one_is_not_published_and_who_sealed_it_says_why(world):
    release = scheduled(world)
    releases.cancel(release, by=world.person("lead_official"), reason="The minister is ill")
    assert at_its_hour(release) == []
    assert PlanEdition.objects.count() == 0


def test_without_its_files_it_waits(world, monkeypatch):
    release = scheduled(world)
    monkeypatch.setattr(releases, "kept_plan_pdf", lambda row: None)
    assert at_its_hour(release) == []
    release.refresh_from_db()
    assert release.state == ReleaseState.SCHEDULED
    monkeypatch.undo()
    assert len(at_its_hour(release)) == 1


# Whose plan it is


@pytest.mark.parametrize("signers", [("lead_official",), ("lead_official", "coordinator")])
@pytest.mark.parametrize("word", [False, True])
def test_it_is_joint_only_with_both_signatures_and_the_networks_word(world, monkeypatch, signers, word):
    monkeypatch.setattr(presenting, "_words", [lambda plan, edition: word])
    [published] = at_its_hour(scheduled(world, *signers))
    is_joint = word and len(signers) == 2
    assert published.presented_as == (PresentedAs.JOINT if is_joint else PresentedAs.GOVERNMENT)


def test_the_word_taken_back_in_the_last_minute_counts(world, monkeypatch):
    stands = [True]
    monkeypatch.setattr(presenting, "_words", [lambda plan, edition: stands[0]])
    release = scheduled(world)
    stands[0] = False
    [published] = at_its_hour(release)
    assert published.presented_as == PresentedAs.GOVERNMENT


def test_a_part_that_the_network_withholds_is_left_out_and_named(world):
    save_text(world.part.text, body="We were at the table.", base=None, by=world.person("cs_drafter"))
    withhold_part(world.part, by=world.person("coordinator"), reason="We do not sign.")
    [published] = at_its_hour(scheduled(world, "lead_official"))
    page = client_of(world, "visitor").get(published.get_absolute_url()).content.decode()
    assert "We were at the table" not in published.edition.content
    assert "We do not sign." in page
    assert world.part.title in page


def test_a_part_that_the_government_wrote_cannot_be_withheld_by_the_network(world):
    world.part.owner = "government"
    world.part.save()
    with pytest.raises(NotAllowed):
        withhold_part(world.part, by=world.person("coordinator"), reason="We do not like it.")
    with pytest.raises(NotAllowed):
        withhold_part(world.part, by=world.person("lead_official"), reason="We do not like it.")


# The next one


def test_a_correction_is_an_amended_edition_with_a_note(world):
    at_its_hour(scheduled(world))
    with pytest.raises(ValidationError):
        seal(world)
    commitment_in(world, State.APPROVED)
    with pytest.raises(ValidationError):
        seal(world)
    release = seal(world, change_note="A second commitment")
    assert (release.kind, release.number) == (Kind.AMENDED, 2)


# All or nothing


class Killed(BaseException):
    """The process is gone: nothing catches this."""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_at_any_point_it_is_published_whole_or_not_at_all():
    """At each statement that publication sends to the database; at the end it is published all the same."""
    world = build_world()
    commitment_in(world, State.APPROVED)
    release = scheduled(world)
    points, seen = 0, set()
    while True:
        points += 1
        done = _publish_until(release, points)
        published = PlanEdition.objects.count()
        release.refresh_from_db()
        pages = {
            client_of(world, "visitor").get(reverse(f"publications:{name}", args=[world.plan.slug])).status_code
            for name in ("read", "plan_pdf", "plan_json", "commitments_csv")
        }
        seen.add((published, release.state, frozenset(pages)))
        if done:
            break
    assert seen == {
        (0, ReleaseState.SCHEDULED, frozenset({404})),
        (1, ReleaseState.PUBLISHED, frozenset({200})),
    }
    assert points > 20


def _publish_until(release: Release, statement: int) -> bool:
    """Publish, killed before the database is asked for the n-th time; True when it came to its end."""
    count = 0

    def kill(execute, sql, params, many, context):
        nonlocal count
        count += 1
        if count == statement:
            raise Killed
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(kill):
            releases.publish_due(release.publish_at)
    except Killed:
        if connection.in_atomic_block:
            transaction.rollback()
        connection.close()
        return False
    return True


@pytest.mark.slow
def test_no_guessed_address_gives_away_an_unpublished_plan(world):
    """As nobody, and as people who have nothing to do with it; the answers are those of a plan that does not exist."""
    release = scheduled(world)
    secret = Commitment.objects.get(state=State.APPROVED).title
    names = ["read", "plan_pdf", "plan_json", "commitments_csv", "editions/1", "editions/1/plan.pdf"]
    addresses = [f"/plans/{world.plan.slug}/{name.replace('_', '.')}" for name in names]
    addresses += [f"/plans/{world.plan.slug}/editions/{number}/" for number in range(5)]
    addresses += [f"/files/{release.edition.sha256}", f"/media/{release.edition.sha256}.pdf"]
    addresses += [f"/plans/{world.plan.slug}/release/", f"/plans/{world.plan.slug}/release/sign/"]
    for persona in ("visitor", "stranger", "leaver"):
        client = client_of(world, persona)
        for address in addresses:
            answer = client.get(address, follow=True)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert release.edition.sha256.encode() not in body.replace(address.encode(), b"")
            assert secret.encode() not in body
