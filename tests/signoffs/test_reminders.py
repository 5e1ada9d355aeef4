"""Reminders to clearing posts: on which day, to whom, once, and why not."""

import datetime as dt

import pytest
from django.utils import timezone

from network.models import Tenure
from notices.models import Event, Message
from signoffs import telling
from signoffs.choices import ReminderStep, WhyNot
from signoffs.models import ClearanceRequest, Reminder
from signoffs.reminders import Facts, why_not
from signoffs.services import ask_post, change_due
from signoffs.services.reminders import remind_due
from signoffs.tasks import remind as beat
from tests.signoffs import build
from tests.world import days

DUE = dt.date(2013, 6, 20)
BEFORE, ON_DAY, LATE, DEPUTY = ReminderStep


def at(day, hour=9):
    return timezone.make_aware(dt.datetime.combine(DUE + dt.timedelta(days=day), dt.time(hour)))


def facts(step=ON_DAY, **more):
    return Facts(**{"step": step, "due_on": DUE, "asked_on": DUE - dt.timedelta(days=14), **more})


@pytest.mark.parametrize(
    ("step", "day", "reason"),
    [
        (BEFORE, -8, WhyNot.NOT_DUE),
        (BEFORE, -7, None),
        (BEFORE, -1, None),
        (BEFORE, 0, WhyNot.OVERTAKEN),
        (ON_DAY, -1, WhyNot.NOT_DUE),
        (ON_DAY, 0, None),
        (ON_DAY, 2, None),
        (ON_DAY, 3, WhyNot.OVERTAKEN),
        (LATE, 2, WhyNot.NOT_DUE),
        (LATE, 3, None),
        (LATE, 6, None),
        (LATE, 7, WhyNot.OVERTAKEN),
        (DEPUTY, 6, WhyNot.NOT_DUE),
        (DEPUTY, 7, None),
        (DEPUTY, 90, None),
    ],
)
def test_each_has_its_days(step, day, reason):
    assert why_not(facts(step), at=at(day)) == reason


@pytest.mark.parametrize(
    ("step", "fact", "reason"),
    [
        (ON_DAY, {"is_sent": True}, WhyNot.SENT),
        (ON_DAY, {"is_ended": True}, WhyNot.ENDED),
        (ON_DAY, {"is_answered": True}, WhyNot.ANSWERED),
        (ON_DAY, {"has_post": False}, WhyNot.NO_POST),
        (DEPUTY, {"has_post": False}, WhyNot.NO_POST),
        (ON_DAY, {"is_reached": False}, WhyNot.VACANT),
        (DEPUTY, {"is_reached": False}, None),
        (DEPUTY, {"has_deputy": False}, WhyNot.NO_DEPUTY),
        (ON_DAY, {"has_deputy": False}, None),
        (DEPUTY, {"is_deputy_held": False}, WhyNot.DEPUTY_VACANT),
        (DEPUTY, {"may_deputy_answer": False}, WhyNot.NOT_LET_IN),
    ],
)
def test_what_keeps_one_back(step, fact, reason):
    day = 0 if step == ON_DAY else 7
    assert why_not(facts(step, **fact), at=at(day)) == reason


@pytest.mark.parametrize(("asked", "reason"), [(-8, None), (-7, WhyNot.SHORT), (-3, WhyNot.SHORT)])
def test_who_was_given_less_than_a_week_is_not_told_a_week_before(asked, reason):
    assert why_not(facts(BEFORE, asked_on=DUE + dt.timedelta(days=asked)), at=at(-7)) == reason


@pytest.mark.parametrize(("hour", "reason"), [(6, WhyNot.NIGHT), (7, None), (19, None), (20, WhyNot.NIGHT)])
def test_they_are_sent_by_day(hour, reason):
    assert why_not(facts(), at=at(0, hour)) == reason


# The job


@pytest.fixture
def asked(world):
    """A department whose clearing officer Ann was asked fourteen days before today, due today."""
    organisation = build.department("Transport")
    organisation.clearing = build.clearing_post(organisation, build.person("ann"))
    moment = noon() - dt.timedelta(days=14)
    build.in_clearance(world, [organisation], at=moment)
    request = ClearanceRequest.objects.get()
    request.clearing = organisation.clearing
    return request


def noon(day=0):
    return timezone.make_aware(dt.datetime.combine(days(day), dt.time(12)))


def rows():
    found = Reminder.objects.order_by("pk")
    return [(row.step, row.why_not or "sent") for row in found]


def told():
    return list(
        Message.objects.filter(event__kind=telling.REMINDED).order_by("pk").values_list("recipient__name", flat=True)
    )


@pytest.mark.django_db
def test_one_is_sent_once_however_often_its_job_runs(asked):
    assert (asked.due_on, [remind_due(at=noon()) for _run in range(3)]) == (days(0), [1, 0, 0])
    assert (rows(), told()) == ([("before", "overtaken"), ("due", "sent")], ["Ann"])


@pytest.mark.django_db
def test_day_by_day_the_post_is_reminded_and_then_its_deputy(world, asked):
    build.deputy_of(asked.clearing, build.person("ben"))
    ask_post(asked, by=world.person("lead_official"))
    assert [day for day in range(-8, 12) if remind_due(at=noon(day))] == [-7, 0, 3, 7]
    assert told() == ["Ann", "Ann", "Ann", "Ben"]
    assert set(rows()) == {(step.value, "sent") for step in ReminderStep}


@pytest.mark.django_db
def test_nobody_is_reminded_of_what_is_cleared_or_came_back(world, asked):
    one = asked.sending.commitment
    build.clear(one, asked.organisation, asked.clearing.current_tenure().person)
    assert (remind_due(at=noon()), rows()) == (0, [("before", "answered"), ("due", "answered")])
    build.reopen(world, one)
    assert (remind_due(at=noon(3)), rows()) == (0, [("before", "answered"), ("due", "answered")])


@pytest.mark.django_db
def test_a_vacant_post_is_said_and_its_successor_is_reminded_while_there_is_time(asked):
    Tenure.objects.filter(post=asked.clearing).update(ends=days(-1))
    assert (remind_due(at=noon()), rows()) == (0, [("before", "overtaken"), ("due", "vacant")])
    build.appointed(asked.clearing, "carol")
    assert (remind_due(at=noon(1)), told()) == (1, ["Carol"])


@pytest.mark.django_db
def test_what_kept_one_back_on_its_day_is_still_said_later(asked):
    Tenure.objects.filter(post=asked.clearing).update(ends=days(-10))
    for day in (-7, 0, 3):
        remind_due(at=noon(day))
    assert rows() == [("before", "vacant"), ("due", "vacant"), ("late", "vacant")]


@pytest.mark.django_db
def test_a_deputy_who_may_not_answer_yet_is_not_reminded_and_the_reason_says_what_to_do(asked):
    type(asked.sending.commitment.plan).objects.update(openness="engaged")
    build.deputy_of(asked.clearing, build.person("ben"))
    remind_due(at=noon(7))
    assert rows()[-1] == ("deputy", "not_let_in")


@pytest.mark.django_db
def test_another_date_has_reminders_of_its_own(world, asked):
    remind_due(at=noon())
    change_due([asked], due_on=days(14), reason="Parliament is away", by=world.person("lead_official"))
    assert [day for day in range(1, 20) if remind_due(at=noon(day))] == [7, 14, 17]
    assert told() == ["Ann"] * 4


@pytest.mark.django_db
def test_the_beat_reminds(asked, monkeypatch):
    moment = noon()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    beat()
    assert Event.objects.filter(kind=telling.REMINDED).count() == 1


@pytest.mark.django_db
def test_the_page_says_what_was_sent_what_comes_and_why_not(world, client_for, asked):
    remind_due(at=noon())
    page = client_for("lead_official").get(f"/plans/{world.plan.slug}/signoffs/reminders/").content.decode()
    assert page.count(">sent<") == 1
    assert "Its day had passed, and the next reminder took its place." in page
    assert page.count("Its day has not come.") == 2


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_questions_for_one_and_for_three(
    world, client_for, django_assert_num_queries, count
):
    for number in range(count):
        build.in_clearance(world, title=f"Promise {number}")
    client = client_for("lead_official")
    with django_assert_num_queries(14):
        client.get(f"/plans/{world.plan.slug}/signoffs/reminders/")
