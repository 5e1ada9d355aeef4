"""Dates as people read them, and as plans write them ("Spring 2015", "by the end of 2015", "ongoing")."""

import calendar
import datetime as dt
import re

from django.utils import formats, timezone
from django.utils.translation import gettext, ngettext

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}

# First and last month; 14 is February of the next year: the winter of 2014 begins in that December.
SEASONS = {"winter": (12, 14), "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
QUARTERS = {"q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12)}
PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "the beginning of": (1, 3), "the end of": (12, 12)}

MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
YEAR = r"(?P<year>(?:19|20)\d\d)"
ISO = re.compile(rf"\b{YEAR}-(?P<month>\d\d)-(?P<day>\d\d)\b")
SLASHED = re.compile(rf"\b(?P<day>\d{{1,2}})[/.](?P<month>\d{{1,2}})[/.]{YEAR}\b")
DAY_MONTH = re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{MONTH})\.?,?\s+{YEAR}\b", re.I)
MONTH_DAY = re.compile(rf"\b(?P<month>{MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{YEAR}\b", re.I)
PART = re.compile(
    rf"\b(?P<part>early|mid|late|the beginning of|the end of|end|{'|'.join(SEASONS)}|q[1-4])[\s-]+"
    rf"(?:(?P<month>{MONTH})\.?,?\s+)?(?:of\s+)?{YEAR}\b(?:/\d\d\b)?",
    re.I,
)
MONTHS_YEAR = re.compile(rf"\b(?P<month>{MONTH})\.?\s*(?:to|and|–|-)\s*(?P<last>{MONTH})\.?\s+{YEAR}\b", re.I)
FINANCIAL = re.compile(r"\b(?P<year>20\d\d)\s*[/–-]\s*(?P<second>\d\d)\b(?![\d-])")
MONTH_YEAR = re.compile(rf"\b(?P<month>{MONTH})\.?,?\s+(?:of\s+)?{YEAR}\b", re.I)
YEAR_ONLY = re.compile(rf"\b{YEAR}\b")

Span = tuple[dt.date, dt.date]


def readable(date: dt.date | None) -> str:
    """27 June 2013; nothing for None."""
    return "" if date is None else formats.date_format(date, "j F Y")


def readable_moment(moment: dt.datetime | None) -> str:
    """27 June 2013, 17:00 in the site's time zone; nothing for None."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{readable(local.date())}, {local:%H:%M}"


def ago(moment: dt.datetime, at: dt.datetime | None = None) -> str:
    """today, 1 day ago, 3 days ago: whole days in the site's time zone."""
    days = (timezone.localdate(at) - timezone.localdate(moment)).days
    return ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days} if days > 0 else gettext("today")


def clock(moment: dt.datetime) -> str:
    """17:00 in the site's time zone."""
    return f"{timezone.localtime(moment):%H:%M}"


def parse_written(text: str, *, end: bool = False) -> dt.date | None:
    """The date that a plan wrote in words, or None if it names none ("ongoing").

    What is wider than a day gives its first day, with `end` its last: "Spring 2015" is 1 March or 31 May 2015.
    A range ("March 2014 to June 2015") gives its beginning, with `end` its end.
    """
    spans = _spans(text)
    if not spans:
        return None
    return max(last for _first, last in spans) if end else min(first for first, _last in spans)


def _spans(text: str) -> list[Span]:
    """Every date in the text as (first day, last day); what is read once is not read again as something wider."""
    found: list[Span] = []
    for pattern, read in READERS:
        for match in pattern.finditer(text):
            if span := read(match):
                found.append(span)
        text = pattern.sub(" ", text)
    return found


def _day(match: re.Match[str]) -> Span | None:
    month = match["month"].lower()
    try:
        day = dt.date(int(match["year"]), MONTHS.get(month) or int(month), int(match["day"]))
    except ValueError:
        return None
    return day, day


def _part(match: re.Match[str]) -> Span:
    year, part = int(match["year"]), match["part"].lower()
    if match["month"]:
        return _part_of_month(year, MONTHS[match["month"].lower()], part)
    first, last = {**SEASONS, **QUARTERS, **PARTS, "end": (12, 12)}[part]
    return _months(year, first, last)


def _part_of_month(year: int, month: int, part: str) -> Span:
    first, last = _months(year, month, month)
    if part in ("end", "the end of"):
        return last, last
    if part in ("early", "the beginning of"):
        return first, first.replace(day=10)
    return (first.replace(day=21), last) if part == "late" else (first.replace(day=11), first.replace(day=20))


def _month(match: re.Match[str]) -> Span:
    month = MONTHS[match["month"].lower()]
    return _months(int(match["year"]), month, month)


def _months_of_year(match: re.Match[str]) -> Span:
    first, last = MONTHS[match["month"].lower()], MONTHS[match["last"].lower()]
    year = int(match["year"])
    return _months(year, first, last) if first <= last else _months(year - 1, first, last + 12)


def _financial(match: re.Match[str]) -> Span | None:
    """2014/15: the financial year from April, as British plans write it."""
    year, second = int(match["year"]), int(match["second"])
    return (dt.date(year, 4, 1), dt.date(year + 1, 3, 31)) if second == (year + 1) % 100 else None


def _year(match: re.Match[str]) -> Span:
    return _months(int(match["year"]), 1, 12)


def _months(year: int, first: int, last: int) -> Span:
    until, last = (year, last) if last <= 12 else (year + 1, last - 12)
    return dt.date(year, first, 1), dt.date(until, last, calendar.monthrange(until, last)[1])


# The narrower first: what is read as a day is not read again as a month.
READERS = [
    (ISO, _day),
    (SLASHED, _day),
    (DAY_MONTH, _day),
    (MONTH_DAY, _day),
    (PART, _part),
    (MONTHS_YEAR, _months_of_year),
    (MONTH_YEAR, _month),
    (FINANCIAL, _financial),
    (YEAR_ONLY, _year),
]
