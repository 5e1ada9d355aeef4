"""The table of when a message is sent, and why not."""

import datetime as dt

import pytest
from django.utils import timezone

from notices import cadence
from notices.choices import Frequency, Reason, Why
from notices.sending import Candidate, reason_not_to_send

LONDON = timezone.get_default_timezone()
DAILY, WEEKLY, NEVER = Frequency.DAILY, Frequency.WEEKLY, Frequency.NEVER


def london(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)


TUESDAY = london("2026-11-24T10:00")
YESTERDAY = london("2026-11-23T15:00")
SUNDAY = london("2026-11-22T15:00")
TOLD, WAITS = Why.TOLD, Why.WAITS

TABLE = [
    # at once
    (Candidate(WAITS, TUESDAY), TUESDAY, None),
    (Candidate(Why.MENTIONED, TUESDAY), TUESDAY, None),
    (Candidate(WAITS, TUESDAY), london("2026-11-24T03:00"), None),
    (Candidate(WAITS, TUESDAY, is_window_used=True), TUESDAY, Reason.WINDOW),
    (Candidate(WAITS, TUESDAY, is_sealed=True), TUESDAY, Reason.SEALED),
    # digests: what was written before this morning, or before Monday morning
    (Candidate(TOLD, YESTERDAY, DAILY), TUESDAY, None),
    (Candidate(TOLD, TUESDAY, DAILY), TUESDAY, Reason.NOT_DUE),
    (Candidate(TOLD, london("2026-11-24T06:59"), DAILY), TUESDAY, None),
    (Candidate(TOLD, london("2026-11-24T07:00"), DAILY), TUESDAY, Reason.NOT_DUE),
    (Candidate(TOLD, YESTERDAY, WEEKLY), TUESDAY, Reason.NOT_DUE),
    (Candidate(TOLD, SUNDAY, WEEKLY), TUESDAY, None),
    (Candidate(TOLD, SUNDAY, WEEKLY, is_window_used=True), TUESDAY, Reason.NOT_DUE),
    (Candidate(Why.ROLE, YESTERDAY, DAILY), london("2026-11-24T21:00"), Reason.NIGHT),
    (Candidate(Why.FOLLOWS, SUNDAY, DAILY), london("2026-11-24T05:00"), Reason.NIGHT),
    # muted, but not for a decision asked of a post
    (Candidate(TOLD, YESTERDAY, NEVER), TUESDAY, Reason.MUTED),
    (Candidate(WAITS, TUESDAY, NEVER), TUESDAY, Reason.MUTED),
    (Candidate(Why.MENTIONED, TUESDAY, NEVER), TUESDAY, Reason.MUTED),
    (Candidate(WAITS, TUESDAY, NEVER, is_asked_of_post=True), TUESDAY, None),
    # for good
    (Candidate(WAITS, TUESDAY, is_visible=False, is_asked_of_post=True), TUESDAY, Reason.NOT_VISIBLE),
    (Candidate(WAITS, TUESDAY, has_left_post=True), TUESDAY, Reason.POST_LEFT),
    (Candidate(WAITS, TUESDAY, is_done=True, is_asked_of_post=True), TUESDAY, Reason.DONE),
    (Candidate(WAITS, TUESDAY, is_done=True, is_sealed=True), TUESDAY, Reason.DONE),
    (Candidate(WAITS, TUESDAY, has_address=False), TUESDAY, Reason.NO_ADDRESS),
    (Candidate(TOLD, london("2026-10-24T10:00"), DAILY), TUESDAY, Reason.TOO_OLD),
    (Candidate(TOLD, YESTERDAY, DAILY, is_sealed=True, is_visible=False), TUESDAY, Reason.NOT_VISIBLE),
]


@pytest.mark.parametrize(("message", "at", "reason"), TABLE)
def test_reason_not_to_send(message, at, reason):
    assert reason_not_to_send(message, at) == reason


@pytest.mark.parametrize(
    ("frequency", "at", "due"),
    [
        (DAILY, "2026-11-24T07:00", "2026-11-24T07:00"),
        (DAILY, "2026-11-24T06:59", "2026-11-23T07:00"),
        (WEEKLY, "2026-11-23T07:00", "2026-11-23T07:00"),
        (WEEKLY, "2026-11-23T06:59", "2026-11-16T07:00"),
        (WEEKLY, "2026-11-29T23:00", "2026-11-23T07:00"),
        (DAILY, "2026-03-29T08:00", "2026-03-29T07:00"),  # the night the clocks go forward
    ],
)
def test_last_due_is_a_morning_by_the_local_clock(frequency, at, due):
    assert cadence.last_due(frequency, london(at).astimezone(dt.UTC)) == london(due)


@pytest.mark.parametrize(
    ("frequency", "at", "due"),
    [
        (DAILY, "2026-11-24T06:59", "2026-11-24T07:00"),
        (DAILY, "2026-11-24T07:00", "2026-11-25T07:00"),
        (WEEKLY, "2026-11-24T10:00", "2026-11-30T07:00"),
        (DAILY, "2026-03-28T10:00", "2026-03-29T07:00"),  # over the night the clocks go forward
    ],
)
def test_the_next_digest_is_the_first_morning_after(frequency, at, due):
    assert cadence.next_due(frequency, london(at).astimezone(dt.UTC)) == london(due)


@pytest.mark.parametrize(
    ("at", "window"), [("10:00:00", "10:00"), ("10:09:59", "10:00"), ("10:10:00", "10:10"), ("23:59:59", "23:50")]
)
def test_windows_are_ten_minutes_long(at, window):
    assert cadence.window_of(london(f"2026-11-24T{at}")) == london(f"2026-11-24T{window}")
