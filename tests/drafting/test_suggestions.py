import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.utils import IntegrityError

from drafting import suggested, suggestions
from drafting.models import Suggestion
from drafting.services import Conflict, save_text, start_text
from drafting.workflow import AlreadyDecided
from ledger.machine import NotAllowed, ReasonNeeded

ONE, TWO, THREE = "We will publish the data.", "We report every year.", "Everyone may comment on it."
BODY = "\n\n".join([ONE, TWO, THREE])


@pytest.fixture
def text(world):
    return start_text(body=BODY, by=world.person("coordinator"))


@pytest.fixture
def member(world):
    return world.person("member")


@pytest.fixture
def editor(world):
    return world.person("lead_official")


def suggest(text, old, new, by, **more):
    """Other words for `old`, which stands once in what the text says now."""
    start = text.body.index(old)
    given = {"base": text.latest, "quote_start": start, "quote_end": start + len(old), "reason": "Clearer", **more}
    return suggestions.suggest(text, replacement=new, by=by, **given)


def save(text, old, new, by):
    text.refresh_from_db()
    return save_text(text, body=text.body.replace(old, new), base=text.latest, by=by)


def test_a_suggestion_keeps_its_passage_reason_and_author(text, member):
    made = suggest(text, TWO, "We report every month.", member)
    assert (made.number, made.quote, made.replacement) == (1, TWO, "We report every month.")
    assert (made.reason, made.author, made.side, made.state) == ("Clearer", member, "civil_society", "open")
    assert (made.before, made.after) == (f"{ONE}\n\n", f"\n\n{THREE}")
    assert text.body == BODY


def test_numbers_count_up_in_each_text(text, member):
    other = start_text(body="Another text.", by=member)
    made = [suggest(text, ONE, "A.", member), suggest(text, TWO, "B.", member), suggest(other, "text", "one", member)]
    assert [one.number for one in made] == [1, 2, 1]


@pytest.mark.parametrize(
    ("old", "new", "quote", "replacement"),
    [
        (BODY, f"{ONE}\n\nWe report every month.\n\n{THREE}", TWO, "We report every month."),
        (BODY, f"{ONE}\n\n{TWO}\n\nAnd more.\n\n{THREE}", "", "And more."),
        (BODY, f"{ONE}\n\n{THREE}", TWO, ""),
        (f" {TWO.split()[1]} ", " tell ", "report", "tell"),
        ("every ", "", "every", ""),
        (TWO, "", TWO, ""),
        ("We will ", "", "We will", ""),
        (THREE, "", THREE, ""),
    ],
)
def test_the_passage_is_what_changes(text, member, old, new, quote, replacement):
    made = suggest(text, old, new, member)
    assert (made.quote.strip(), made.replacement.strip()) == (quote, replacement)


@pytest.mark.parametrize(
    ("old", "body"),
    [
        (TWO, f"{ONE}\n\n{THREE}"),
        (ONE, f"{TWO}\n\n{THREE}"),
        (THREE, f"{ONE}\n\n{TWO}"),
        ("We will", BODY.replace("We will ", "")),
        ("every", BODY.replace(" every", "")),
        ("comment on it.", BODY.replace(" comment on it.", "")),
    ],
)
def test_what_is_taken_out_leaves_no_gap(text, member, editor, old, body):
    suggestions.accept(suggest(text, old, "", member), reason="Yes", by=editor)
    text.refresh_from_db()
    assert text.body == body


def test_words_that_stand_twice_are_told_apart(member, editor):
    text = start_text(body="It is good.\n\nIt is good.\n\nIt is good.", by=member)
    made = suggestions.suggest(
        text, base=text.latest, quote_start=13, quote_end=24, replacement="It is better.", reason="So", by=member
    )
    suggestions.accept(made, reason="Yes", by=editor)
    text.refresh_from_db()
    assert text.body == "It is good.\n\nIt is better.\n\nIt is good."


def test_the_first_words_of_a_text_can_be_suggested(member, editor):
    text = start_text(by=member)
    made = suggestions.suggest(
        text, base=None, quote_start=0, quote_end=0, replacement="First words.", reason="To begin", by=member
    )
    suggestions.accept(made, reason="Yes", by=editor)
    text.refresh_from_db()
    assert text.body == "First words."


def test_a_suggestion_that_changes_nothing_or_gives_no_reason_is_refused(text, member):
    with pytest.raises(ValidationError, match="Nothing is changed yet"):
        suggest(text, TWO, f"{TWO}\r\n", member)
    with pytest.raises(ReasonNeeded):
        suggest(text, TWO, "B.", member, reason=" ")
    with pytest.raises(ValidationError, match=r"Your reason has 3,001 characters"):
        suggest(text, TWO, "B.", member, reason="r" * 3001)
    with pytest.raises(ValidationError, match="The longest a text may be is 200,000"):
        suggest(text, TWO, "w " * 100_000, member)
    assert Suggestion.objects.count() == 0


def test_nobody_makes_the_same_suggestion_twice(text, member, editor):
    suggest(text, TWO, "B.", member)
    with pytest.raises(ValidationError, match="it is S1, and waits"):
        suggest(text, TWO, "B.", member)
    assert suggest(text, TWO, "B.", editor).number == 2


def test_so_many_open_suggestions_and_no_more(text, member, monkeypatch):
    monkeypatch.setattr(suggestions, "MOST_OPEN", 1)
    suggest(text, TWO, "B.", member)
    with pytest.raises(ValidationError, match="You have 1 open suggestion on this text"):
        suggest(text, TWO, "C.", member)


def test_accepting_takes_the_words_in_and_says_who_decided_and_why(text, member, editor):
    made = suggest(text, TWO, "We report every month.", member)
    saved = suggestions.accept(made, reason="Agreed with the regulator", by=editor)
    made.refresh_from_db()
    assert saved.revision.body == BODY.replace(TWO, "We report every month.")
    assert saved.revision.took_in == [{"suggestion": 1, "outcome": "accepted"}]
    assert (saved.revision.author, saved.revision.side) == (editor, "government")
    assert (made.state, made.decision_reason, made.revision) == (
        "accepted",
        "Agreed with the regulator",
        saved.revision,
    )
    assert (made.decided_by, made.decided_side, made.decided_post, made.decided_organisation) == (
        editor,
        "government",
        "Lead official",
        "Cabinet Office",
    )
    assert [row.state for row in made.history.all()] == ["accepted", "open"]


def test_accepting_overwrites_nothing_that_was_saved_in_between(text, member, editor):
    first, second = suggest(text, TWO, "We report every month.", member), suggest(text, ONE, "We publish.", member)
    save(text, THREE, "Anybody may comment on it.", editor)
    suggestions.accept(first, reason="Yes", by=editor)
    suggestions.accept(second, reason="Yes", by=editor)
    text.refresh_from_db()
    assert text.body == "We publish.\n\nWe report every month.\n\nAnybody may comment on it."


def test_the_same_words_changed_since_are_a_conflict_and_nothing_is_decided(text, member, editor):
    made = suggest(text, "every year", "every month", member)
    save(text, "every year", "every week", editor)
    with pytest.raises(Conflict) as raised:
        suggestions.accept(made, reason="Yes", by=editor)
    made.refresh_from_db()
    text.refresh_from_db()
    assert raised.value.merge.conflicts[0].is_quantity is False
    assert (made.state, made.revision, text.number) == ("open", None, 2)


def test_what_the_text_says_already_is_accepted_without_a_new_revision(text, member, editor):
    made = suggest(text, "every year", "every month", member)
    save(text, "every year", "every month", editor)
    saved = suggestions.accept(made, reason="It says so", by=editor)
    made.refresh_from_db()
    assert (saved.outcome, text.revisions.count()) == ("unchanged", 2)
    assert (made.state, made.revision.number) == ("accepted", 2)


def test_one_text_meets_several(text, member, editor):
    month, week = suggest(text, "every year", "every month", member), suggest(text, "year", "week", member)
    other = suggest(text, ONE, "", member)
    saved = suggestions.meet(
        text,
        body=BODY.replace("year", "quarter"),
        base=text.latest,
        suggestions=[
            (month, "partly", "Quarterly is feasible"),
            (week, "not_accepted", "Too often"),
        ],
        by=editor,
    )
    assert saved.revision.took_in == [{"suggestion": 1, "outcome": "partly"}]
    states = list(Suggestion.objects.order_by("number").values_list("state", "revision__number"))
    assert states == [("partly", 2), ("not_accepted", None), ("open", None)]
    assert other.state == "open"


def test_each_is_decided_once_in_one_text(text, member, editor):
    made = suggest(text, TWO, "B.", member)
    twice = [(made, "accepted", "Yes"), (made, "not_accepted", "No")]
    with pytest.raises(ValueError, match="one decision"):
        suggestions.meet(text, body="B.", base=text.latest, suggestions=twice, by=editor)
    with pytest.raises(ValidationError, match="at least one"):
        suggestions.meet(text, body="B.", base=text.latest, suggestions=[], by=editor)


def test_a_refusal_changes_no_text(text, member, editor):
    made = suggest(text, TWO, "B.", member)
    suggestions.refuse(made, reason="Not this year", by=editor)
    made.refresh_from_db()
    assert (made.state, made.decision_reason, made.revision, text.revisions.count()) == (
        "not_accepted",
        "Not this year",
        None,
        1,
    )


DECIDED = {
    "accept": lambda one, by: suggestions.accept(one, reason="Yes", by=by),
    "refuse": lambda one, by: suggestions.refuse(one, reason="No", by=by),
    "withdraw": lambda one, by: suggestions.withdraw(one, by=one.author),
    "meet": lambda one, by: suggestions.meet(
        one.text, body="B.", base=one.text.latest, suggestions=[(one, "accepted", "Yes")], by=by
    ),
}


@pytest.mark.parametrize("first", DECIDED)
@pytest.mark.parametrize("second", DECIDED)
def test_nobody_decides_twice(text, member, editor, first, second):
    made = suggest(text, TWO, "B.", member)
    DECIDED[first](made, editor)
    state, revisions = Suggestion.objects.get().state, text.revisions.count()
    stale = Suggestion.objects.get()
    stale.state = "open"
    with pytest.raises(AlreadyDecided), transaction.atomic():
        DECIDED[second](stale, editor)
    assert (Suggestion.objects.get().state, text.revisions.count()) == (state, revisions)


@pytest.mark.parametrize("persona", ["reviewer", "stranger", "admin"])
def test_only_a_person_acting_for_a_side_decides(world, text, member, persona):
    made = suggest(text, TWO, "B.", member)
    for act in ("accept", "refuse", "meet"):
        with pytest.raises(NotAllowed), transaction.atomic():
            DECIDED[act](made, world.person(persona))
    made.refresh_from_db()
    assert (made.state, text.revisions.count()) == ("open", 1)


@pytest.mark.parametrize("act", ["accept", "refuse"])
def test_every_decision_has_a_reason(text, member, editor, act):
    made = suggest(text, TWO, "B.", member)
    with pytest.raises(ReasonNeeded), transaction.atomic():
        getattr(suggestions, act)(made, reason=" ", by=editor)
    assert (Suggestion.objects.get().state, text.revisions.count()) == ("open", 1)


def test_only_the_author_withdraws(text, member, editor):
    made = suggest(text, TWO, "B.", member)
    with pytest.raises(NotAllowed), transaction.atomic():
        suggestions.withdraw(made, by=editor)
    suggestions.withdraw(made, reason="I was wrong", by=member)
    assert (Suggestion.objects.get().state, Suggestion.objects.get().decision_reason) == ("withdrawn", "I was wrong")


def test_the_database_refuses_a_decision_without_side_or_reason(text, member):
    made = suggest(text, TWO, "B.", member)
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.filter(pk=made.pk).update(state="not_accepted", decided_at=made.created_at)


def test_suggestions_on_the_same_words_stand_together_in_the_order_of_the_text(text, member, editor):
    third = suggest(text, THREE, "Anyone may.", member)
    month, all_of_two = suggest(text, "every year", "every month", member), suggest(text, TWO, "We tell.", member)
    after = suggest(text, "year", "week", member)
    save(text, ONE, "At the beginning: new words.", editor)
    found = list(Suggestion.objects.all())
    spans = suggested.places(found, text)
    assert suggested.together(found, spans) == [[all_of_two, month, after], [third]]


def test_a_suggestion_outlives_its_passage(text, member, editor):
    made = suggest(text, TWO, "We report every single month.", member)
    save(text, f"\n\n{TWO}", "", editor)
    assert suggested.places([made], text) == {made.pk: None}
    with pytest.raises(Conflict), transaction.atomic():
        suggestions.accept(made, reason="Yes", by=editor)
    suggestions.refuse(made, reason="We no longer report", by=editor)
    assert Suggestion.objects.get().state == "not_accepted"


def test_a_difference_is_shown_among_the_words_around_it(text, member):
    made = suggest(text, "every year", "every month", member)
    assert suggested.difference_in_context(made) == (
        '<div class="og-difference"><p>We will publish the data.</p><p>We report every '
        '<del><span class="govuk-visually-hidden">removed </span>year.</del> '
        '<ins><span class="govuk-visually-hidden">added </span>month.</ins></p>'
        "<p>Everyone may comment on it.</p></div>"
    )


def test_long_texts_around_are_cut_between_words(member):
    words = " ".join(f"word{n}" for n in range(100))
    text = start_text(body=words, by=member)
    html = suggested.difference_in_context(suggest(text, "word50", "changed", member))
    assert "<p>… word42 " in html
    assert "word58 …</p>" in html
