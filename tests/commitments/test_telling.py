"""Who is told of what happens to a commitment and its working group: at once whom it waits for, the rest later."""

import pytest
from django.core import mail
from django.db import transaction

from commitments import services, telling, workflow
from commitments.choices import AskOrigin, AskStatus, State
from ledger import machine as machines
from ledger.machine import Machine, NotAllowed, Transition
from network import roles
from network.choices import Role
from notices import digest
from notices import services as notices
from notices.choices import Reason, Why
from notices.models import Event, Message
from tests.commitments.build import SECTION, commitment_in, propose
from tests.notices.build import DAY, letters, now, send_all
from tests.world import build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafted(world):
    """In drafting, with whatever was told on the way forgotten."""
    one = commitment_in(world, State.DRAFTING)
    Event.objects.all().delete()
    return one


def told(kind=None):
    """Of the last event (of the kind): who, and why."""
    events = Event.objects.filter(kind=kind) if kind else Event.objects
    rows = Message.objects.filter(event=events.latest("pk")).select_related("recipient")
    return {row.recipient.name: row.why for row in rows}


def kinds_told():
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_a_proposal_waits_at_once_for_the_lead_of_the_other_side(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        propose(world, sections={SECTION: "Words of the draft"})
    assert told() == {
        "Lead Official": Why.WAITS,
        "Coordinator": Why.ROLE,
        "Gov Drafter": Why.ROLE,
    }
    assert letters() == [(["lead-official@demo.test"], "OGPNAP: A commitment was proposed: 1 Company owners")]
    assert Message.objects.get(why=Why.WAITS).post == world.post("lead_official")


def test_a_proposal_of_government_waits_for_the_coordinator(world):
    propose(world, by="gov_drafter")
    assert told()["Coordinator"] == Why.WAITS
    assert told()["Lead Official"] == Why.ROLE


def test_what_nobody_proposed_waits_for_either_lead(world):
    services.propose(plan=world.plan, title="From the operator", origin="both", by=None)
    assert {name for name, why in told().items() if why == Why.WAITS} == {"Lead Official", "Coordinator"}


def test_an_offered_post_that_is_vacant_is_asked_of_nobody(world):
    world.post("lead_official").tenures.update(ends="2013-01-01", starts="2012-01-01")
    propose(world)
    assert Why.WAITS not in told().values()


ACTS = {
    "take_up": (State.PROPOSED, "lead_official"),
    "take_up_again": (State.ANNEXED, "lead_official"),
    "merge_into": (State.DRAFTING, "coordinator"),
    "annex": (State.DRAFTING, "coordinator"),
    "withdraw": (State.DRAFTING, "coordinator"),
    "decline": (State.DRAFTING, "lead_official"),
}


# On the way through sign-off: apps above ask departments and the minister in the same act, which they tell themselves.
SIGN_OFF = {"agree", "send_for_clearance", "send_without_agreement", "return_to_drafting", "approve", "reopen"} | {
    "object_to_correction"
}


def test_the_table_of_acts_is_whole():
    assert ACTS.keys() | SIGN_OFF == workflow.machine.by_name.keys()
    leads_to = {f"commitments.{name}": workflow.machine.by_name[name].target for name in ACTS.keys() | SIGN_OFF}
    assert {verb: state for verb, (_label, state) in telling.ACTS.items()} == {telling.PROPOSED: "proposed", **leads_to}


@pytest.mark.parametrize("act", ACTS)
def test_every_act_is_one_event_in_the_digests_of_those_who_take_part(world, act):
    state, by = ACTS[act]
    one = commitment_in(world, state)
    more = {"target": propose(world, title="The other")} if act == "merge_into" else {}
    Event.objects.all().delete()
    reason = {"reason": "Because of a secret"} if act != "take_up" else {}
    getattr(workflow, act)(one, by=world.person(by), **reason, **more)
    event = Event.objects.get()
    assert (event.kind, event.title, event.address) == (
        f"commitments.{act}",
        "1 Company owners",
        one.get_absolute_url(),
    )
    taking_part = {"Coordinator", "Lead Official", "Gov Drafter", "Cs Drafter"} - {world.person(by).name}
    assert told() == dict.fromkeys(taking_part, Why.ROLE)


def test_agreeing_sending_for_clearance_and_reopening_are_each_told_once(world):
    one = commitment_in(world, State.CLEARANCE)
    workflow.reopen(one, by=world.person("lead_official"), reason="A wrong date")
    for act in ("agree", "send_for_clearance", "reopen"):
        assert Event.objects.filter(kind=f"commitments.{act}").count() == 1


def test_an_act_that_is_refused_tells_nobody(world, drafted):
    with pytest.raises(NotAllowed):
        workflow.decline(drafted, by=world.person("cs_drafter"), reason="No")
    assert kinds_told() == []


def test_those_who_follow_what_it_was_merged_into_are_told_too_and_can_mute_it(world, drafted):
    target = propose(world, title="The other")
    notices.follow(target, by=world.person("member"))
    notices.follow(target, by=world.person("official"))
    notices.set_frequency(target, "never", by=world.person("official"))
    Event.objects.all().delete()
    workflow.merge_into(drafted, target=target, by=world.person("coordinator"), reason="The same")
    assert (told()["Member"], told()["Official"]) == (Why.FOLLOWS, Why.FOLLOWS)
    shown = {name: len(digest.items_for(world.person(name))) for name in ("member", "official")}
    assert shown == {"member": 1, "official": 0}


@pytest.fixture
def later_step(monkeypatch):
    """As another app adds it: a step that telling knows nothing of."""
    adopt = Transition("adopt", "Adopt", (State.DRAFTING,), State.AGREED, "commitments.take_up_again")
    monkeypatch.setattr(machines, "_machines", {})
    monkeypatch.setattr(telling, "_waits", {**telling._waits})
    return Machine(workflow.MODEL, (adopt,), State.PROPOSED)


def test_a_step_that_another_app_adds_is_told_by_default(world, drafted, later_step):
    later_step.perform(drafted, "adopt", by=world.person("lead_official"))
    assert kinds_told() == ["commitments.now_agreed"]
    assert told() == dict.fromkeys(("Coordinator", "Gov Drafter", "Cs Drafter"), Why.ROLE)
    [group] = digest.items_for(world.person("cs_drafter"))
    assert [(line.label, line.title) for line in group.lines] == [
        ("A commitment came into the state “Agreed”", "1 Company owners")
    ]


def test_another_app_says_whom_a_state_waits_for(world, drafted, later_step):
    telling.register_waiting(State.AGREED, lambda commitment: [world.post("clearing_officer")])
    later_step.perform(drafted, "adopt", by=world.person("lead_official"))
    assert told()["Clearing Officer"] == Why.WAITS


def test_words_of_the_draft_and_reasons_are_in_no_message(world, monkeypatch, django_capture_on_commit_callbacks):
    notices.follow(world.plan, by=world.person("member"))
    with django_capture_on_commit_callbacks(execute=True):
        one = propose(world, sections={SECTION: "Quokkas are named"})
    with django_capture_on_commit_callbacks(execute=True):
        workflow.decline(one, by=world.person("lead_official"), reason="Wombats object")
    next_week = (now() + 8 * DAY).replace(hour=10)
    monkeypatch.setattr("django.utils.timezone.now", lambda: next_week)
    send_all(next_week)
    assert {to for letter in mail.outbox for to in letter.to} >= {"lead-official@demo.test", "member@demo.test"}
    said = " ".join(f"{letter.subject} {letter.body} {letter.alternatives}" for letter in mail.outbox)
    assert ("Quokkas" in said, "Wombats" in said, "A commitment was declined" in said) == (False, False, True)


def test_a_long_title_is_cut_in_messages(world):
    propose(world, title="word " * 100)
    assert len(Event.objects.latest("pk").title) == 100


def test_what_was_decided_before_the_mail_went_out_is_not_asked_any_more(world):
    one = propose(world)
    services.ask_to_join(one, reason="I know registers", by=world.person("member"))
    assert waits_on_the_desk(world, "lead_official") == ["A commitment was proposed"]
    assert waits_on_the_desk(world, "coordinator") == ["Somebody asks to join a working group"]
    workflow.take_up(one, by=world.person("lead_official"))
    services.answer_request(one.group_requests.get(), is_accepted=True, answer="Do", by=world.person("coordinator"))
    send_all(now())
    assert letters() == []
    assert set(Message.objects.filter(why=Why.WAITS).values_list("kept_back", flat=True)) == {Reason.DONE}
    assert waits_on_the_desk(world, "lead_official") == []


def waits_on_the_desk(world, persona):
    groups = digest.items_for(world.person(persona))
    return [line.label for group in groups for line in group.lines if "at once" in line.why]


# Working groups


def test_who_asks_to_join_waits_for_the_lead_of_their_own_side_only(world, drafted):
    for person, lead in (("member", "Coordinator"), ("official", "Lead Official")):
        services.ask_to_join(drafted, reason="I know registers", by=world.person(person))
        assert told(telling.ASKED_TO_JOIN) == {lead: Why.WAITS}
    assert kinds_told() == [telling.ASKED_TO_JOIN] * 2


def test_asking_again_tells_nobody_again(world, drafted):
    for reason in ("I know registers", "And much more"):
        services.ask_to_join(drafted, reason=reason, by=world.person("member"))
    assert Event.objects.count() == 1


def test_an_event_does_not_name_who_asks(world, drafted):
    services.ask_to_join(drafted, reason="I know registers", by=world.person("member"))
    event = Event.objects.get()
    assert (event.title, event.address) == ("Working group on 1", f"{drafted.get_absolute_url()}group/")


@pytest.mark.parametrize("is_accepted", [True, False])
def test_the_answer_reaches_who_asked_even_where_they_may_not_read_the_drafts(is_accepted):
    world = build_world(openness="engaged")
    one = commitment_in(world, State.DRAFTING)
    asked = services.ask_to_join(one, reason="I know registers", by=world.person("member"))
    Event.objects.all().delete()
    services.answer_request(asked, is_accepted=is_accepted, answer="Secretly", by=world.person("coordinator"))
    assert (kinds_told(), told()) == ([telling.ANSWERED], {"Member": Why.TOLD})
    [group] = digest.items_for(world.person("member"))
    assert [(line.label, line.title, line.why) for line in group.lines] == [
        ("Your request was answered", "Working group on 1", "You get this because you asked to join.")
    ]
    assert one.is_visible_to(world.person("member")) == is_accepted


def test_who_is_put_into_a_group_or_out_of_it_by_somebody_else_is_told(world, drafted):
    post, lead = world.post("official"), world.person("lead_official")
    for _twice in range(2):
        services.add_to_group(drafted, to=post, by=lead)
    assert (kinds_told(), told()) == ([telling.JOINED], {"Official": Why.TOLD})
    for _twice in range(2):
        services.leave_group(drafted, to=post, by=lead)
    assert (kinds_told(), told()) == ([telling.JOINED, telling.LEFT], {"Official": Why.TOLD})


def test_who_proposes_is_not_told_that_they_write_there(world):
    roles.revoke(Role.DRAFTER, world.plan, to=world.person("cs_drafter"), by=None)
    services.propose(plan=world.plan, title="Mine", origin="civil_society", by=world.person("cs_drafter"))
    assert "Cs Drafter" not in told()


# The annex


def test_an_ask_is_told_once_by_its_number(world, drafted):
    services.add_ask(
        plan=world.plan, text="Quokkas", origin=AskOrigin.NETWORK, reason="", by=world.person("coordinator")
    )
    assert (kinds_told(), Event.objects.get().title) == ([telling.ASKED], "Ask A1 of the annex")
    workflow.annex(drafted, by=world.person("coordinator"), reason="Government will not")
    assert kinds_told() == [telling.ASKED, "commitments.annex"]


def test_an_answer_to_an_ask_is_told_and_a_mended_word_is_not(world):
    coordinator = world.person("coordinator")
    ask = services.add_ask(plan=world.plan, text="Quokka", origin=AskOrigin.NETWORK, reason="", by=coordinator)
    services.edit_ask(ask, text="Quokkas", by=coordinator)
    services.edit_ask(ask, status=AskStatus.REFUSED, reason="No", by=world.person("lead_official"))
    assert kinds_told() == [telling.ASKED, telling.ASK_ANSWERED]
    assert told()["Coordinator"] == Why.ROLE


def test_what_is_told_is_undone_with_the_act(world):
    with transaction.atomic():
        propose(world)
        transaction.set_rollback(True)
    assert Event.objects.count() == 0
