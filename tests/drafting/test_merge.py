"""Two people save changes to the same text. DRAFTING_EXAMPLES=5000 tries harder."""

import os
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from drafting.merge import has_markers, merge

EXAMPLES = int(os.environ.get("DRAFTING_EXAMPLES", "150"))
often = settings(max_examples=EXAMPLES, deadline=None)

BASE = "We will publish the data.\n\nThe register opens in spring.\n\nWe report every year."


def test_changes_in_different_paragraphs_are_both_kept():
    mine = BASE.replace("the data", "all the data")
    theirs = BASE.replace("every year", "every month")
    assert merge(BASE, mine, theirs).body == (
        "We will publish all the data.\n\nThe register opens in spring.\n\nWe report every month."
    )


def test_changes_in_neighbouring_paragraphs_are_both_kept():
    mine = BASE.replace("data.", "data and the code.")
    theirs = BASE.replace("The register", "A public register")
    assert merge(BASE, mine, theirs).body == (
        "We will publish the data and the code.\n\nA public register opens in spring.\n\nWe report every year."
    )


def test_changes_to_different_words_of_one_sentence_are_both_kept():
    base = "The department will publish its spending with its suppliers"
    mine = "Every department will publish its spending with its suppliers"
    theirs = "The department will publish its spending with all suppliers"
    assert merge(base, mine, theirs).body == "Every department will publish its spending with all suppliers"


def test_new_paragraphs_in_different_places_are_both_kept():
    mine = "A new beginning.\n\n" + BASE
    theirs = BASE + "\n\nA new end."
    assert merge(BASE, mine, theirs).body == f"A new beginning.\n\n{BASE}\n\nA new end."


def test_a_new_last_paragraph_does_not_collide_with_a_change_before_it():
    mine = BASE.replace("year.", "month.")
    assert merge(BASE, mine, BASE + "\n\n- maps\n- budgets").body == mine + "\n\n- maps\n- budgets"


def test_a_new_first_paragraph_does_not_collide_with_a_change_after_it():
    mine = BASE.replace("We will publish", "They will publish")
    assert merge(BASE, mine, "Once more.\n\n" + BASE).body == "Once more.\n\n" + mine


def test_a_paragraph_written_anew_between_others():
    mine = BASE.replace("The register opens in spring.", "Land and its owners are listed.")
    theirs = BASE.replace("spring.", "spring.\n\nAnd a second one.")
    assert merge(BASE, mine, theirs).body == mine.replace("listed.", "listed.\n\nAnd a second one.")


def test_two_rewritten_versions_of_one_paragraph_collide():
    mine = BASE.replace("The register opens in spring.", "Land and its owners are listed.")
    theirs = BASE.replace("The register opens in spring.", "Nobody knows who holds what.")
    assert len(merge(BASE, mine, theirs).conflicts) == 1


def test_a_paragraph_written_anew_stands_beside_what_the_other_changed_in_it_and_is_not_called_removed():
    mine = BASE.replace("publish", "open").replace("The register opens in spring.", "Nobody will own land unseen.")
    theirs = BASE.replace("spring", "summer")
    merged = merge(BASE, mine, theirs)
    assert [(clash.mine.strip(), clash.theirs.strip()) for clash in merged.conflicts] == [
        ("Nobody will own land unseen.", "The register opens in summer.")
    ]
    assert merged.with_markers().count("Nobody") == 1


def test_the_same_change_by_both_is_taken_once():
    mine = BASE.replace("spring", "summer")
    theirs = mine.replace("year", "month")
    assert merge(BASE, mine, theirs).body == theirs


def test_a_removed_paragraph_and_a_change_elsewhere():
    mine = BASE.replace("We will publish the data.\n\n", "")
    theirs = BASE.replace("year", "month")
    assert merge(BASE, mine, theirs).body == "The register opens in spring.\n\nWe report every month."


def test_removing_what_the_other_changed_is_a_conflict():
    mine = BASE.replace("The register opens in spring.\n\n", "")
    theirs = BASE.replace("spring", "summer")
    merged = merge(BASE, mine, theirs)
    assert merged.body is None
    assert [(clash.mine, clash.theirs) for clash in merged.conflicts] == [("", "\n\nThe register opens in summer.")]


def test_two_beginnings_from_nothing_are_a_conflict():
    assert merge("", "We will.", "We shall.").body is None


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        ("reach 100 000 people", "reach 150 000 people", "reach 200 000 people"),
        ("reach 100,000 people", "reach 150,000 people", "reach 200,000 people"),
        ("reach 100 000 people", "reach 150 000 people", "reach 100 500 people"),
        ("by 31 March 2014, all", "by 30 March 2014, all", "by 31 March 2015, all"),
        ("by 31 March 2014, all", "by 31 May 2014, all", "by 31 March 2015, all"),
        ("from 10 to 20 schools", "from 15 to 20 schools", "from 10 to 12 schools"),
        ("in spring of 2015 all", "in summer of 2015 all", "in spring of 2014 all"),
        ("spend £3 million more", "spend £4 million more", "spend £3 billion more"),
    ],
)
def test_numbers_and_dates_changed_by_both_are_never_mixed(base, mine, theirs):
    merged = merge(base, mine, theirs)
    assert (merged.body, len(merged.conflicts)) == (None, 1)


def test_numbers_in_different_sentences_do_not_collide():
    base = "We open 10 registers. We report in 2014."
    merged = merge(base, base.replace("10", "12"), base.replace("2014", "2015"))
    assert merged.body == "We open 12 registers. We report in 2015."


def test_a_conflict_is_written_out_in_its_place():
    merged = merge("We reach 100 people soon.", "We reach 150 people soon.", "We reach 200 people soon.")
    assert merged.with_markers() == "We reach [[ YOURS: 150 || THEIRS: 200 ]] people soon."
    assert has_markers(merged.with_markers())
    assert not has_markers("A [list] [[of]] things || others")


def test_new_lines_and_spaces_alone_never_collide():
    base = "We will publish\nall of it."
    mine = "We will publish all of it."
    theirs = "We will publish\n\nmost of it."
    assert merge(base, mine, theirs).body == "We will publish\n\nmost of it."


def test_a_sentence_made_a_list_keeps_the_other_ones_word():
    base = "We publish: maps budgets."
    mine = "We publish:\n\n- maps\n- budgets."
    theirs = "They publish: maps budgets."
    assert merge(base, mine, theirs).body == "They publish:\n\n- maps\n- budgets."


@pytest.mark.parametrize(
    ("unit", "many"), [("a\n\n", 60_000), ("a ", 90_000), ("word. ", 30_000), ("\n \t", 60_000), ("x", 200_000)]
)
def test_texts_made_to_be_slow_are_not(unit, many):
    base = unit * many
    started = time.process_time()
    merge(base, "mine " + base + " mine", base[: len(base) // 2] + " theirs " + base[len(base) // 2 :])
    assert time.process_time() - started < 5


texts = st.text(alphabet=st.sampled_from(list("aabbc1 2.\n \t-#\xa0")), max_size=60)


@often
@given(texts, texts)
def test_where_only_one_changed_something_theirs_is_the_result(base, changed):
    assert merge(base, changed, base).body == changed
    assert merge(base, base, changed).body == changed
    assert merge(base, changed, changed).body == changed


@often
@given(texts, texts, texts)
def test_it_does_not_matter_who_saved_first(base, one, other):
    forth, back = merge(base, one, other), merge(base, other, one)
    assert forth.body == back.body
    assert [(p.base, p.mine, p.theirs) for p in forth.conflicts] == [(p.base, p.theirs, p.mine) for p in back.conflicts]


@often
@given(texts, texts, texts)
def test_every_version_can_be_read_off_the_result(base, mine, theirs):
    pieces = merge(base, mine, theirs).pieces
    assert "".join(piece.base for piece in pieces).split() == base.split()
    assert "".join(piece.mine for piece in pieces).split() == mine.split()
    assert "".join(piece.theirs for piece in pieces).split() == theirs.split()


@often
@given(texts, texts, texts)
def test_no_two_words_are_run_together(base, mine, theirs):
    merged = merge(base, mine, theirs)
    if merged.body is not None:
        assert merged.body.split() == [word for piece in merged.pieces for word in piece.text.split()]


@often
@given(texts, texts, texts)
def test_each_piece_follows_whoever_changed_it_and_clashes_only_where_both_did(base, mine, theirs):
    for piece in merge(base, mine, theirs).pieces:
        said = [words.split() for words in (piece.base, piece.mine, piece.theirs, piece.text)]
        before, one, other, outcome = said
        if piece.kind == "clash":
            assert one != before
            assert other != before
            assert one != other
        elif one == before:
            assert outcome == other
        else:
            assert other in (before, one)
            assert outcome == one


@st.composite
def apart(draw):
    """A base of different words and changes by both to words that do not touch, with the one right result."""
    size = draw(st.integers(3, 40))
    breaks = draw(st.lists(st.sampled_from([" ", " ", " ", ". ", "\n", "\n\n"]), min_size=size, max_size=size))
    places = draw(st.lists(st.integers(0, size - 1), unique=True, max_size=12))
    chosen: dict[int, tuple[str, str]] = {}
    for place in places:
        if place - 1 not in chosen and place + 1 not in chosen:
            who = draw(st.sampled_from(["mine", "theirs"]))
            what = draw(st.sampled_from([f"{who}-{letter(place)}", "", f"w{letter(place)} {who}-{letter(place)}"]))
            chosen[place] = (who, what)

    def write(*whose):
        written = []
        for index, space in enumerate(breaks):
            who, what = chosen.get(index, ("", ""))
            written.append((what if who in whose else f"w{letter(index)}") + space)
        return "".join(written)

    return write(), write("mine"), write("theirs"), write("mine", "theirs")


def letter(number):
    return "abcdefghij"[number // 10] + "abcdefghij"[number % 10]


# A line taken out leaves two breaks, which are not to be taken for the two breaks of another place.
LINE_OUT = (
    "a b c d e f g h\ni\nj k l m n\n\no",
    "A b c d e f g h\n\nj k l M n\n\nO",
    "a b c d e f g h\ni\nj K l m n\n\no",
    "A b c d e f g h\n\nj K l M n\n\nO",
)


@often
@given(apart())
@example(LINE_OUT)
def test_changes_that_do_not_touch_are_all_kept(case):
    base, mine, theirs, both = case
    merged = merge(base, mine, theirs).body
    assert merged is not None
    assert merged.split() == both.split()


@st.composite
def colliding(draw):
    size = draw(st.integers(1, 20))
    place = draw(st.integers(0, size - 1))
    words = [f"w{letter(index)}" for index in range(size)]
    mine, theirs = [*words], [*words]
    mine[place], theirs[place] = draw(st.sampled_from([("100", "200"), ("", "new"), ("March", "May"), ("x y", "y x")]))
    separator = draw(st.sampled_from([" ", "\n", "\n\n"]))
    return separator.join(words), separator.join(mine), separator.join(theirs)


@often
@given(colliding())
def test_changes_to_the_same_word_are_always_marked(case):
    merged = merge(*case)
    assert merged.body is None
    assert has_markers(merged.with_markers())


SAID = {"mine": ("mine",), "theirs": ("theirs",), "alike": ("mine", "theirs"), "collision": ("mine", "theirs")}
# What the two make of the word they collide on; a word of each is in no other text.
COLLISIONS = (
    *(("{w} mine", "{w} theirs"), ("mine{w}", "theirs{w}"), ("", "theirs{w}")),
    *(("mine{w}", ""), ("1{w}", "2{w}")),
)


@st.composite
def entangled(draw):
    """A base of different words, changed by one, by both alike, or by both differently, with a word that stayed
    between any two changes. (base, mine, theirs, how many collide, the result for whoever wins every collision)"""
    size = draw(st.integers(3, 40))
    breaks = draw(st.lists(st.sampled_from([" ", " ", " ", ". ", "\n", "\n\n"]), min_size=size, max_size=size))
    changes: dict[int, tuple[str, str, str]] = {}
    for place in draw(st.lists(st.integers(0, size - 1), unique=True, max_size=12)):
        if place - 1 not in changes and place + 1 not in changes:
            who, word = draw(st.sampled_from([*SAID])), f"w{letter(place)}"
            one = draw(st.sampled_from(["changed{w}", "", "{w} more{w}"]))
            said = draw(st.sampled_from(COLLISIONS)) if who == "collision" else (one, one)
            changes[place] = (who, *(what.format(w=word) for what in said))

    def write(takes, winner):
        written = []
        for index, space in enumerate(breaks):
            who, one, other = changes.get(index, ("", "", ""))
            changed = other if winner == "theirs" else one
            word = changed if takes & {*SAID.get(who, ())} else f"w{letter(index)}"
            written.append(word + space if word or space != "\n" else "")  # a line goes with its last word
        return "".join(written)

    versions = [write({*()}, ""), write({"mine"}, "mine"), write({"theirs"}, "theirs")]
    count = sum(who == "collision" for who, _one, _other in changes.values())
    return *versions, count, {winner: write({"mine", "theirs"}, winner) for winner in ("mine", "theirs")}


@often
@given(entangled())
def test_every_collision_is_marked_and_every_other_change_is_kept(case):
    *versions, count, results = case
    pieces = merge(*versions).pieces
    assert sum(piece.kind == "clash" for piece in pieces) == count
    for winner, result in results.items():
        decided = [getattr(piece, winner) if piece.kind == "clash" else piece.text for piece in pieces]
        assert " ".join(decided).split() == result.split()
