"""What nobody may learn of an endorsement before the plan is published, or without the organisation's consent."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from commitments.models import Commitment
from drafting.models import Signature
from ledger.models import Entry
from notices.models import Event
from signoffs import endorsing
from signoffs.choices import Stance
from signoffs.models import Endorsement
from tests.commitments.build import commitment_in
from tests.conftest import client_of
from tests.signoffs.endorsing import make_public, organisation, rewrite, say
from tests.world import PERSONAS, World, build_world

pytestmark = pytest.mark.django_db
NAME, REASON = "Quiet Meadow", "Ministers kept the numbers back"
SIDES = {"member", "official", "cs_drafter", "gov_drafter", "coordinator", "lead_official", "clearing_officer"}
SIDES |= {"minister", "representative", "steering_member"}
OUTSIDE = set(PERSONAS) - SIDES - {"leaver"}  # the independent reviewer, who reads drafts, and the administrator too


def silent(openness: str) -> tuple[World, Commitment]:
    """The organisation takes part, which is public, and has said nothing."""
    world = build_world(openness=openness)
    one = commitment_in(world, "agreed")
    organisation(world, NAME)
    return world, one


def speak(world: World, one: Commitment, *, is_name_public: bool, is_published: bool) -> None:
    say(world, one, Stance.DOES_NOT_SUPPORT, persona="quiet-meadow", statement=REASON, is_name_public=is_name_public)
    if is_published:
        make_public(one)


def spoken(openness: str, **how: bool) -> tuple[World, Commitment]:
    world, one = silent(openness)
    speak(world, one, **how)
    return world, one


def addresses(one: Commitment) -> list[str]:
    """Every page on which a stance on the commitment could show."""
    of = [one.plan.slug, one.ref]
    acts = Entry.objects.filter(verb="signoffs.endorse").values_list("pk", flat=True)
    return [
        reverse("signoffs:endorsements", args=of[:1]),
        reverse("signoffs:board", args=of[:1]),
        *(reverse(f"commitments:{name}", args=of) for name in ("detail", "history", "editions", "signatures")),
        *(reverse(name, args=of) for name in ("commitments:changes", "publications:journey")),
        reverse("commitments:edition", args=[*of, 1]),
        reverse("plans:detail", args=of[:1]),
        reverse("plans:history", args=of[:1]),
        "/ledger/?act=signoffs.endorse",
        f"/ledger/?about=commitments.commitment:{one.pk}",
        *(reverse(f"ledger:{name}", args=[index]) for index in acts for name in ("detail", "proof")),
        f"/search/?q={REASON.split()[-2]}",
        "/search/?q=Meadow",
    ]


def found(client: Client, one: Commitment, *words: str) -> set[str]:
    """The addresses that say any of the words."""
    pages = {address: client.get(address) for address in addresses(one)}
    return {
        address
        for address, answer in pages.items()
        if answer.status_code == 200 and any(each in answer.content.decode() for each in words)
    }


@pytest.mark.parametrize(
    ("openness", "is_name_public", "is_published"),
    [
        ("open", True, False),
        ("open", False, True),
        ("open", False, False),
        ("network", True, False),
        ("engaged", False, True),
    ],
)
def test_outside_the_two_sides_no_page_names_the_organisation_or_says_its_words(openness, is_name_public, is_published):
    world, one = silent(openness)
    secrets = (NAME, REASON, "quiet-meadow")
    before = {persona: found(client_of(world, persona), one, *secrets) for persona in OUTSIDE}
    speak(world, one, is_name_public=is_name_public, is_published=is_published)
    assert {persona: found(client_of(world, persona), one, *secrets) for persona in OUTSIDE} == before


@pytest.mark.parametrize("openness", ["open", "engaged"])
def test_before_publication_they_do_not_even_learn_which_stance_it_was(openness):
    world, one = spoken(openness, is_name_public=True, is_published=False)
    for persona in sorted(OUTSIDE):
        shown = found(client_of(world, persona), one, "oes not support", "that does not publish its name")
        assert (persona, shown) == (persona, set())


def test_from_publication_on_everyone_reads_name_and_words_of_who_agreed():
    world, one = spoken("engaged", is_name_public=True, is_published=True)
    said = Endorsement.objects.get().signature
    for persona in PERSONAS:
        shown = found(client_of(world, persona), one, REASON)
        assert reverse("signoffs:endorsements", args=["uk-2013"]) in shown
        assert reverse("ledger:proof", args=[said.entry_id]) in shown


def test_the_person_who_signed_is_named_to_the_two_sides_only():
    world, one = spoken("open", is_name_public=True, is_published=True)
    pages = {reverse("ledger:detail", args=[Endorsement.objects.get().signature.entry_id])}
    pages |= {reverse(f"commitments:{name}", args=["uk-2013", one.ref]) for name in ("signatures", "history")}
    for persona in PERSONAS:
        shown = found(client_of(world, persona), one, f"Person of {NAME}")
        assert (persona, pages & shown) == (persona, pages if persona in SIDES else set())


def test_both_sides_read_it_before_publication_and_without_consent():
    world, one = spoken("network", is_name_public=False, is_published=False)
    for persona in sorted(SIDES):
        shown = found(client_of(world, persona), one, NAME)
        assert reverse("signoffs:endorsements", args=["uk-2013"]) in shown, persona
        assert one.get_absolute_url() in shown, persona


def test_who_reads_no_drafts_of_a_plan_for_the_engaged_learns_nothing_of_the_sides():
    world, one = silent("engaged")
    people = ("member", "official")
    before = {persona: found(client_of(world, persona), one, NAME, REASON) for persona in people}
    speak(world, one, is_name_public=True, is_published=False)
    assert {persona: found(client_of(world, persona), one, NAME, REASON) for persona in people} == before


def test_querysets_and_pages_agree(world):
    """Endorsement.visible_to, the ledger's openings and the signatures that a person may see are the same set."""
    one = commitment_in(world, "agreed")
    organisation(world, NAME)
    said = say(world, one, persona="quiet-meadow", is_name_public=True)
    quiet = say(world, one, is_name_public=False)
    for is_published in (False, True):
        if is_published:
            make_public(one)
        for persona in PERSONAS:
            user = world.person(persona)
            expected = {said, quiet} if persona in SIDES else {said} if is_published else set()
            assert set(Endorsement.objects.visible_to(user)) == expected, (persona, is_published)
            rows = Signature.objects.filter(verb="signoffs.endorse")
            reads = one.is_visible_to(user)
            signatures = {row.endorsement for row in rows.visible_to(user)}
            assert signatures == ({said, quiet} if reads and persona in SIDES else set()), (persona, is_published)
            voices = {voice.now for voice in endorsing.choir(one, user).voices}
            assert voices == expected, (persona, is_published)


def test_words_that_are_still_being_drafted_stay_out_of_the_public_list(world, client_for):
    """After publication the commitment is reopened, renamed and endorsed anew: the public knows the published one."""
    one = commitment_in(world, "agreed")
    say(world, one)
    make_public(one)
    from commitments import services, workflow

    workflow.reopen(one, by=world.person("lead_official"), reason="For the amended edition")
    services.edit_details(one, by=world.person("coordinator"), title="A secret new title")
    rewrite(world, one, "Secret new words.")
    one = Commitment.objects.get(pk=one.pk)
    say(world, one, Stance.DOES_NOT_SUPPORT, statement="The new text is worse")
    page = client_for("visitor").get("/plans/uk-2013/endorsements/").content.decode()
    assert [words for words in ("secret new", "Does not support", "is worse") if words in page.lower()] == []
    assert ("Company owners" in page, "Supports" in page) == (True, True)


def test_consent_taken_back_takes_the_name_off_the_pages(world, client_for):
    one = commitment_in(world, "agreed")
    say(world, one)
    make_public(one)
    visitor = client_for("visitor")
    assert "Integrity Watch" in visitor.get("/plans/uk-2013/endorsements/").content.decode()
    say(world, one, is_name_public=False)
    page = visitor.get("/plans/uk-2013/endorsements/").content.decode()
    assert ("Integrity Watch" in page, "1 organisation that does not publish its name" in page) == (False, True)


def test_what_is_announced_names_no_organisation(world):
    organisation(world, NAME)
    one = commitment_in(world, "agreed")
    say(world, one, Stance.DOES_NOT_SUPPORT, persona="quiet-meadow", statement=REASON)
    event = Event.objects.get(kind="signoffs.stance_taken")
    told = {message.recipient for message in event.messages.all()}
    assert told == {world.person("coordinator"), world.person("lead_official")}
    assert [words for words in (NAME, REASON, "support") if words in f"{event.title} {event.address}"] == []


def test_the_leaf_and_its_public_proof_hold_no_word_of_it(world, client_for):
    organisation(world, NAME)
    one = commitment_in(world, "agreed")
    said = say(world, one, Stance.DOES_NOT_SUPPORT, persona="quiet-meadow", statement=REASON)
    proof = json.loads(client_for("visitor").get(f"/ledger/{said.signature.entry_id}/proof.json").content)
    assert proof["openings"] == {}
    leaf = Entry.objects.get(pk=said.signature.entry_id).leaf
    assert [words for words in (NAME, REASON, "quiet-meadow", "support", "Representative") if words in leaf] == []
    opened = json.loads(client_for("coordinator").get(f"/ledger/{said.signature.entry_id}/proof.json").content)
    assert sorted(opened["openings"]) == [
        "name", "organisation", "post", "private", "reason", "statement", "thing_name",
    ]  # fmt: skip
    assert json.loads(opened["openings"]["private"]["value"])["stance"] == "does not support"
