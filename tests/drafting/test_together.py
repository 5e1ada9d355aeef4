"""Several people write, suggest, decide and talk on one text, in any order: no word is lost, nothing is listed twice.

DRAFTING_TOGETHER=400 plays so many stories. Below, the control: with a fault put in, the same stories find it.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from drafting import services, suggestions, threads
from drafting.merge import Merge, Piece
from drafting.models import Text
from drafting.services import save_text
from tests.drafting.together import Together

STORIES = int(os.environ.get("DRAFTING_TOGETHER", "20"))
often = settings(max_examples=STORIES, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck))
# Found or not, the same in every run; as soon as it is found it is enough.
until_found = settings(
    often,
    max_examples=100,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    print_blob=False,
)


@pytest.mark.django_db
def test_no_word_is_lost_and_nothing_is_listed_twice(world):
    Together.world = world
    run_state_machine_as_test(Together, settings=often)


# The control


def an_accepted_suggestion_overwrites_what_was_saved_since(monkeypatch):
    def overwrite(text, *, body, base, **more):
        latest = Text.objects.select_related("latest").get(pk=text.pk).latest
        return save_text(text, body=body, base=latest, **more)

    monkeypatch.setattr(suggestions, "save_text", overwrite)


def a_save_overwrites_what_the_other_saved(monkeypatch):
    def mine(base, mine, theirs):
        return Merge((Piece("mine", base, mine, theirs, mine),))

    monkeypatch.setattr(services, "merge", mine)


def a_save_loses_its_last_word(monkeypatch):
    clean = services.clean
    monkeypatch.setattr(services, "clean", lambda body: clean(body).rsplit(" ", 1)[0])


def an_anchor_stays_where_its_words_were(monkeypatch):
    def places(found, text):
        starts = {one.pk: one.revision.body.index(one.before + one.quote + one.after) for one in found if one.quote}
        return {
            one.pk: (starts[one.pk] + len(one.before), starts[one.pk] + len(one.before + one.quote))
            for one in found
            if one.quote
        }

    monkeypatch.setattr(threads, "places", places)


def an_anchor_gives_up_when_anything_was_saved(monkeypatch):
    def places(found, text):
        return {one.pk: None for one in found if one.quote}

    monkeypatch.setattr(threads, "places", places)


def a_comment_whose_words_are_gone_is_not_listed(monkeypatch):
    in_order = threads.in_order

    def without_gone(found, text):
        return [(one, span) for one, span in in_order(found, text) if span or not one.quote]

    monkeypatch.setattr(threads, "in_order", without_gone)


def a_resolved_comment_is_still_listed_as_waiting(monkeypatch):
    shown = threads.shown
    monkeypatch.setattr(
        threads, "shown", lambda found, show, person: found if show == "waiting" else shown(found, show, person)
    )


# What the machine says of each, and the rules that are played: of all of them it finds it too, but far later.
FAULTS = {
    an_accepted_suggestion_overwrites_what_was_saved_since: ("words (are lost|came back)", "write suggest accept"),
    a_save_overwrites_what_the_other_saved: ("words (are lost|came back)", "write"),
    a_save_loses_its_last_word: ("words are (lost|in no revision)", "write"),
    an_anchor_stays_where_its_words_were: ("an anchor is at other words", "write comment"),
    an_anchor_gives_up_when_anything_was_saved: ("an anchor calls words gone that stand there", "write comment"),
    a_comment_whose_words_are_gone_is_not_listed: ("a comment is not listed once", "write comment"),
    a_resolved_comment_is_still_listed_as_waiting: ("a comment is not listed once", "comment resolve_or_reopen"),
}


def playing(names):
    """The machine with these rules alone."""
    others = {rule.function.__name__ for rule in Together.setup_state().rules} - {*names.split()}
    return type("Playing", (Together,), dict.fromkeys(others))


@pytest.mark.django_db
@pytest.mark.parametrize("fault", FAULTS, ids=[fault.__name__ for fault in FAULTS])
def test_the_control_a_fault_is_found(world, monkeypatch, fault):
    found, names = FAULTS[fault]
    machine = playing(names)
    machine.world = world
    fault(monkeypatch)
    with pytest.raises(AssertionError, match=found):
        run_state_machine_as_test(machine, settings=until_found)


@pytest.mark.django_db
@pytest.mark.parametrize("names", sorted({names for _found, names in FAULTS.values()}))
def test_without_a_fault_the_same_rules_find_none(world, names):
    machine = playing(names)
    machine.world = world
    run_state_machine_as_test(machine, settings=settings(until_found, max_examples=5))
