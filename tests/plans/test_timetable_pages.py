"""The timetable as a page, as a form that plans backwards, and as a calendar."""

import datetime as dt

import pytest
from icalendar import Calendar

from ledger.models import Entry
from plans import services
from plans.models import Plan, Stage
from tests.world import build_world, days

TIMETABLE = "/plans/uk-2013/timetable/"


def calendar(client):
    return Calendar.from_ical(client.get("/plans/uk-2013/timetable.ics").content)


def events(client):
    return {str(e["summary"]).split(":")[0]: e for e in calendar(client).walk("VEVENT")}


@pytest.fixture
def backwards():
    """Answers to the form: launch in 100 days, 30 days of drafting."""
    launch = days(100)
    return {
        "launch_on_day": launch.day,
        "launch_on_month": launch.month,
        "launch_on_year": launch.year,
        "days-drafting": 30,
    }


def test_planning_backwards_first_shows_and_writes_nothing(world, client_for, backwards):
    answer = client_for("coordinator").post(TIMETABLE + "backwards/", backwards)
    assert (answer.status_code, answer.context["is_squeezed"], len(answer.context["rows"])) == (200, False, 1)
    assert (Stage.objects.get(pk=world.stage.pk).starts, Entry.objects.count()) == (days(-10), 0)


def test_planning_backwards_is_applied_with_the_second_button(world, client_for, backwards):
    answer = client_for("coordinator").post(TIMETABLE + "backwards/", {**backwards, "apply": "yes"})
    stage = Stage.objects.get(pk=world.stage.pk)
    assert (answer.status_code, stage.starts, stage.ends, stage.length_days) == (302, days(70), days(99), 30)
    assert (Plan.objects.get(pk=world.plan.pk).launch_on, Entry.objects.get().verb) == (
        days(100),
        "plans.plan_backwards",
    )


def test_planning_backwards_warns_of_what_is_squeezed(client_for, backwards):
    answer = client_for("coordinator").post(TIMETABLE + "backwards/", {**backwards, "days-drafting": 120})
    assert (answer.context["is_squeezed"], answer.context["rows"][0][3]) == (True, "20 days short")
    assert "There is not enough time for every stage." in answer.content.decode()


def test_timetable_warns_leads_and_not_the_public(world, client_for):
    services.edit_stage(world.stage, by=None, minimum_days=90)
    shown = {
        p: "squeezed" in client_for(p).get(TIMETABLE).content.decode() for p in ("visitor", "member", "lead_official")
    }
    assert shown == {"visitor": False, "member": False, "lead_official": True}


def test_stage_refuses_dates_out_of_order(client_for):
    data = {"title": "Late", "minimum_days": 1, "position": 1}
    data |= {
        f"{name}_{part}": value
        for name, day in (("starts", 2), ("ends", 1))
        for part, value in (("day", day), ("month", 6), ("year", 2030))
    }
    answer = client_for("coordinator").post(TIMETABLE + "stages/add/", data)
    assert answer.context["form"].errors == {"ends": ["The last day comes after the first day."]}


def test_stage_is_added_and_removed_on_pages(world, client_for):
    client = client_for("lead_official")
    client.post(TIMETABLE + "stages/add/", {"title": "Drafting", "minimum_days": 1, "position": 1})
    assert list(world.plan.stages.values_list("slug", "position")) == [("drafting-2", 1), ("drafting", 2)]
    client.post(TIMETABLE + "stages/drafting-2/remove/")
    assert list(world.plan.stages.values_list("slug", "position")) == [("drafting", 1)]


# The calendar


@pytest.mark.django_db
def test_calendar_has_stages_launch_and_cut_off(client):
    cut_off = dt.datetime(2030, 6, 1, 16, tzinfo=dt.UTC)
    build_world(cut_off=cut_off, launch_on=dt.date(2030, 7, 1))
    found = events(client)
    assert {name: event["dtstart"].dt for name, event in found.items()} == {
        "Drafting": days(-10),
        "Launch": dt.date(2030, 7, 1),
        "Cut-off": cut_off,
    }
    assert found["Drafting"]["dtend"].dt == days(21)
    assert (found["Cut-off"]["dtstart"].params["TZID"], found["Cut-off"]["dtstart"].dt.hour) == ("Europe/London", 17)
    assert [str(zone["tzid"]) for zone in calendar(client).walk("VTIMEZONE")] == ["Europe/London"]


def test_calendar_event_keeps_its_uid_and_counts_its_changes(world, client):
    before = events(client)["Drafting"]
    services.edit_stage(world.stage, by=None, ends=days(25))
    after = events(client)["Drafting"]
    assert (after["uid"], after["sequence"], after["dtend"].dt) == (before["uid"], before["sequence"] + 1, days(26))
    assert after["dtstamp"].dt >= before["dtstamp"].dt


def test_calendar_without_a_change_is_the_same_file(world, client):
    first, second = (client.get("/plans/uk-2013/timetable.ics").content for _time in range(2))
    assert first == second


def test_calendar_says_what_it_is(world, client):
    answer = client.get("/plans/uk-2013/timetable.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
