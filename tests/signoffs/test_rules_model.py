"""Every order of acts in the rules of signing off, tried out: no promise is ever broken.

By default two texts at a time, with the cut-off and with the final edition; `RULES=all` walks three texts and both
together (some minutes). That the search can fail is shown by breaking one rule at a time.
"""

import os
from collections import deque

import pytest

from tests.signoffs import rules_model as rules
from tests.signoffs.rules_model import Situation

ALL = os.environ.get("RULES") == "all"


def walk(*, until=None):
    """Everything that can be reached: the number of situations, and what is wrong in any of them or on the way."""
    start = Situation()
    seen, waiting, wrongs = {start}, deque([start]), set()
    while waiting and not (until and any(until in wrong for wrong in wrongs)):
        now = waiting.popleft()
        for act, after in rules.acts(now):
            wrongs.update(rules.wrong_steps(now, act, after))
            found = rules.same_but_for_names(after)
            if found not in seen:
                wrongs.update(rules.wrongs(found))
                seen.add(found)
                waiting.append(found)
    return len(seen), wrongs


@pytest.fixture
def small(monkeypatch):
    """Of two texts, and only of what a test names."""

    def only(*, texts=2, cut_off=False, release=False):
        monkeypatch.setattr(rules, "TEXTS", tuple(range(1, texts + 1)))
        if not cut_off:
            monkeypatch.setattr(rules, "_cut_off", lambda now: iter(()))
        if not release:
            monkeypatch.setattr(rules, "_release", lambda now: iter(()))

    return only


@pytest.mark.slow
@pytest.mark.parametrize(
    "parts",
    [
        {"cut_off": True},
        pytest.param({"release": True}, marks=[] if ALL else pytest.mark.skip("with RULES=all")),
        pytest.param({"texts": 3}, marks=[] if ALL else pytest.mark.skip("with RULES=all")),
        pytest.param({"texts": 3, "cut_off": True}, marks=[] if ALL else pytest.mark.skip("with RULES=all")),
    ],
    ids=str,
)
def test_no_promise_is_broken_in_any_situation_that_can_be_reached(small, parts):
    small(**parts)
    count, wrongs = walk()
    assert wrongs == set()
    assert count > 30_000


@pytest.mark.parametrize(
    ("rule", "broken", "wrong"),
    [
        ("fills_another", lambda *about: False, "one person fills two of the required seats"),
        (
            "_late",
            lambda now, act, after: iter([(act, after)]),
            "a late commitment without a consent",
        ),
        (
            "has_cleared",
            lambda now, department, text: any(now.cleared[rules.DEPARTMENTS.index(department)]) and "ann",
            "has not said yes to these words",
        ),
        (
            "has_agreed",
            lambda now, side: now.sides[rules.SIDES.index(side)] is not None,
            "agreed without the yes of both sides to these words",
        ),
        (
            "_writing",
            lambda now: iter([(rules.Act("write", "coord", "2"), now._replace(text=2))] if now.text != 2 else []),
            "words changed after they were sent",
        ),
        (
            "_publishes",
            lambda now: now.state == rules.APPROVED,
            "what is published is not what was approved",
        ),
        (
            "_is_joint",
            lambda now: True,
            "called joint against the network's word",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)
def test_the_search_finds_a_rule_that_is_broken(small, monkeypatch, rule, broken, wrong):
    small(cut_off=rule == "_late", release=rule in ("_publishes", "_is_joint"))
    monkeypatch.setattr(rules, rule, broken)
    _count, wrongs = walk(until=wrong)
    assert any(wrong in found for found in wrongs)
