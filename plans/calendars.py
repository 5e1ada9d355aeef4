"""The timetable as an iCalendar file (RFC 5545) that people can subscribe to."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from plans.models import Plan, Stage

DAY = dt.timedelta(days=1)


def calendar_of(plan: Plan, *, at_address: Callable[[str], str]) -> bytes:
    """Stages and launch as whole days, the cut-off as a moment in the site's time zone.

    The UID of an event never changes and its SEQUENCE grows with each change, so that a subscriber's calendar moves
    the event it has. `at_address` makes a whole address of a path.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//{settings.LANGUAGE_CODE}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", plan.title)
    for stage in plan.stages.select_related("plan"):
        if stage.starts and stage.ends:
            calendar.add_component(_stage(stage, at_address))
    for event in (_launch(plan, at_address), _cut_off(plan, at_address)):
        if event is not None:
            calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(thing: Plan | Stage, uid: str, summary: str, address: str) -> Event:
    event = Event()
    event.add("uid", f"{uid}@ogpnap")
    event.add("sequence", thing.calendar_sequence)
    event.add("dtstamp", thing.calendar_changed_at.astimezone(dt.UTC))
    event.add("last-modified", thing.calendar_changed_at.astimezone(dt.UTC))
    event.add("summary", summary)
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event


def _stage(stage: Stage, at_address: Callable[[str], str]) -> Event:
    summary = _("%(stage)s: %(plan)s") % {"stage": stage.title, "plan": stage.plan.title}
    event = _event(stage, f"stage-{stage.calendar_uid}", summary, at_address(stage.get_absolute_url()))
    event.add("dtstart", stage.starts)
    event.add("dtend", (stage.ends or dt.date.max) + DAY)
    if stage.description:
        event.add("description", stage.description)
    return event


def _launch(plan: Plan, at_address: Callable[[str], str]) -> Event | None:
    if plan.launch_on is None:
        return None
    summary = _("Launch: %(plan)s") % {"plan": plan.title}
    event = _event(plan, f"launch-{plan.calendar_uid}", summary, at_address(plan.get_absolute_url()))
    event.add("dtstart", plan.launch_on)
    event.add("dtend", plan.launch_on + DAY)
    return event


def _cut_off(plan: Plan, at_address: Callable[[str], str]) -> Event | None:
    if plan.cut_off is None:
        return None
    summary = _("Cut-off: %(plan)s") % {"plan": plan.title}
    event = _event(plan, f"cut-off-{plan.calendar_uid}", summary, at_address(plan.get_absolute_url()))
    event.add("dtstart", timezone.localtime(plan.cut_off, ZoneInfo(settings.TIME_ZONE)))  # without end: a moment
    return event
