"""Wordings that promise less: labelled pairs, the mistakes made on them by name, and what a finding says."""

import json
from pathlib import Path

import pytest

from drafting import strength
from drafting.strength import Direction, Kind

PAIRS = json.loads((Path(__file__).parent / "strength_pairs.json").read_text(encoding="utf-8"))
REACHED = 0.87


def test_there_are_enough_pairs_of_each_label():
    labels = [pair["label"] for pair in PAIRS]
    assert len(labels) >= 60
    assert min(labels.count(label) for label in ("weaker", "stronger", "same")) >= 15


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['label']}: {pair['new'][:60]}")
def test_each_pair_is_read_as_its_label_says_or_is_a_known_mistake(pair):
    """`read_as` in the data names a mistake; one that is mended must be taken out of the data."""
    assert strength.verdict(pair["old"], pair["new"]) == pair.get("read_as", pair["label"])


def test_accuracy_holds_and_the_mistakes_are_told():
    mistakes = [pair for pair in PAIRS if strength.verdict(pair["old"], pair["new"]) != pair["label"]]
    told = "\n".join(f"{pair['label']}: {pair['old']} | {pair['new']}" for pair in mistakes)
    share = 1 - len(mistakes) / len(PAIRS)
    assert share >= REACHED, told


def test_no_pair_is_read_as_stronger_that_gives_nothing():
    """What the page must not do is to praise: of the pairs that stay the same none is pointed out at all."""
    assert [
        pair["new"] for pair in PAIRS if pair["label"] == "same" and strength.findings(pair["old"], pair["new"])
    ] == []


def test_a_finding_names_the_words():
    [found] = strength.findings(
        "Some facts. The government will publish a register.", "Some facts. The government will consider a register."
    )
    assert (found.direction, found.kind, found.old_words, found.new_words) == (
        Direction.WEAKER,
        Kind.VERB,
        "will publish",
        "will consider",
    )


def test_a_condition_and_a_date_are_named():
    [condition] = strength.findings("We will publish it.", "We will publish it where possible.")
    assert (condition.kind, condition.new_words) == (Kind.CONDITION, "where possible")
    [date] = strength.findings("We will publish it by March 2014.", "We will publish it by June 2014.")
    assert (date.kind, date.old_words, date.new_words) == (Kind.DATE, "2014-03-31", "2014-06-30")


def test_a_promise_taken_out_and_one_put_in():
    out = strength.findings("Facts are few. We will publish more.", "Facts are few.")
    assert [(one.direction, one.kind, one.old) for one in out] == [
        (Direction.WEAKER, Kind.REMOVED, "We will publish more.")
    ]
    assert [one.kind for one in strength.findings("", "We will publish more.")] == [Kind.ADDED]


@pytest.mark.parametrize("text", ["", "Only facts.\n\nAnd more facts.", "We will publish. " * 500])
def test_the_same_text_has_no_findings(text):
    assert strength.findings(text, text) == []


def test_long_texts_are_read_quickly():
    old = " ".join(f"The department will publish list {number} of its contracts by June 2014." for number in range(400))
    assert len(strength.findings(old, old.replace("will publish", "will consider"))) == 400


@pytest.mark.parametrize("month", ["by May 2028", "in May", "on 1 May", "at the end of May", "May 2028"])
def test_the_month_of_may_is_no_permission(month):
    assert strength.promises(f"The page opens {month}.") == strength.promises("The page opens.")
    assert [one.words for one in strength.promises(f"We may open the page {month}.")] == ["may open"]


def test_a_day_that_moves_is_pointed_out_in_a_timetable_too():
    [moved] = strength.findings("The page opens by May 2028.", "The page opens by November 2028.")
    assert (moved.direction, moved.says) == (Direction.WEAKER, "Later date: 31 May 2028 → 30 November 2028")
    assert strength.findings("The Act of 2010 says so.", "The Act says so.") == []
