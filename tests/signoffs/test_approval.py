"""The minister approves exactly the words that all departments have cleared, or declines them in public."""

import datetime as dt

import pytest
from django.utils import timezone

from commitments import workflow
from commitments.choices import State
from drafting.models import Signature
from drafting.signing import NoMandate, OtherWords
from ledger.machine import Blocked, NotAllowed, ReasonNeeded, WrongState
from ledger.models import Entry
from network import proving, roles
from network.choices import Authentication, Role
from network.proving import NotProved, Proof
from network.services import appoint, end_tenure
from notices.models import Message
from signoffs import approval
from signoffs.models import ApprovalRequest
from signoffs.seats import SeatTaken
from signoffs.services import approval as services
from tests.signoffs.approving import approve, decline, private_office, ready, sent_again
from tests.signoffs.build import clear, clearing_post, department, edition_of, hold, in_clearance, person, reopen

pytestmark = pytest.mark.django_db


def told(kind: str) -> set[str]:
    return {message.recipient.name for message in Message.objects.filter(event__kind=kind)}


def test_minister_approves_the_words_that_were_cleared(world):
    commitment = ready(world)
    signature = approve(commitment, world.person("minister"))
    commitment.refresh_from_db()
    assert commitment.state == State.APPROVED
    assert (signature.edition, signature.verb, signature.is_yes) == (edition_of(commitment), "signoffs.approve", True)
    assert (signature.person.name, signature.post, signature.side) == ("Minister", world.post("minister"), "government")
    assert signature.statement == (
        "As Minister, Cabinet Office, I approve edition 1 of “1 Company owners”, exactly as it stands here."
    )


def test_minister_is_asked_when_the_last_department_has_cleared_and_not_before(world):
    health = department("health")
    officer = person("health-officer")
    clearing_post(health, officer)
    office = private_office(world)
    commitment = in_clearance(world, supporting=[health])
    clear(commitment, world.department, world.person("clearing_officer"))
    assert (ApprovalRequest.objects.count(), told("signoffs.asked_to_approve")) == (0, set())
    clear(commitment, health, officer)
    assert ApprovalRequest.objects.get().sending.commitment == commitment
    assert told("signoffs.asked_to_approve") == {"Minister", office.name}
    assert {"Lead Official", "Coordinator"} <= told("signoffs.all_cleared")
    assert Entry.objects.filter(verb="signoffs.ask_minister").count() == 1


def test_nobody_approves_what_a_department_has_not_cleared(world):
    commitment = in_clearance(world)
    with pytest.raises(Blocked, match="Department for Business has not cleared these words"):
        approve(commitment, world.person("minister"))
    assert Signature.objects.filter(verb="signoffs.approve").count() == 0


def test_nobody_approves_words_that_were_not_on_their_screen(world):
    commitment = ready(world)
    with pytest.raises(OtherWords):
        approve_words(commitment, world.person("minister"), "0" * 64)
    commitment.refresh_from_db()
    assert commitment.state == State.CLEARANCE


def approve_words(commitment, by, sha256):
    return services.approve(commitment, by=by, seen_sha256=sha256)


@pytest.mark.parametrize("act", [approve, decline])
@pytest.mark.parametrize("persona", ["lead_official", "coordinator", "clearing_officer", "representative", "admin"])
def test_nobody_else_answers_for_the_minister(world, persona, act):
    commitment = ready(world)
    with pytest.raises(NotAllowed):
        act(commitment, world.person(persona))
    commitment.refresh_from_db()
    assert commitment.state == State.CLEARANCE


def test_role_given_in_person_is_no_post_to_sign_from(world):
    commitment = ready(world)
    roles.grant(Role.MINISTER, world.plan, to=world.person("official"), by=None)
    with pytest.raises(NoMandate):
        approve(commitment, world.person("official"))


def test_who_has_left_approves_no_more_and_the_successor_does(world):
    commitment, successor = ready(world), person("successor")
    end_tenure(world.post("minister").current_tenure(), by=None)
    with pytest.raises(NotAllowed):
        approve(commitment, world.person("minister"))
    hold_from_today(world, successor)
    assert approve(commitment, successor).person == successor


def hold_from_today(world, holder):
    appoint(holder, world.post("minister"), by=None)


def test_private_office_acts_on_behalf_and_both_names_stand_in_the_record(world):
    office = private_office(world)
    signature = approve(ready(world), office)
    assert (signature.person, signature.on_behalf_of) == (office, world.post("minister"))
    assert (signature.entry.actor_name, signature.entry.on_behalf_of) == (
        office.name,
        "Minister, Minister, Cabinet Office",
    )
    assert signature.statement.startswith("On behalf of Minister (Minister, Cabinet Office), I approve edition 1")


def test_private_office_has_nobody_to_act_for_while_the_post_is_vacant(world):
    office = private_office(world)
    commitment = ready(world)
    end_tenure(world.post("minister").current_tenure(), by=None)
    with pytest.raises(NoMandate):
        approve(commitment, office)


def test_office_of_somebody_else_does_not_act_for_the_minister(world):
    office = private_office(world, deputy_of=world.post("lead_official"))
    with pytest.raises(NoMandate):
        approve(ready(world), office)


def test_minister_named_for_one_commitment_answers_for_it_in_place_of_the_plans(world):
    commitment = ready(world)
    roles.grant(Role.MINISTER, commitment, to=world.post("official"), by=None)
    with pytest.raises(NoMandate):
        approve(commitment, world.person("minister"))
    assert approve(commitment, world.person("official")).post == world.post("official")


def test_declining_needs_a_reason_which_is_public(world):
    commitment = ready(world)
    with pytest.raises(ReasonNeeded):
        decline(commitment, world.person("minister"), reason=" ")
    commitment.refresh_from_db()
    assert commitment.state == State.CLEARANCE
    signature = decline(commitment, world.person("minister"), reason="The registry cannot do it by then")
    commitment.refresh_from_db()
    assert (commitment.state, commitment.public_reason) == (State.DECLINED, "The registry cannot do it by then")
    assert (signature.is_yes, signature.remark) == (False, "The registry cannot do it by then")
    assert {"Coordinator", "Lead Official", "Clearing Officer"} <= told("signoffs.declined")


def test_private_office_declines_on_behalf(world):
    signature = decline(ready(world), private_office(world))
    assert (signature.on_behalf_of, signature.verb) == (world.post("minister"), "signoffs.decline")


@pytest.mark.parametrize("act", [approve, decline])
def test_nothing_is_answered_twice(world, act):
    commitment = ready(world)
    seen = edition_of(commitment).sha256
    approve(commitment, world.person("minister"))
    with pytest.raises(WrongState):
        act(commitment, world.person("minister"))
    assert Signature.objects.filter(edition__sha256=seen, verb__startswith="signoffs.a").count() == 1


def test_other_words_are_asked_for_again_and_the_earlier_yes_stays_with_the_earlier_text(world):
    commitment = ready(world)
    first = approve(commitment, world.person("minister"))
    sent_again(world, commitment, "We will publish some owners of companies.")
    assert commitment.state == State.CLEARANCE
    assert approval.minister_approved(commitment, None) == "The minister must first approve exactly these words."
    assert approval.approved_before(commitment, edition_of(commitment)) == first
    second = approve(commitment, world.person("minister"))
    first.refresh_from_db()
    assert (second.supersedes, second.edition.number, first.edition.number) == (first, 2, 1)


def test_machine_does_not_approve_without_the_ministers_signature(world):
    commitment = ready(world)
    with pytest.raises(Blocked, match="The minister must first approve exactly these words"):
        workflow.approve(commitment, by=world.person("minister"))


def test_approval_of_other_words_opens_no_door(world):
    """Approved, reopened, changed: the old signature is there, and does not serve."""
    commitment = ready(world)
    approve(commitment, world.person("minister"))
    sent_again(world, commitment, "Other words.")
    with pytest.raises(Blocked):
        workflow.approve(commitment, by=world.person("minister"))


def test_one_person_does_not_fill_two_seats(world):
    """Who cleared for a department does not approve the same words from the private office."""
    commitment = ready(world)
    private_office(world, holder=world.person("clearing_officer"))
    with pytest.raises(SeatTaken):
        approve(commitment, world.person("clearing_officer"))
    assert approval.answer_of(commitment) is None


def test_without_a_fresh_proof_nothing_is_approved(world, settings):
    settings.SECOND_FACTOR = True
    commitment = ready_before(settings, world)
    minister, seen = world.person("minister"), edition_of(commitment).sha256
    for proof in (
        None,
        Proof(minister.pk, Authentication.SESSION, seen),
        Proof(minister.pk, Authentication.TOTP, "0" * 64),
        Proof(world.person("coordinator").pk, Authentication.TOTP, seen),
    ):
        with pytest.raises(NotProved):
            approve(commitment, minister, proof=proof)
    assert Signature.objects.filter(verb="signoffs.approve").count() == 0
    assert approve(commitment, minister, proof=Proof(minister.pk, Authentication.TOTP, seen)).authentication == "totp"


def ready_before(settings, world):
    settings.SECOND_FACTOR = False
    commitment = ready(world)
    settings.SECOND_FACTOR = True
    assert proving.is_needed()
    return commitment


def test_leaf_says_all_of_it(world):
    signature = approve(ready(world), world.person("minister"))
    leaf = signature.entry.data
    assert {name: leaf[name] for name in ("edition", "sha256", "is_yes", "post", "on_behalf_of", "authentication")} == {
        "edition": 1,
        "sha256": signature.edition.sha256,
        "is_yes": True,
        "post": "minister",
        "on_behalf_of": None,
        "authentication": "session",
    }


def test_what_waits_is_what_can_be_answered(world):
    """The list, the desk and the button agree: by what they list, and by what they do not."""
    waiting, not_yet, done = ready(world), in_clearance(world, title="B"), ready(world, title="C")
    approve(done, world.person("minister"))
    minister = world.person("minister")
    assert [one.sending.commitment for one in approval.requests_for(minister)] == [waiting]
    assert [bool(approval.objections(one)) for one in (waiting, not_yet)] == [False, True]
    for persona in ("lead_official", "coordinator", "clearing_officer", "admin"):
        assert list(approval.requests_for(world.person(persona))) == []
    assert list(approval.requests_for(private_office(world))) == list(approval.requests_for(minister))


def test_what_is_reopened_waits_no_more(world):
    commitment = ready(world)
    reopen(world, commitment)
    assert list(approval.requests_for(world.person("minister"))) == []
    with pytest.raises(WrongState):
        approve_words(commitment, world.person("minister"), commitment.sendings.get().edition.sha256)


def test_what_happened_long_ago_is_recorded_at_its_time(world):
    sent, cleared, at = (timezone.now() - dt.timedelta(days=count) for count in (20, 12, 10))
    commitment = in_clearance(world, at=sent)
    clear(commitment, world.department, world.person("clearing_officer"), at=cleared)
    signature = approve(commitment, world.person("minister"), at=at)
    assert (signature.signed_at, signature.entry.at) == (at, at)
    assert ApprovalRequest.objects.get().asked_at == cleared


def test_holding_another_post_too_does_not_change_for_whom_one_signs(world):
    minister = world.person("minister")
    hold(clearing_post(department("Transport")), minister)
    assert approve(ready(world), minister).post == world.post("minister")
