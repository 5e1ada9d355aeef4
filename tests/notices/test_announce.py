"""What is written down when something happens, and what goes out at once."""

import pytest
from django.core import mail
from django.db import transaction

from notices import kinds, services
from notices.choices import Why
from notices.models import Event, Message
from tests.notices.build import letters, tell

pytestmark = pytest.mark.django_db


def whys():
    return {row.recipient.name: row.why for row in Message.objects.select_related("recipient")}


def test_each_person_is_told_once_for_the_first_reason_that_holds(world):
    tell(world, to=["member", "coordinator"], mentioned=["coordinator", "gov_drafter"], waits_for=["gov_drafter"])
    assert whys() == {"Member": Why.TOLD, "Coordinator": Why.MENTIONED, "Gov Drafter": Why.WAITS}


def test_who_is_asked_in_person_and_by_a_post_is_asked_for_the_post(world):
    tell(world, waits_for=["coordinator", world.post("coordinator")], mentioned=["coordinator"])
    message = Message.objects.get()
    assert (message.why, message.post) == (Why.WAITS, world.post("coordinator"))


def test_who_did_it_is_not_told(world):
    tell(world, by="coordinator", waits_for=["coordinator"], to=["member"])
    assert whys() == {"Member": Why.TOLD}


def test_a_post_stands_for_its_holder_and_a_vacant_one_for_nobody(world):
    tell(world, waits_for=[world.post("coordinator"), world.post("vacant")])
    message = Message.objects.get()
    assert (message.recipient.name, message.post) == ("Coordinator", world.post("coordinator"))


def test_holders_of_roles_follow_and_whoever_chose_to_but_not_whoever_said_no(world):
    services.follow(world.plan, by=world.person("stranger"))
    services.unfollow(world.plan, by=world.person("gov_drafter"))
    with transaction.atomic():
        services.announce(
            kind="tests.asked", thing=world.part, title="Foreword", address="/", by=world.person("lead_official")
        )
    assert whys() == {"Stranger": Why.FOLLOWS, "Coordinator": Why.ROLE, "Cs Drafter": Why.ROLE}


def test_what_waits_goes_out_at_once_and_the_rest_does_not(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tell(world, waits_for=["coordinator"], to=["member"])
    assert letters() == [(["coordinator@demo.test"], "OGPNAP: A suggestion was made: 3.1 Company owners")]


def test_an_act_that_fails_tells_nobody(world):
    with transaction.atomic():
        tell(world, waits_for=["coordinator"])
        transaction.set_rollback(True)
    assert (Event.objects.count(), mail.outbox) == (0, [])


def test_a_bulk_change_is_one_event_and_one_message(world):
    for number in range(40):
        tell(world, title=f"Milestone {number}", to=["member", "coordinator"], bulk_key="import-7")
    assert [(event.title, event.count) for event in Event.objects.all()] == [("Milestone 0", 40)]
    assert Message.objects.count() == 2


def test_in_a_bulk_change_what_waits_comes_at_once_even_for_those_told_before(world):
    tell(world, to=["coordinator"], bulk_key="import-7")
    tell(world, waits_for=[world.post("coordinator")], bulk_key="import-7")
    assert whys() == {"Coordinator": Why.WAITS}
    assert Message.objects.get().post == world.post("coordinator")


def test_what_happens_within_one_change_is_not_told_by_itself(world):
    with services.one_change():
        assert tell(world, waits_for=["coordinator"]) is None
        with services.one_change():
            tell(world, to=["member"])
        assert tell(world, to=["member"]) is None
    tell(world, title="The whole", to=["member"])
    assert [(message.event.title, message.recipient.name) for message in Message.objects.all()] == [
        ("The whole", "Member")
    ]


def test_what_stands_beside_a_thing_has_followers_too_and_can_be_muted(world):
    from tests.world import make_plan

    other = make_plan(world, "beside", title="Beside")
    services.follow(other, by=world.person("stranger"))
    services.follow(other, by=world.person("coordinator"))
    with transaction.atomic():
        event = services.announce(
            kind="tests.asked", thing=world.part, title="Foreword", address="/", by=None, beside=[other]
        )
    told = whys()
    assert (told["Stranger"], told["Coordinator"], told["Gov Drafter"]) == (Why.FOLLOWS, Why.FOLLOWS, Why.ROLE)
    assert event.scopes == [f"plans.narrativepart:{world.part.pk}", f"plans.plan:{world.plan.pk}", other_key(other)]
    assert event.root == other_key(other)


def other_key(plan):
    return f"plans.plan:{plan.pk}"


def test_a_plan_stands_once_after_all_that_belongs_to_it(world):
    with transaction.atomic():
        event = services.announce(
            kind="tests.asked", thing=world.plan, title="P", address="/", by=None, beside=[world.part]
        )
    assert event.scopes == [f"plans.narrativepart:{world.part.pk}", f"plans.plan:{world.plan.pk}"]


def test_somebody_with_several_reasons_is_told_once_in_one_window(world, django_capture_on_commit_callbacks):
    services.follow(world.plan, by=world.person("coordinator"))
    people = {"to": [world.person("coordinator")], "mentioned": [world.person("coordinator")]}
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        services.announce(
            kind="tests.asked",
            thing=world.part,
            title="Foreword",
            address="/",
            by=None,
            waits_for=[world.post("coordinator"), world.post("coordinator")],
            **people,
        )
    assert [to for to, _subject in letters()] == [["coordinator@demo.test"]]
    assert Message.objects.filter(recipient=world.person("coordinator")).count() == 1


def test_nobody_is_told_of_a_story_loaded_from_a_file(world):
    from tests.notices.build import DAY, now

    assert tell(world, at=now() - 31 * DAY, waits_for=["coordinator"]) is None
    assert Event.objects.count() == 0


def test_people_are_told_only_inside_the_transaction_of_the_act(world, monkeypatch):
    monkeypatch.setattr("notices.services.connection", type("Outside", (), {"in_atomic_block": False}))
    with pytest.raises(transaction.TransactionManagementError):
        tell(world, to=["member"])


def test_a_kind_that_nobody_registered_is_an_error(world):
    with pytest.raises(kinds.UnknownKind):
        tell(world, kind="tests.typo", to=["member"])


def test_a_long_title_is_cut(world):
    assert len(tell(world, title="word " * 200, to=["member"]).title) == 200
