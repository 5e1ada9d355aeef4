"""Every transition × every state × everybody: who may, who may not, and that a refusal changes nothing."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from commitments import services, workflow
from commitments.choices import AskStatus, Origin, State
from commitments.models import Ask, Commitment
from ledger.machine import Blocked, NotAllowed, ReasonNeeded, WrongState
from ledger.models import Entry
from tests.commitments.build import commitment_in, propose
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db

STATES = ("proposed", "drafting", "agreed", "clearance", "approved", "declined", "annexed", "withdrawn", "merged")
TRANSITIONS = (
    *("take_up", "take_up_again", "merge_into", "annex", "withdraw", "decline"),
    *("send_for_clearance", "reopen"),
)
WITHOUT_REASON = {"take_up", "send_for_clearance"}
# Proposed by civil society. Whatever is not here is refused.
MAY = {
    ("take_up", "proposed"): {"lead_official"},
    ("withdraw", "proposed"): {"cs_drafter", "coordinator"},
    ("withdraw", "drafting"): {"cs_drafter", "coordinator"},
    ("decline", "proposed"): {"lead_official", "minister"},
    ("decline", "drafting"): {"lead_official", "minister"},
    ("merge_into", "proposed"): {"lead_official", "coordinator"},
    ("merge_into", "drafting"): {"lead_official", "coordinator"},
    ("annex", "drafting"): {"coordinator"},
    ("annex", "declined"): {"coordinator"},
    ("take_up_again", "annexed"): {"lead_official"},
    ("send_for_clearance", "agreed"): {"lead_official"},
    ("reopen", "agreed"): {"coordinator", "lead_official"},
    ("reopen", "clearance"): {"coordinator", "lead_official"},
    ("reopen", "approved"): {"coordinator", "lead_official"},
    ("decline", "agreed"): {"lead_official", "minister"},
    ("decline", "clearance"): {"lead_official", "minister"},
}
TARGETS = {
    "take_up": "drafting",
    "take_up_again": "drafting",
    "merge_into": "merged",
    "annex": "annexed",
    "withdraw": "withdrawn",
    "decline": "declined",
    "send_for_clearance": "clearance",
    "reopen": "drafting",
}


def perform(name, commitment, by, target):
    arguments = {} if name in WITHOUT_REASON else {"reason": "Because"}
    if name == "merge_into":
        arguments["target"] = target
    return getattr(workflow, name)(commitment, by=by, **arguments)


def snapshot(commitment):
    row = Commitment.objects.filter(pk=commitment.pk).values().get()
    return row, commitment.history.count(), Entry.objects.count(), Ask.objects.count()


def who_may(world, name, commitment, target):
    """Everybody tries; what succeeds is undone, what is refused must have changed nothing."""
    before, allowed = snapshot(commitment), set()
    for persona in PERSONAS:
        one = Commitment.objects.get(pk=commitment.pk)
        with transaction.atomic():
            try:
                perform(name, one, world.person(persona), target)
            except (NotAllowed, WrongState):
                assert snapshot(commitment) == before
            else:
                assert Commitment.objects.get(pk=one.pk).state == TARGETS[name]
                allowed.add(persona)
            transaction.set_rollback(True)
    return allowed


@pytest.mark.parametrize("state", STATES)
def test_each_transition_is_open_to_whom_the_table_says(world, state):
    commitment = commitment_in(world, state)
    target = propose(world, title="The other one")
    found = {name: who_may(world, name, commitment, target) for name in TRANSITIONS}
    assert found == {name: MAY.get((name, state), set()) for name in TRANSITIONS}


def test_what_government_proposed_is_taken_up_by_the_coordinator_and_withdrawn_by_government(world):
    commitment = commitment_in(world, "proposed", by="gov_drafter", origin=Origin.GOVERNMENT)
    assert who_may(world, "take_up", commitment, None) == {"coordinator"}
    assert who_may(world, "withdraw", commitment, None) == {"gov_drafter", "lead_official"}


def test_the_buttons_are_those_that_the_table_allows(world):
    commitment = commitment_in(world, "drafting")
    found = {
        persona: [offer.name for offer in workflow.machine.available(commitment, world.person(persona))]
        for persona in ("coordinator", "lead_official", "minister", "cs_drafter", "gov_drafter", "member")
    }
    assert found == {
        "coordinator": ["merge_into", "annex", "withdraw"],
        "lead_official": ["send_without_agreement", "merge_into", "decline"],
        "minister": ["decline"],
        "cs_drafter": ["withdraw"],
        "gov_drafter": [],
        "member": [],
    }


@pytest.mark.parametrize("state", ["agreed", "clearance", "approved"])
def test_the_buttons_past_drafting(world, state):
    commitment = commitment_in(world, state)
    found = {
        persona: [offer.name for offer in workflow.machine.available(commitment, world.person(persona))]
        for persona in ("coordinator", "lead_official", "minister", "clearing_officer", "cs_drafter")
    }
    declines = [] if state == "approved" else ["decline"]
    sends = ["send_for_clearance"] if state == "agreed" else []
    assert found == {
        "coordinator": ["reopen"],
        "lead_official": [*sends, "reopen", *declines],
        "minister": declines,
        "clearing_officer": [],
        "cs_drafter": [],
    }


@pytest.mark.parametrize("name", ["decline", "withdraw", "annex", "merge_into", "reopen"])
def test_no_reason_no_act(world, name):
    commitment = commitment_in(world, "agreed" if name == "reopen" else "drafting")
    target = propose(world, title="The other one")
    by = world.person("lead_official" if name == "decline" else "coordinator")
    before = snapshot(commitment)
    more = {"target": target} if name == "merge_into" else {}
    with pytest.raises(ReasonNeeded):
        getattr(workflow, name)(commitment, by=by, reason="  ", **more)
    assert snapshot(commitment) == before


def test_the_reason_for_declining_is_public_and_in_the_ledger(world):
    commitment = commitment_in(world, "proposed")
    entry = workflow.decline(commitment, by=world.person("minister"), reason="No money this year")
    assert (commitment.state, commitment.public_reason) == (State.DECLINED, "No money this year")
    assert (entry.verb, entry.public_reason) == ("commitments.decline", "No money this year")


def test_what_is_carried_to_the_annex_becomes_an_ask_with_governments_reason(world):
    commitment = commitment_in(world, "declined")
    workflow.annex(commitment, by=world.person("coordinator"), reason="We still ask", text="Publish the owners")
    (ask,) = Ask.objects.filter(origin_commitment=commitment)
    assert (ask.ref, ask.text, ask.status, ask.reason) == ("A1", "Publish the owners", AskStatus.REFUSED, "Too dear")


def test_an_ask_of_a_commitment_taken_up_again_says_so(world):
    commitment = commitment_in(world, "annexed")
    workflow.take_up_again(commitment, by=world.person("lead_official"), reason="The budget allows it")
    (ask,) = Ask.objects.filter(origin_commitment=commitment)
    assert (commitment.state, ask.status, ask.became) == (State.DRAFTING, AskStatus.TAKEN_UP, commitment)


def test_after_the_cut_off_nothing_comes_back_from_the_annex(world):
    commitment = commitment_in(world, "annexed")
    type(world.plan).objects.filter(pk=world.plan.pk).update(cut_off=timezone.now() - dt.timedelta(hours=1))
    commitment = Commitment.objects.get(pk=commitment.pk)
    with pytest.raises(Blocked, match="cut-off has passed"):
        workflow.take_up_again(commitment, by=world.person("lead_official"), reason="Late")
    assert Commitment.objects.get(pk=commitment.pk).state == State.ANNEXED


def test_a_merged_commitment_stays_readable_with_its_authors(world):
    target = propose(world, title="The one that goes on")
    commitment = propose(world, title="The one that joins", sections={"what": "Publish **all** owners"})
    workflow.merge_into(commitment, target=target, by=world.person("coordinator"), reason="The same promise")
    assert (commitment.state, commitment.merged_into) == (State.MERGED, target)
    revision = commitment.sections.get(template_section__key="what").text.latest
    assert (revision.body, revision.author) == ("Publish **all** owners", world.person("cs_drafter"))


@pytest.mark.parametrize("which", ["itself", "other plan", "declined"])
def test_merging_needs_another_commitment_of_the_plan_that_is_still_written(world, which):
    commitment = commitment_in(world, "drafting")
    target = {
        "itself": lambda: commitment,
        "other plan": lambda: services.propose(plan=world.other_plan, title="X", origin="both", by=None),
        "declined": lambda: commitment_in(world, "declined", title="Declined"),
    }[which]()
    before = snapshot(commitment)
    with pytest.raises(ValidationError):
        workflow.merge_into(commitment, target=target, by=world.person("coordinator"), reason="The same")
    assert snapshot(commitment) == before


def test_each_act_stands_in_the_ledger_and_in_the_history(world):
    commitment = commitment_in(world, "annexed")
    assert [entry.verb for entry in Entry.objects.about(commitment) if entry.verb.startswith("commitments.")] == [
        "commitments.annex",
        "commitments.take_up",
        "commitments.propose",
    ]
    assert list(commitment.history.order_by("history_id").values_list("state", flat=True)) == [
        "proposed",
        "drafting",
        "annexed",
    ]
