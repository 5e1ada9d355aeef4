"""After the cut-off: nothing comes in without the consent of both sides' leads, once for each consent, in public."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from commitments import late_changes, services, workflow
from commitments.choices import LateKind, LateState, State
from commitments.models import Commitment, LateChange
from ledger.machine import Blocked, NotAllowed, ReasonNeeded, WrongState
from ledger.models import Entry
from notices.models import Message
from plans.models import Plan
from tests.commitments.build import agree, commitment_in, complete
from tests.conftest import client_of
from tests.world import build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build_world()


def pass_cut_off(world):
    Plan.objects.filter(pk=world.plan.pk).update(cut_off=timezone.now() - dt.timedelta(hours=1))
    world.plan.refresh_from_db()


def consent(world, kind, commitment=None, asked_by="coordinator", by="lead_official") -> LateChange:
    change = late_changes.ask(
        world.plan, kind=kind, commitment=commitment, reason="A new law", by=world.person(asked_by)
    )
    late_changes.answer(change, "consent", by=world.person(by), reason="Fair")
    return change


# What needs a consent: (kind, state it starts from, the act)
ACTS = {
    LateKind.TAKE_UP: (State.PROPOSED, lambda one, world: workflow.take_up(one, by=world.person("lead_official"))),
    LateKind.TAKE_UP_AGAIN: (
        State.ANNEXED,
        lambda one, world: workflow.take_up_again(one, by=world.person("lead_official"), reason="Money was found"),
    ),
    LateKind.REOPEN: (
        State.AGREED,
        lambda one, world: workflow.reopen(one, by=world.person("coordinator"), reason="A wrong date"),
    ),
    LateKind.WITHOUT_AGREEMENT: (
        State.DRAFTING,
        lambda one, world: workflow.send_without_agreement(
            one, by=world.person("lead_official"), reason="No time is left"
        ),
    ),
}


def thing_for(world, kind):
    state = ACTS[kind][0]
    if state != State.DRAFTING:
        return commitment_in(world, state)
    one = complete(world)
    agree(world, one, "lead_official")
    return one


@pytest.mark.parametrize("kind", ACTS)
def test_before_the_cut_off_no_consent_is_needed(world, kind):
    one = thing_for(world, kind)
    ACTS[kind][1](one, world)
    assert late_changes.count(world.plan) == 0


@pytest.mark.parametrize("kind", ACTS)
def test_after_it_the_act_is_done_once_for_each_consent(world, kind):
    one = thing_for(world, kind)
    pass_cut_off(world)
    one = Commitment.objects.get(pk=one.pk)
    state = one.state
    with pytest.raises(Blocked):
        ACTS[kind][1](one, world)
    assert Commitment.objects.get(pk=one.pk).state == state
    change = consent(world, kind, one)
    assert late_changes.count(world.plan) == 0
    ACTS[kind][1](one, world)
    change.refresh_from_db()
    assert (change.state, late_changes.count(world.plan)) == (LateState.USED, 1)
    assert change.used_at is not None
    assert not late_changes.is_consented(world.plan, kind, one)


@pytest.mark.parametrize("kind", ACTS)
@pytest.mark.parametrize("answer", [None, "refuse_late_change", "take_back_late_change"])
def test_without_the_consent_of_the_other_side_it_is_not_done(world, kind, answer):
    one = thing_for(world, kind)
    pass_cut_off(world)
    change = late_changes.ask(world.plan, kind=kind, commitment=one, reason="A new law", by=world.person("coordinator"))
    if answer:
        by = "coordinator" if answer.startswith("take_back") else "lead_official"
        late_changes.answer(change, answer, by=world.person(by), reason="No")
    with pytest.raises(Blocked):
        ACTS[kind][1](Commitment.objects.get(pk=one.pk), world)


def test_a_consent_is_for_one_commitment_and_one_kind_of_act(world):
    first, second = commitment_in(world, State.AGREED), commitment_in(world, State.AGREED)
    pass_cut_off(world)
    consent(world, LateKind.REOPEN, first)
    with pytest.raises(Blocked):
        workflow.reopen(Commitment.objects.get(pk=second.pk), by=world.person("coordinator"), reason="Also")
    assert not late_changes.is_consented(world.plan, LateKind.TAKE_UP, first)


def test_a_new_commitment_comes_in_with_a_consent_and_no_second_one(world):
    pass_cut_off(world)
    change = consent(world, LateKind.PROPOSE)
    propose = {"plan": world.plan, "title": "Late", "origin": "both", "by": world.person("coordinator")}
    one = services.propose(**propose)
    change.refresh_from_db()
    assert (change.state, change.commitment) == (LateState.USED, one)
    with pytest.raises(services.CutOffPassed):
        services.propose(**propose)
    assert Entry.objects.filter(verb="commitments.propose").latest("index").content["data"]["late_change"] == 1


def test_neither_side_can_press_the_others_button(world):
    pass_cut_off(world)
    change = late_changes.ask(world.plan, kind="propose", reason="A new law", by=world.person("coordinator"))
    for persona in ("coordinator", "cs_drafter", "gov_drafter", "minister", "member", "admin", "leaver"):
        with pytest.raises(NotAllowed):
            late_changes.answer(change, "consent", by=world.person(persona), reason="Fair")
    with pytest.raises(NotAllowed):
        late_changes.answer(change, "take_back_late_change", by=world.person("lead_official"))
    assert LateChange.objects.get().state == LateState.WAITING


def test_both_give_a_reason(world):
    pass_cut_off(world)
    with pytest.raises(ReasonNeeded):
        late_changes.ask(world.plan, kind="propose", reason="  ", by=world.person("coordinator"))
    change = late_changes.ask(world.plan, kind="propose", reason="A new law", by=world.person("coordinator"))
    with pytest.raises(ReasonNeeded):
        late_changes.answer(change, "consent", by=world.person("lead_official"), reason="")


def test_what_could_not_be_done_anyway_is_not_asked_for(world):
    one = commitment_in(world, State.PROPOSED)
    with pytest.raises(NotAllowed):
        late_changes.ask(world.plan, kind="take_up", commitment=one, reason="Early", by=world.person("coordinator"))
    pass_cut_off(world)
    ask = {"plan": world.plan, "reason": "A new law", "by": world.person("coordinator")}
    for wrong in ({"kind": "reopen", "commitment": one}, {"kind": "reopen"}):
        with pytest.raises(ValidationError):
            late_changes.ask(**ask, **wrong)
    late_changes.ask(kind="take_up", commitment=one, **ask)
    with pytest.raises(late_changes.AlreadyAsked):
        late_changes.ask(kind="take_up", commitment=one, **ask)


def test_an_answer_is_given_once(world):
    pass_cut_off(world)
    change = consent(world, LateKind.PROPOSE)
    with pytest.raises(WrongState):
        late_changes.answer(change, "refuse_late_change", by=world.person("lead_official"), reason="No, after all")


def test_the_other_sides_lead_is_told_at_once_and_the_asker_of_the_answer(world):
    pass_cut_off(world)
    change = late_changes.ask(world.plan, kind="propose", reason="A new law", by=world.person("coordinator"))
    asked = Message.objects.filter(event__kind=late_changes.ASKED, why="waits")
    assert [message.recipient for message in asked] == [world.person("lead_official")]
    late_changes.answer(change, "consent", by=world.person("lead_official"), reason="Fair")
    told = Message.objects.filter(event__kind=late_changes.ANSWERED, why="told")
    assert [message.recipient for message in told] == [world.person("coordinator")]


def test_the_public_reads_the_reasons_and_the_number_but_no_draft():
    world = build_world(openness="engaged")
    one = commitment_in(world, State.AGREED, title="Hidden promise")
    pass_cut_off(world)
    consent(world, LateKind.REOPEN, one)
    workflow.reopen(Commitment.objects.get(pk=one.pk), by=world.person("coordinator"), reason="A wrong date")
    address = reverse("commitments:late_changes", args=[world.plan.slug])
    page = client_of(world, "visitor").get(address).content.decode()
    assert "A new law" in page
    assert "Fair" in page
    assert "1 change came in after the cut-off" in page
    assert "Hidden promise" not in page
    assert "Hidden promise" in client_of(world, "coordinator").get(address).content.decode()
    assert (
        "1 change after the cut-off" in client_of(world, "visitor").get(world.plan.get_absolute_url()).content.decode()
    )


def test_the_list_costs_the_same_for_one_and_three(world, django_assert_num_queries):
    ones = [commitment_in(world, State.AGREED) for _ in range(3)]
    pass_cut_off(world)
    client = client_of(world, "coordinator")
    address = reverse("commitments:late_changes", args=[world.plan.slug])
    consent(world, LateKind.REOPEN, ones[0])
    client.get(address)
    with CaptureQueriesContext(connection) as first:
        client.get(address)
    for one in ones[1:]:
        consent(world, LateKind.REOPEN, one)
    with django_assert_num_queries(len(first)):
        client.get(address)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_consent_lets_in_one_of_two_that_come_at_once():
    world = build_world()
    pass_cut_off(world)
    consent(world, LateKind.PROPOSE)

    def propose(number: int) -> bool:
        try:
            services.propose(plan=world.plan, title=f"Late {number}", origin="both", by=world.person("coordinator"))
        except services.CutOffPassed:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(propose, range(4))) == [False, False, False, True]
    assert Commitment.objects.count() == 1
