"""Quoted words are found again after an edit, or are said to be gone."""

import pytest

from drafting.anchors import Anchor, find_words, in_place, locate, make, paragraphs

BODY = (
    "We will publish the names of those who own companies.\n\n"
    "The register opens in March 2014, and it is free for everyone.\n\n"
    "We report every year. We report to Parliament. We report to the public."
)


def anchor_of(words, body=BODY, place=0):
    start = body.index(words, place)
    return make(body, start, start + len(words))


def found(words, new, old=BODY):
    place = locate(anchor_of(words, old), new, from_body=old)
    return new[slice(*place)] if place else None


def test_words_are_where_they_were():
    assert locate(anchor_of("March 2014"), BODY) == (BODY.index("March 2014"), BODY.index("March 2014") + 10)


def test_words_move_down_when_a_paragraph_is_put_before_them():
    assert found("March 2014", f"First of all.\n\n{BODY}") == "March 2014"


def test_words_that_were_replaced_are_gone():
    assert found("March 2014", BODY.replace("March 2014", "June 2015")) is None


def test_words_whose_paragraph_was_deleted_are_gone():
    assert found("it is free", BODY.replace(BODY.split("\n\n")[1] + "\n\n", "")) is None


def test_words_written_again_somewhere_else_are_other_words():
    body = BODY.replace("The register opens in March 2014, and it is free for everyone.\n\n", "")
    assert found("March 2014", body + " It was decided in March 2014.") is None


def test_words_that_stood_twice_are_not_mistaken_for_each_other():
    first = "The report is public. It is read by all of us here.\n\nThe report is public. Nobody reads it."
    assert found("The report is public", first.split("\n\n")[1], first) is None


def test_words_are_followed_when_those_around_them_change():
    new = BODY.replace("The register opens", "A public register will be opened").replace("free", "free of charge")
    assert found("March 2014", new) == "March 2014"


def test_a_passage_with_a_word_put_in_is_still_that_passage():
    new = BODY.replace("will publish the names", "will consider publishing the names")
    assert found("will publish the names of those", new) == "will consider publishing the names of those"


def test_a_paragraph_of_which_a_part_is_left_is_still_that_paragraph():
    new = BODY.replace("in March 2014, and", "later, and")
    assert found(BODY.split("\n\n")[1], new) == "The register opens later, and it is free for everyone."


def test_a_paragraph_that_was_moved_is_found():
    one, two, three = BODY.split("\n\n")
    assert found("free for everyone", "\n\n".join([two, three, one])) == "free for everyone"
    assert found("those who own", "\n\n".join([two, three, one])) == "those who own"


def test_a_paragraph_that_was_split_or_joined_is_followed():
    assert found("it is free", BODY.replace(", and it", ".\n\nMoreover it")) == "it is free"
    assert found("those who own", BODY.replace("companies.\n\n", "companies. ")) == "those who own"


def test_part_of_a_word_can_be_quoted():
    assert found("regis", BODY.replace("free", "open")) == "regis"


def test_words_of_a_text_that_is_emptied_are_gone():
    assert found("March 2014", "") is None


def test_one_short_word_is_only_found_among_the_words_around_it():
    assert found("the", "Nothing of this is left but the weather.") is None


def test_without_the_old_text_only_the_words_with_their_neighbours_count():
    anchor = anchor_of("March 2014")
    new = BODY.replace("to the public", "to all")
    assert in_place(anchor, new) == (BODY.index("March"), BODY.index("March") + 10)
    assert locate(anchor, BODY.replace("opens", "starts")) is None


def test_context_grows_until_the_place_is_the_only_one():
    line = "We report every year to the public and to Parliament, in writing and in person. "
    body = line * 6
    anchor = make(body, len(line) * 3, len(line) * 3 + 9)
    assert body.index(anchor.stretch) + len(anchor.before) == len(line) * 3
    assert locate(anchor, body, from_body=body) == (len(line) * 3, len(line) * 3 + 9)


def test_a_place_between_words_stays_between_them():
    place = BODY.index("March")
    anchor = make(BODY, place, place)
    new = f"First.\n\n{BODY}"
    assert locate(anchor, new, from_body=BODY) == (new.index("March"), new.index("March"))
    assert locate(make("", 0, 0), "", from_body="") == (0, 0)


def test_an_anchor_outside_the_text_is_refused():
    with pytest.raises(ValueError, match="do not stand"):
        make("short", 3, 9)


def test_an_anchor_of_another_text_is_gone():
    assert locate(Anchor("nothing", "of ", " it"), BODY, from_body=BODY) is None


def test_paragraphs_are_listed_without_the_blank_lines_around_them():
    body = "\n\nOne.\n\n \n\n  Two,\nstill two.\n\n"
    assert [body[start:end] for start, end in paragraphs(body)] == ["One.", "Two,\nstill two."]
    assert paragraphs("") == []


def test_words_as_read_on_a_page_are_found_in_their_source():
    body = "See **our** [register](https://example.org/our/list) of owners, our [list](/list) too."
    whole = (0, len(body))
    place = find_words("our register of owners", body, whole)
    assert body[slice(*place)] == "our** [register](https://example.org/our/list) of owners"
    assert find_words("our", body, whole, after=5)[0] == body.index("our [list]")
    assert find_words("our budget", body, whole) is None
    assert find_words("…", body, whole) is None
