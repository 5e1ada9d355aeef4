"""Planning backwards from a launch: what comes of it, and when it is squeezed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.models import Plan, Stage
from plans.timetable import plan_backwards, warnings

LAUNCH = date(2013, 10, 31)


def stage(title, length, minimum=1):
    return Stage(title=title, slug=title.lower(), length_days=length, minimum_days=minimum)


def placed(stages, **options):
    return [(p.stage.title, p.starts, p.ends, p.missing_days) for p in plan_backwards(LAUNCH, stages, **options)]


def test_stages_lie_end_to_end_and_end_on_the_day_before_the_launch():
    assert placed([stage("Ideas", 30), stage("Drafting", 60), stage("Clearance", 10)]) == [
        ("Ideas", date(2013, 7, 23), date(2013, 8, 21), 0),
        ("Drafting", date(2013, 8, 22), date(2013, 10, 20), 0),
        ("Clearance", date(2013, 10, 21), date(2013, 10, 30), 0),
    ]


def test_too_little_time_is_taken_from_what_stages_have_above_their_minimum():
    stages = [stage("Ideas", 30, 10), stage("Drafting", 60, 20), stage("Clearance", 10, 10)]
    assert placed(stages, not_before=date(2013, 8, 22)) == [
        ("Ideas", date(2013, 8, 22), date(2013, 9, 10), 10),
        ("Drafting", date(2013, 9, 11), date(2013, 10, 20), 20),
        ("Clearance", date(2013, 10, 21), date(2013, 10, 30), 0),
    ]


def test_time_below_all_minimums_is_said_where_it_is_missing():
    stages = [stage("Ideas", 30, 10), stage("Drafting", 60, 20)]
    found = plan_backwards(LAUNCH, stages, not_before=LAUNCH - timedelta(days=25))
    assert [(p.days, p.missing_days, p.is_below_minimum) for p in found] == [(10, 25, True), (20, 40, False)]


def test_launch_that_has_passed_leaves_no_day_to_any_stage():
    found = plan_backwards(LAUNCH, [stage("Ideas", 30, 10)], not_before=LAUNCH + timedelta(days=1))
    assert [(p.missing_days, p.is_below_minimum) for p in found] == [(30, True)]


@given(
    st.lists(st.tuples(st.integers(1, 200), st.integers(1, 200)), min_size=1, max_size=8),
    st.integers(0, 600),
)
def test_days_are_never_lost_or_doubled(lengths, available):
    stages = [stage(str(n), max(pair), min(pair)) for n, pair in enumerate(lengths)]
    found = plan_backwards(LAUNCH, stages, not_before=LAUNCH - timedelta(days=available))
    for before, after in zip(found, found[1:], strict=False):
        assert before.ends + timedelta(days=1) == after.starts
    total, fewest = sum(p.days for p in found), sum(s.minimum_days for s in stages)
    assert total == max(min(sum(s.length_days for s in stages), available), fewest)
    assert [p for p in found if not p.stage.minimum_days <= p.days <= p.stage.length_days] == []


def test_no_stages_no_timetable():
    assert plan_backwards(LAUNCH, []) == []


@pytest.mark.parametrize(
    ("dates", "options", "words"),
    [
        ((date(2013, 9, 1), date(2013, 9, 30)), {}, []),
        ((None, None), {}, ["Drafting has no dates yet."]),
        ((date(2013, 9, 1), date(2013, 9, 5)), {"minimum_days": 10}, ["Drafting is squeezed: 5 of at least 10 days."]),
        ((date(2013, 9, 1), date(2013, 9, 5)), {"length_days": 9}, ["Drafting is shorter than planned: 5 of 9 days."]),
        (
            (date(2013, 10, 1), date(2013, 11, 5)),
            {},
            ["Drafting is not over when the plan launches on 31 October 2013."],
        ),
    ],
)
def test_timetable_warns_of_what_is_squeezed(dates, options, words):
    plan = Plan(title="Plan", launch_on=LAUNCH)
    drafting = Stage(plan=plan, title="Drafting", starts=dates[0], ends=dates[1], **options)
    assert warnings(plan, [drafting]) == words
