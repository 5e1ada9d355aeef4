"""Who is told of requests to join, appointments and handovers; that nobody is named in what is kept of them."""

import pytest

from network import services
from notices import digest, telling
from notices import services as notices
from notices.choices import Reason, Why
from notices.models import Event, Message
from tests.notices.build import letters, now, send_all
from tests.world import days

pytestmark = pytest.mark.django_db


def told():
    rows = Message.objects.filter(event=Event.objects.latest("pk")).select_related("recipient")
    return {row.recipient.name: row.why for row in rows}


def lines(person):
    return [(line.label, line.title, line.why) for group in digest.items_for(person) for line in group.lines]


def ask(world, **more):
    return services.ask_to_join(
        world.network, name="Ann Archer", email="ann@example.org", statement="I keep bees", **more
    )


# Joining


def test_a_request_to_join_waits_at_once_for_the_coordinator(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        asked = ask(world)
    assert told() == {"Coordinator": Why.WAITS}
    assert letters() == [
        (["coordinator@demo.test"], f"OGPNAP: Somebody asks to join the network: Request {asked.reference}")
    ]


def test_it_reaches_a_coordinator_who_has_muted_everything(world, django_capture_on_commit_callbacks):
    notices.prefer(world.person("coordinator"), frequency="never", language="")
    with django_capture_on_commit_callbacks(execute=True):
        ask(world)
    assert [to for to, _subject in letters()] == [["coordinator@demo.test"]]


def test_an_event_keeps_no_personal_data_of_the_applicant(world):
    ask(world, account=world.person("stranger"))
    event = Event.objects.get()
    said = f"{event.title} {event.address} {event.bulk_key} {event.scopes}"
    assert [words for words in ("Ann", "ann@example.org", "bees", "Stranger") if words in said] == []


def test_a_vacant_coordinator_is_not_told_and_finds_it_on_the_desk_later(world, client_for):
    world.post("coordinator").tenures.update(ends=days(0))
    asked = ask(world)
    assert Message.objects.count() == 0
    mandate = {"mandate": "Voted", "mandated_on": days(0)}
    services.appoint(world.person("steering_member"), world.post("coordinator"), by=None, **mandate)
    assert asked.reference in client_for("steering_member").get("/desk/").content.decode()


def test_who_is_no_longer_a_member_is_told(world):
    membership = world.network.memberships.get(person=world.person("member"))
    services.end_membership(membership, by=world.person("coordinator"))
    assert told() == {"Member": Why.TOLD}
    assert lines(world.person("member")) == [
        ("Your membership ended", "Open Government Network", "You get this because you were a member.")
    ]


def test_who_leaves_by_themselves_and_an_organisation_are_told_nothing(world):
    mine, theirs = (world.network.memberships.get(**who) for who in whose(world))
    services.end_membership(mine, by=world.person("member"))
    services.end_membership(theirs, by=world.person("coordinator"))
    assert Message.objects.count() == 0


def whose(world):
    return {"person": world.person("member")}, {"organisation": world.cso}


# Posts


def test_who_is_appointed_is_told_in_their_digest(world):
    post = services.create_post(title="Press officer", kind="focal_point", organisation=world.department, by=None)
    services.appoint(world.person("stranger"), post, by=world.person("lead_official"))
    assert told() == {"Stranger": Why.TOLD}
    assert lines(world.person("stranger")) == [
        (
            "Somebody was appointed to a post",
            "Press officer, Department for Business",
            "You get this because it is you who was appointed.",
        )
    ]


def test_a_handover_that_lies_there_waits_at_once_for_the_successor(world, django_capture_on_commit_callbacks):
    held = world.post("gov_drafter").tenures.get(person=world.person("gov_drafter"))
    services.end_tenure(held, note="All is in the drawer", by=world.person("gov_drafter"))
    with django_capture_on_commit_callbacks(execute=True):
        services.appoint(world.person("stranger"), world.post("gov_drafter"), by=world.person("lead_official"))
    assert told()["Stranger"] == Why.WAITS
    assert letters() == [
        (
            ["stranger@demo.test"],
            "OGPNAP: Somebody was appointed to a post: Focal point, Department for Business",
        )
    ]


def test_who_takes_a_post_up_later_is_told_now_and_the_message_survives(world):
    held = world.post("gov_drafter").tenures.get(person=world.person("gov_drafter"))
    services.end_tenure(held, ends=days(5), by=world.person("gov_drafter"))
    services.appoint(
        world.person("stranger"), world.post("gov_drafter"), starts=days(5), by=world.person("lead_official")
    )
    assert (told()["Stranger"], len(lines(world.person("stranger")))) == (Why.TOLD, 1)
    send_all(now())
    assert not Message.objects.filter(kept_back=Reason.POST_LEFT).exists()


def test_that_a_post_falls_vacant_reaches_its_leaver_and_who_follows_the_plans_it_works_on(world):
    held = world.post("gov_drafter").tenures.get(person=world.person("gov_drafter"))
    services.end_tenure(held, by=world.person("lead_official"))
    assert told() == {"Gov Drafter": Why.TOLD, "Coordinator": Why.ROLE, "Cs Drafter": Why.ROLE}
    [group] = digest.items_for(world.person("coordinator"))
    assert (group.title, group.lines[0].label) == (world.plan.title, "A post is being handed over")


def test_who_muted_the_plan_does_not_hear_of_its_posts(world):
    notices.set_frequency(world.plan, "never", by=world.person("coordinator"))
    held = world.post("gov_drafter").tenures.get(person=world.person("gov_drafter"))
    services.end_tenure(held, by=world.person("lead_official"))
    assert lines(world.person("coordinator")) == []


def test_a_tenure_that_ran_out_by_its_date_is_told_once(world):
    world.post("gov_drafter").tenures.filter(person=world.person("gov_drafter")).update(ends=days(0))
    for _hour in range(2):
        services.open_due_handovers()
    kinds = Event.objects.filter(thing_id=str(world.post("gov_drafter").pk)).values_list("kind", flat=True)
    assert list(kinds) == [telling.HANDOVER_OPENED]


def test_an_accepted_handover_is_told_to_who_left(world):
    held = world.post("gov_drafter").tenures.get(person=world.person("gov_drafter"))
    handover = services.end_tenure(held, by=world.person("gov_drafter"))
    services.appoint(world.person("stranger"), world.post("gov_drafter"), by=None)
    services.accept_handover(handover, by=world.person("stranger"))
    assert told() == {"Gov Drafter": Why.TOLD}
    assert lines(world.person("gov_drafter"))[-1][0] == "A handover was accepted"
