"""Both sides agree to a commitment: to exactly the words on their screen, each from its own seat, and nothing moves by
itself."""

import datetime as dt

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from commitments import services, workflow
from commitments.choices import State
from commitments.models import Commitment
from drafting import agreement, editions
from drafting.models import Edition, Signature
from drafting.services import save_text
from drafting.signing import NoMandate, OtherWords
from ledger.machine import Blocked, NotAllowed, ReasonNeeded
from ledger.models import Entry
from network.choices import Side
from network.models import Tenure
from network.proving import NotProved
from notices.models import Event
from tests.commitments.build import agree, commitment_in, complete
from tests.world import PERSONAS, days

pytestmark = pytest.mark.django_db
LEADS = {"coordinator", "lead_official"}
GOVERNMENT, CIVIL_SOCIETY = Side.GOVERNMENT, Side.CIVIL_SOCIETY


def fresh(commitment):
    return Commitment.objects.get(pk=commitment.pk)


def seen(commitment):
    return agreement.current_sha256(fresh(commitment))


def sign(world, commitment, persona, **more):
    return agreement.agree(commitment, by=world.person(persona), seen_sha256=seen(commitment), **more)


def refuse(world, commitment, persona, reason="Not this date"):
    edition = Edition.objects.of(commitment).first()
    return agreement.send_back(
        commitment, edition, by=world.person(persona), reason=reason, seen_sha256=seen(commitment)
    )


def write(commitment, world, body, by="cs_drafter", section="what"):
    text = commitment.sections.get(template_section__key=section).text
    return save_text(text, body=body, base=text.latest, by=world.person(by))


def says(commitment):
    """What each side stands by: "yes", "earlier", "no", "reopened" or nothing."""
    words = {}
    for stand in agreement.stands(fresh(commitment)):
        words[str(stand.side)] = (
            "yes"
            if stand.has_agreed
            else "reopened"
            if stand.taken_back
            else "earlier"
            if stand.agreed_earlier
            else "no"
            if stand.has_sent_back
            else ""
        )
    return words


def snapshot(commitment):
    row = Commitment.objects.filter(pk=commitment.pk).values().get()
    return row, Signature.objects.count(), Edition.objects.count(), Entry.objects.count(), Event.objects.count()


# Rules × states × people


def who_may(world, commitment, act):
    """Everybody tries; what succeeds is undone, what is refused must have changed nothing."""
    before, allowed = snapshot(commitment), set()
    for persona in PERSONAS:
        with transaction.atomic():
            try:
                act(fresh(commitment), persona)
            except (NotAllowed, Blocked):
                assert snapshot(commitment) == before
            else:
                allowed.add(persona)
            transaction.set_rollback(True)
    return allowed


STATES = ("proposed", "drafting", "agreed", "clearance", "approved", "declined", "annexed", "withdrawn", "merged")


@pytest.mark.parametrize("state", STATES)
def test_a_commitment_is_agreed_by_the_leads_while_it_is_in_drafting(world, state):
    commitment = complete(world) if state == "drafting" else commitment_in(world, state)
    expected = LEADS if state == "drafting" else set()
    assert who_may(world, commitment, lambda one, persona: sign(world, one, persona)) == expected


@pytest.mark.parametrize("first", ["lead_official", "coordinator"])
def test_what_one_lead_agreed_either_lead_sends_back(world, first):
    commitment = complete(world)
    sign(world, commitment, first)
    assert who_may(world, commitment, lambda one, persona: refuse(world, one, persona)) == LEADS


@pytest.mark.parametrize("state", ["drafting", "agreed", "clearance", "approved"])
def test_nothing_is_sent_back_that_nobody_has_agreed_to_or_that_is_past_drafting(world, state):
    commitment = complete(world) if state == "drafting" else commitment_in(world, state)
    editions.freeze(commitment, by=None)
    assert who_may(world, commitment, lambda one, persona: refuse(world, one, persona)) == set()


def test_one_yes_is_not_enough(world):
    commitment = complete(world)
    signature = sign(world, commitment, "lead_official")
    assert (fresh(commitment).state, says(commitment)) == ("drafting", {"government": "yes", "civil_society": ""})
    assert signature.edition.number == 1
    assert signature.statement.startswith("For government, I agree to edition 1 of “")


def test_the_second_yes_to_the_same_edition_makes_it_agreed(world):
    commitment = complete(world)
    first, second = sign(world, commitment, "coordinator"), sign(world, commitment, "lead_official")
    assert (first.edition, fresh(commitment).state) == (second.edition, State.AGREED)
    entry = Entry.objects.filter(verb="commitments.agree").get()
    assert entry.data == {"edition": 1, "sha256": first.edition.sha256, "from": "drafting", "to": "agreed"}


def test_each_signature_names_the_post_that_leads_and_stands_in_the_ledger(world):
    commitment = complete(world)
    row = sign(world, commitment, "coordinator")
    assert (row.post, row.side, row.person) == (world.post("coordinator"), "civil_society", world.person("coordinator"))
    assert (row.entry.verb, row.entry.data["sha256"]) == ("drafting.agree", row.edition.sha256)


def test_a_lead_with_a_second_post_signs_from_the_one_that_leads(world):
    second = Tenure.objects.filter(post=world.post("gov_drafter"), person=world.person("gov_drafter"))
    second.update(person=world.person("lead_official"), starts=days(-299))
    commitment = complete(world)  # on which that post is a drafter, and held for longer
    Tenure.objects.filter(post=world.post("lead_official")).update(starts=days(-100))
    assert sign(world, commitment, "lead_official").post == world.post("lead_official")


# Nothing is signed but what was on the screen


def test_other_words_than_those_on_the_screen_are_not_signed(world):
    commitment = complete(world)
    on_screen = seen(commitment)
    write(commitment, world, "Other words.")
    before = snapshot(commitment)
    with pytest.raises(OtherWords):
        agreement.agree(commitment, by=world.person("coordinator"), seen_sha256=on_screen)
    assert snapshot(commitment) == before


def test_another_number_than_in_the_sentence_is_not_signed(world):
    commitment = complete(world)
    with pytest.raises(OtherWords):
        sign(world, commitment, "coordinator", seen_number=7)
    assert not Signature.objects.exists()
    assert not Edition.objects.exists()


def test_what_is_not_complete_or_too_early_is_not_agreed(world):
    incomplete = commitment_in(world, "drafting")
    with pytest.raises(Blocked, match="missing before it is complete"):
        sign(world, incomplete, "coordinator")
    early = complete(world, at=timezone.now() - dt.timedelta(days=2))
    with pytest.raises(Blocked, match="it can be agreed from"):
        sign(world, early, "coordinator")
    assert not Signature.objects.exists()


def test_without_a_dated_mandate_the_coordinator_binds_nobody(world):
    Tenure.objects.filter(post=world.post("coordinator")).update(mandate="", mandated_on=None)
    commitment = complete(world)
    with pytest.raises(NoMandate):
        sign(world, commitment, "coordinator")
    assert not Signature.objects.exists()


def test_with_the_second_factor_on_being_signed_in_is_not_enough(world):
    commitment = complete(world)
    with override_settings(SECOND_FACTOR=True), pytest.raises(NotProved):
        sign(world, commitment, "coordinator")
    assert not Signature.objects.exists()


def test_nobody_agrees_for_both_sides(world):
    """The lead official who agreed for government becomes the network's coordinator."""
    commitment, person = complete(world), world.person("lead_official")
    sign(world, commitment, "lead_official")
    Tenure.objects.filter(person=person).update(ends=days(0))
    Tenure.objects.filter(post=world.post("coordinator")).update(ends=days(0))
    Tenure.objects.create(
        person=person, post=world.post("coordinator"), starts=days(0), mandate="Elected", mandated_on=days(0)
    )
    with pytest.raises(Blocked, match="You agreed to these words yourself"):
        sign(world, commitment, "lead_official")
    assert fresh(commitment).state == State.DRAFTING


# A yes stays with its words


def test_a_save_that_changes_nothing_alters_nothing(world):
    commitment = complete(world)
    sign(world, commitment, "coordinator")
    before = snapshot(commitment)
    assert write(commitment, world, "Words that say something.").outcome == "unchanged"
    services.edit_details(commitment, by=world.person("cs_drafter"), ends_text="2015")
    services.set_organisations(
        commitment, by=world.person("cs_drafter"), lead=[world.cabinet_office], supporting_other=[world.cso]
    )
    assert snapshot(commitment) == before
    assert says(commitment) == {"government": "", "civil_society": "yes"}
    sign(world, commitment, "lead_official")
    assert fresh(commitment).state == State.AGREED


@pytest.mark.parametrize("how", ["section", "title", "milestone", "organisation", "date read otherwise"])
def test_any_change_of_the_words_leaves_the_yes_with_the_earlier_ones(world, how):
    commitment, by = complete(world), world.person("cs_drafter")
    sign(world, commitment, "coordinator")
    {
        "section": lambda: write(commitment, world, "Other words."),
        "title": lambda: services.edit_details(commitment, by=by, title="Other"),
        "milestone": lambda: services.edit_milestone(commitment.milestones.get(), by=by, text="Other"),
        "organisation": lambda: services.set_organisations(commitment, by=by, lead=[world.department]),
        "date read otherwise": lambda: services.edit_details(commitment, by=by, ends_on=days(100)),
    }[how]()
    assert says(commitment) == {"government": "", "civil_society": "earlier"}
    sign(world, commitment, "lead_official")
    assert (fresh(commitment).state, says(commitment)) == (
        "drafting",
        {"government": "yes", "civil_society": "earlier"},
    )
    again = sign(world, commitment, "coordinator")
    assert (fresh(commitment).state, again.edition.number, again.supersedes.edition.number) == ("agreed", 2, 1)


def test_going_back_to_the_agreed_words_the_yes_stands_again(world):
    commitment = complete(world)
    sign(world, commitment, "coordinator")
    write(commitment, world, "Other words.")
    editions.freeze(fresh(commitment), by=None)
    write(commitment, world, "Words that say something.")
    assert says(commitment) == {"government": "", "civil_society": "yes"}
    sign(world, commitment, "lead_official")
    assert fresh(commitment).state == State.AGREED
    assert agreement.agreed_edition(commitment).number == 3  # the same words as edition 1


def test_saying_yes_again_to_the_same_words_changes_nothing(world):
    commitment = complete(world)
    first = sign(world, commitment, "coordinator")
    before = snapshot(commitment)
    assert sign(world, commitment, "coordinator") == first
    assert snapshot(commitment) == before


# Sending back


def test_sending_back_needs_a_reason_and_stays_with_the_edition(world):
    commitment = complete(world)
    sign(world, commitment, "lead_official")
    with pytest.raises(ReasonNeeded):
        refuse(world, commitment, "coordinator", reason="  ")
    row = refuse(world, commitment, "coordinator")
    assert (row.is_yes, row.remark, row.edition.number) == (False, "Not this date", 1)
    assert says(commitment) == {"government": "yes", "civil_society": "no"}
    with pytest.raises(Blocked, match="no edition to send back"):
        refuse(world, commitment, "coordinator")


def test_who_sent_it_back_may_think_better_of_it(world):
    commitment = complete(world)
    sign(world, commitment, "lead_official")
    no = refuse(world, commitment, "coordinator")
    yes = sign(world, commitment, "coordinator")
    assert (yes.supersedes, fresh(commitment).state) == (no, State.AGREED)


def test_a_side_takes_its_own_yes_back_before_the_other_has_answered(world):
    commitment = complete(world)
    sign(world, commitment, "lead_official")
    refuse(world, commitment, "lead_official", reason="The money is not there")
    assert says(commitment) == {"government": "no", "civil_society": ""}
    sign(world, commitment, "coordinator")
    assert fresh(commitment).state == State.DRAFTING


def test_an_edition_that_is_no_longer_the_text_is_not_sent_back(world):
    commitment = complete(world)
    sign(world, commitment, "lead_official")
    edition = Edition.objects.of(commitment).get()
    write(commitment, world, "Other words.")
    with pytest.raises(OtherWords):
        agreement.send_back(
            commitment, edition, by=world.person("coordinator"), reason="No", seen_sha256=edition.sha256
        )


# Reopening


def test_reopening_keeps_both_yeses_and_its_own_side_says_yes_again(world):
    commitment = commitment_in(world, "agreed")
    workflow.reopen(commitment, by=world.person("coordinator"), reason="A date is wrong")
    assert says(commitment) == {"government": "yes", "civil_society": "reopened"}
    assert Signature.objects.standing().count() == 2
    # The other side cannot close it over the head of the side that opened it.
    sign(world, commitment, "lead_official")
    assert fresh(commitment).state == State.DRAFTING
    sign(world, commitment, "coordinator")
    assert fresh(commitment).state == State.AGREED


def test_after_reopening_and_a_change_both_agreed_to_an_earlier_text(world):
    commitment = commitment_in(world, "approved")
    workflow.reopen(commitment, by=world.person("lead_official"), reason="A date is wrong")
    write(commitment, world, "Other words.")
    assert says(commitment) == {"government": "reopened", "civil_society": "earlier"}
    agree(world, commitment)
    assert (fresh(commitment).state, agreement.agreed_edition(commitment).number) == (State.AGREED, 2)


# Without civil society's agreement


def test_government_goes_on_alone_with_words_it_agreed_to_and_says_why(world):
    commitment = complete(world)
    with pytest.raises(Blocked, match="Government must first agree"):
        workflow.send_without_agreement(commitment, by=world.person("lead_official"), reason="Time is short")
    sign(world, commitment, "lead_official")
    workflow.send_without_agreement(commitment, by=world.person("lead_official"), reason="Time is short")
    row = fresh(commitment)
    assert (row.state, row.is_without_agreement, row.public_reason) == (State.CLEARANCE, True, "Time is short")
    workflow.reopen(row, by=world.person("coordinator"), reason="We agree now")
    assert (row.is_without_agreement, says(row)) == (False, {"government": "yes", "civil_society": ""})


# Who is told, and what waits
