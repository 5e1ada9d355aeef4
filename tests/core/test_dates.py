"""Dates as plans write them. Each row: the words, the first day they mean, the last day they mean."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from core.dates import parse_written, readable

WRITTEN = [
    ("31 March 2014", date(2014, 3, 31), date(2014, 3, 31)),
    ("31st March 2014", date(2014, 3, 31), date(2014, 3, 31)),
    ("by 1 Sept. 2016", date(2016, 9, 1), date(2016, 9, 1)),
    ("October 27, 2015", date(2015, 10, 27), date(2015, 10, 27)),
    ("2019-05-28", date(2019, 5, 28), date(2019, 5, 28)),
    ("28/05/2019", date(2019, 5, 28), date(2019, 5, 28)),
    ("March 2019", date(2019, 3, 1), date(2019, 3, 31)),
    ("by February 2016", date(2016, 2, 1), date(2016, 2, 29)),
    ("2015", date(2015, 1, 1), date(2015, 12, 31)),
    ("Spring 2015", date(2015, 3, 1), date(2015, 5, 31)),
    ("Summer 2015", date(2015, 6, 1), date(2015, 8, 31)),
    ("Autumn 2021", date(2021, 9, 1), date(2021, 11, 30)),
    ("This commitment is expected to be complete by Fall 2016.", date(2016, 9, 1), date(2016, 11, 30)),
    ("Winter 2014", date(2014, 12, 1), date(2015, 2, 28)),
    ("winter 2014/15", date(2014, 12, 1), date(2015, 2, 28)),
    ("by the end of 2015", date(2015, 12, 1), date(2015, 12, 31)),
    ("end 2015", date(2015, 12, 1), date(2015, 12, 31)),
    ("by the end of March 2015", date(2015, 3, 31), date(2015, 3, 31)),
    ("early 2014", date(2014, 1, 1), date(2014, 4, 30)),
    ("mid-2014", date(2014, 5, 1), date(2014, 8, 31)),
    ("late June 2014", date(2014, 6, 21), date(2014, 6, 30)),
    ("Q3 2018", date(2018, 7, 1), date(2018, 9, 30)),
    ("2014/15", date(2014, 4, 1), date(2015, 3, 31)),
    ("2013-2015", date(2013, 1, 1), date(2015, 12, 31)),
    ("March to June 2015", date(2015, 3, 1), date(2015, 6, 30)),
    ("November – February 2015", date(2014, 11, 1), date(2015, 2, 28)),
    ("March 2014 to June 2015", date(2014, 3, 1), date(2015, 6, 30)),
    ("This work will be ongoing through 2016 into 2017.", date(2016, 1, 1), date(2017, 12, 31)),
    ("version launch planned for June 2017", date(2017, 6, 1), date(2017, 6, 30)),
]
NOT_WRITTEN = ["", "ongoing", "This work is ongoing.", "to be agreed", "Spring", "31 February 2014", "12345"]


@pytest.mark.parametrize(("words", "first", "last"), WRITTEN, ids=[row[0] for row in WRITTEN])
def test_words_mean_these_days(words, first, last):
    assert (parse_written(words), parse_written(words, end=True)) == (first, last)


@pytest.mark.parametrize("words", NOT_WRITTEN)
def test_words_that_name_no_day_mean_none(words):
    assert (parse_written(words), parse_written(words, end=True)) == (None, None)


def test_dates_are_read_like_this():
    assert (readable(date(2013, 6, 27)), readable(None)) == ("27 June 2013", "")


def test_on_a_page_a_moment_stands_with_its_day_here_and_not_in_utc():
    shown = Template("{% load dates_tags %}{{ moment|readable_date }}; {{ day|readable_date }}")
    moment = datetime(2013, 6, 26, 23, 30, tzinfo=UTC)
    assert shown.render(Context({"moment": moment, "day": date(2013, 6, 27)})) == "27 June 2013; 27 June 2013"
