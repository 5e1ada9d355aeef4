"""Who is told when a plan's rules or roles change."""

import pytest

from network import roles
from network.choices import Role
from notices import digest
from notices.choices import Why
from notices.models import Event, Message
from plans import services, telling, workflow
from plans.choices import PlanRule
from tests.notices.build import letters

pytestmark = pytest.mark.django_db


def ask(world, persona="lead_official"):
    return services.ask_rule_change(
        world.plan, rule=PlanRule.MINIMUM_DAYS, new=7, reason="A secret summer", by=world.person(persona)
    )


def told():
    rows = Message.objects.filter(event=Event.objects.latest("pk")).select_related("recipient")
    return {row.recipient.name: row.why for row in rows}


def lines(person):
    return [(line.label, line.title, line.why) for group in digest.items_for(person) for line in group.lines]


@pytest.mark.parametrize(("asker", "other"), [("lead_official", "coordinator"), ("coordinator", "lead_official")])
def test_a_change_that_is_asked_for_waits_at_once_for_the_other_lead(
    world, django_capture_on_commit_callbacks, asker, other
):
    with django_capture_on_commit_callbacks(execute=True):
        ask(world, asker)
    assert told() == {
        world.person(other).name: Why.WAITS,
        "Gov Drafter": Why.ROLE,
        "Cs Drafter": Why.ROLE,
    }
    words = "OGPNAP: A change of the plan's rules was asked for: Fewest days between proposing and agreeing"
    assert letters() == [([world.person(other).email], words)]


@pytest.mark.parametrize(
    ("answer", "by", "kind"),
    [
        ("agree_to_rule_change", "coordinator", telling.AGREED),
        ("refuse_rule_change", "coordinator", telling.REFUSED),
        ("take_back_rule_change", "lead_official", telling.TAKEN_BACK),
    ],
)
def test_every_answer_is_one_event_for_digests(world, answer, by, kind):
    change = ask(world)
    Event.objects.all().delete()
    getattr(workflow, answer)(change, by=world.person(by), reason="A secret")
    assert Event.objects.get().kind == kind
    asker = {"Lead Official": Why.TOLD} if by == "coordinator" else {"Coordinator": Why.ROLE}
    assert told() == {**asker, "Gov Drafter": Why.ROLE, "Cs Drafter": Why.ROLE}


def test_a_rule_that_changed_because_nobody_could_be_asked_is_told_as_changed(world):
    roles.revoke(Role.COORDINATOR, world.plan, to=world.post("coordinator"), by=None)
    ask(world)
    assert Event.objects.get().kind == telling.CHANGED
    assert told() == {"Gov Drafter": Why.ROLE, "Cs Drafter": Why.ROLE}


def test_the_holder_of_a_role_is_told_that_it_was_given_and_taken(world):
    lead, post = world.person("lead_official"), world.post("official")
    for _twice in range(2):
        services.give_role(world.plan, Role.DRAFTER, to=post, by=lead)
    assert told() == {"Official": Why.TOLD}
    services.take_role(world.plan, Role.DRAFTER, to=post, by=lead)
    assert lines(world.person("official")) == [
        (label, "Drafter of National Action Plan 2013 to 2015", f"You get this because {why}.")
        for label, why in (
            ("You were given a role", "you hold it now"),
            ("A role was taken back from you", "you held it"),
        )
    ]
    assert Event.objects.count() == 2
