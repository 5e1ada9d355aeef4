"""What many people may see of many things, asked at one go, is what each may see asked one by one."""

import pytest
from django.test.utils import CaptureQueriesContext

from commitments import services
from drafting import comments
from drafting.choices import Audience
from drafting.suggestions import suggest
from ledger import visibility
from network import memory, roles
from network.services import ask_to_join
from notices import scopes
from plans.choices import PlanRule
from plans.services import ask_rule_change
from tests.commitments.build import SECTION, propose
from tests.world import PERSONAS, build_world

pytestmark = pytest.mark.django_db


def things_of(world):
    one = propose(world, sections={SECTION: "We will publish the owners."})
    text = one.sections.get(template_section__key=SECTION).text
    place = {"anchor": None, "body": "Is this enough?"}
    return [
        *(world.plan, world.part, world.post("vacant"), world.network, world.department, one, one.working_group),
        one.sections.first(),
        services.ask_to_join(one, reason="I know registers", by=world.person("official")),
        services.add_ask(plan=world.plan, text="A", origin="network", reason="", by=world.person("coordinator")),
        ask_to_join(world.network, name="Ann", email="ann@example.org", statement="Hello"),
        ask_rule_change(
            world.plan, rule=PlanRule.MINIMUM_DAYS, new=7, reason="Summer", by=world.person("lead_official")
        ),
        suggest(
            text,
            base=text.latest,
            quote_start=0,
            quote_end=7,
            replacement="We must",
            reason="Duty",
            by=world.person("member"),
        ),
        comments.start_thread(text, audience=Audience.EVERYONE, by=world.person("cs_drafter"), **place),
        comments.start_thread(text, audience=Audience.SIDE, by=world.person("cs_drafter"), **place),
        comments.start_thread(text, audience=Audience.SIDE, by=world.person("gov_drafter"), **place),
        world.person("member"),  # of a kind that nobody registered
    ]


@pytest.mark.parametrize("openness", ["open", "network", "engaged"])
def test_asked_at_one_go_and_one_by_one_the_answers_are_the_same(openness):
    world = build_world(openness=openness)
    keys = [scopes.key_of(thing) for thing in things_of(world)]
    people = [world.person(persona) for persona in PERSONAS[1:]]
    one_by_one = {person.pk: set(scopes.visible(keys, person)) for person in people}
    assert len({frozenset(seen) for seen in one_by_one.values()}) > 3
    with remembering():
        assert scopes.visible_to_each(dict.fromkeys(people, keys)) == one_by_one
    assert scopes.visible_to_each(dict.fromkeys(people, keys)) == one_by_one


@pytest.mark.parametrize("openness", ["network", "engaged"])
def test_it_costs_three_questions_and_one_for_each_kind_of_thing(openness, django_assert_num_queries):
    world = build_world(openness=openness)
    keys = [scopes.key_of(thing) for thing in things_of(world)]
    labels = {key.partition(":")[0] for key in keys}
    kinds = [label for label in labels if visibility.visible_of_kind(label, world.person("admin")) is not None]
    for personas in (["representative"], PERSONAS[1:]):
        people = [world.person(persona) for persona in personas]
        with remembering(), django_assert_num_queries(3 + len(kinds)):
            scopes.visible_to_each(dict.fromkeys(people, keys))


def test_more_readers_than_fit_in_one_question_are_all_asked_about(world, monkeypatch):
    monkeypatch.setattr(scopes, "AT_ONE_GO", 4)
    keys = [scopes.key_of(world.part)]
    people = [world.person(persona) for persona in PERSONAS[1:]]
    one_by_one = {person.pk: set(scopes.visible(keys, person)) for person in people}
    assert scopes.visible_to_each(dict.fromkeys(people, keys)) == one_by_one


def test_what_is_asked_ahead_is_what_would_be_asked(world):
    from django.db import connection

    people = [world.person(persona) for persona in PERSONAS[1:]]

    def answers():
        return [(roles.side_of(one), roles.is_member(one), roles.is_official(one)) for one in people]

    asked = answers()
    with remembering():
        roles.ask_ahead([one.pk for one in people])
        with CaptureQueriesContext(connection) as queries:
            assert answers() == asked
    assert len(queries) == 0


class remembering:  # noqa: N801 (reads as a word)
    """As while a page is read."""

    def __enter__(self):
        self.token = memory._answers.set({})

    def __exit__(self, *problem):
        memory._answers.reset(self.token)
