"""A rule of the plan changes when both sides say so, and never otherwise."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ledger.machine import NotAllowed, ReasonNeeded, WrongState
from ledger.models import Entry
from network import roles
from network.choices import Role
from plans import services, workflow
from plans.choices import Openness, PlanRule, RuleChangeState
from plans.models import Plan, RuleChange
from tests.world import build_world

RULES = "/plans/uk-2013/rules/"


@pytest.fixture
def shorter(world):
    """The lead official asks for a week instead of a fortnight."""
    return ask(world, "lead_official")


def ask(world, persona, rule=PlanRule.MINIMUM_DAYS, new=7):
    return services.ask_rule_change(
        world.plan, rule=rule, new=new, reason="The summer is short", by=world.person(persona)
    )


def test_nothing_changes_until_the_other_side_agrees(world, shorter):
    assert (shorter.state, Plan.objects.get(pk=world.plan.pk).minimum_days) == (RuleChangeState.WAITING, 14)
    workflow.agree_to_rule_change(shorter, by=world.person("coordinator"))
    assert (shorter.state, Plan.objects.get(pk=world.plan.pk).minimum_days) == (RuleChangeState.AGREED, 7)
    assert list(Entry.objects.order_by("index").values_list("verb", "side")) == [
        ("plans.ask_rule_change", "government"),
        ("plans.agree_to_rule_change", "civil_society"),
    ]


@pytest.mark.parametrize("persona", ["lead_official", "gov_drafter", "cs_drafter", "minister", "member", "admin"])
def test_nobody_else_agrees(world, shorter, persona):
    with pytest.raises(NotAllowed):
        workflow.agree_to_rule_change(shorter, by=world.person(persona))
    assert Plan.objects.get(pk=world.plan.pk).minimum_days == 14


def test_refusal_needs_a_reason_and_changes_nothing(world, shorter):
    with pytest.raises(ReasonNeeded):
        workflow.refuse_rule_change(shorter, by=world.person("coordinator"), reason=" ")
    workflow.refuse_rule_change(shorter, by=world.person("coordinator"), reason="People are on holiday")
    assert (shorter.state, shorter.answer_reason) == (RuleChangeState.REFUSED, "People are on holiday")
    with pytest.raises(WrongState):
        workflow.agree_to_rule_change(shorter, by=world.person("coordinator"))
    assert Plan.objects.get(pk=world.plan.pk).minimum_days == 14


def test_change_is_taken_back_by_the_side_that_asked(world, shorter):
    with pytest.raises(NotAllowed):
        workflow.take_back_rule_change(shorter, by=world.person("coordinator"))
    workflow.take_back_rule_change(shorter, by=world.person("lead_official"))
    assert shorter.state == RuleChangeState.TAKEN_BACK


def test_other_side_is_asked_even_while_its_post_is_vacant(world):
    tenure = world.post("coordinator").current_tenure()
    tenure.ends = timezone.localdate()
    tenure.save()
    assert ask(world, "lead_official").state == RuleChangeState.WAITING


def test_rule_changes_at_once_where_the_other_side_has_no_lead(world):
    roles.revoke(Role.COORDINATOR, world.plan, to=world.post("coordinator"), by=None)
    assert (ask(world, "lead_official").state, Plan.objects.get(pk=world.plan.pk).minimum_days) == ("agreed", 7)


def copy_of(change):
    return RuleChange(
        **{f.name: getattr(change, f.name) for f in RuleChange._meta.fields if f.name not in ("id", "number")}, number=2
    )


def test_one_rule_waits_for_one_answer_at_a_time(world, shorter):
    with pytest.raises(services.AlreadyAsked):
        ask(world, "coordinator", new=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_of(shorter).save()


@pytest.mark.parametrize(
    ("rule", "new", "words"),
    [
        (PlanRule.OPENNESS, "engaged", "Engaged: only those who hold a role can read drafts"),
        (PlanRule.CUT_OFF, dt.datetime(2030, 6, 1, 16, tzinfo=dt.UTC), "1 June 2030, 17:00"),
        (PlanRule.CUT_OFF, None, "No cut-off"),
        (
            PlanRule.LATE,
            (Openness.ENGAGED, dt.date(2030, 6, 1)),
            "From 1 June 2030: Engaged: only those who hold a role can read drafts",
        ),
        (PlanRule.LATE, None, "The same people as before"),
        (PlanRule.MINIMUM_DAYS, 1, "1 day"),
        (PlanRule.SILENCE_DAYS, 20, "20 days"),
    ],
)
def test_every_rule_can_be_asked_for_and_read(rule, new, words, db):
    world = build_world(cut_off=timezone.now())
    change = ask(world, "coordinator", rule, new)
    assert change.new_words == words
    workflow.agree_to_rule_change(change, by=world.person("lead_official"))
    assert getattr(Plan.objects.get(pk=world.plan.pk), rule) == new


def test_rules_are_changed_on_pages(world, client_for):
    data = {"new": "open", "reason": "Everyone should read it"}
    client_for("coordinator").post(RULES + "openness/change/", data)
    text = client_for("visitor").get(RULES).content.decode()
    assert ("Everyone should read it" in text, "/changes/1/agree/" in text) == (True, False)
    assert "/changes/1/agree/" in client_for("lead_official").get(RULES).content.decode()
    client_for("lead_official").post(RULES + "changes/1/agree/", {})
    assert Plan.objects.get(pk=world.plan.pk).openness == "open"


def test_asking_for_what_holds_already_is_refused(world, client_for):
    answer = client_for("coordinator").post(RULES + "minimum-days/change/", {"new": 14, "reason": "As it is"})
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (200, ["That is the rule already."])


@pytest.mark.parametrize(
    ("rule", "data", "words"),
    [
        (
            "late",
            {"late_from_day": 1, "late_from_month": 6, "late_from_year": 2030, "late_openness": "engaged"},
            "From 1 June",
        ),
        ("cut-off", {"cut_off_day_day": 1, "cut_off_day_month": 6, "cut_off_day_year": 2030}, "1 June 2030, 23:59"),
        ("silence-days", {"new": 21}, "21 days"),
    ],
)
def test_each_rule_has_a_page_that_asks_for_it(world, client_for, rule, data, words):
    client = client_for("coordinator")
    assert client.get(RULES + f"{rule}/change/").status_code == 200
    assert client.post(RULES + f"{rule}/change/", {**data, "reason": "We need it"}).status_code == 302
    assert words in client.get(RULES).content.decode()
