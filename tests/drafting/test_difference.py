import time

from hypothesis import given, settings
from hypothesis import strategies as st

from drafting.difference import compare


def unseen(words):
    return f'<span class="govuk-visually-hidden">{words}</span>'


def drawn(old, new):
    return compare(old, new).html.removeprefix('<div class="og-difference">').removesuffix("</div>")


def test_a_changed_word_is_removed_and_added_where_it_stands():
    assert drawn("We reach 100 people.", "We reach 200 people.") == (
        f"<p>We reach <del>{unseen('removed ')}100</del> <ins>{unseen('added ')}200</ins> people.</p>"
    )


def test_a_removed_first_word_does_not_run_into_the_next():
    assert drawn("Soon we publish.", "we publish.") == f"<p><del>{unseen('removed ')}Soon</del> we publish.</p>"


def test_a_long_change_says_where_it_ends():
    assert drawn("We will publish maps.", "We will publish maps. All the land is on them.") == (
        f"<p>We will publish maps. <ins>{unseen('added ')}All the land is on them.{unseen(' end of added')}</ins></p>"
    )


def test_whole_paragraphs_added_and_removed():
    assert drawn("One stays.\n\nTwo goes.", "Zero comes!\n\nOne stays.") == (
        f"<p><ins>{unseen('added ')}Zero comes!</ins></p><p>One stays.</p>"
        f"<p><del>{unseen('removed ')}Two goes.</del></p>"
    )


def test_a_rewritten_paragraph_is_not_compared_word_by_word():
    assert drawn("The register of land.", "Nothing like it was.") == (
        f"<p><del>{unseen('removed ')}The register of land.{unseen(' end of removed')}</del></p>"
        f"<p><ins>{unseen('added ')}Nothing like it was.{unseen(' end of added')}</ins></p>"
    )


def test_a_moved_paragraph_is_removed_here_and_added_there():
    difference = compare("Alpha one.\n\nBeta two.\n\nGamma three.", "Beta two.\n\nGamma three.\n\nAlpha one.")
    assert [[(run.kind, run.text) for run in paragraph.runs] for paragraph in difference.paragraphs] == [
        [("removed", "Alpha one.")],
        [("same", "Beta two.")],
        [("same", "Gamma three.")],
        [("added", "Alpha one.")],
    ]


def test_texts_are_escaped_and_lines_stay_lines():
    assert drawn("<b>\n- a & b", "<b>\n- a & b") == "<p>&lt;b&gt;<br>- a &amp; b</p>"


def test_counts_of_words():
    difference = compare("one two three four", "one 2 3 three four five")
    assert (difference.removed_words, difference.added_words) == (1, 3)


def test_nothing_changed_and_only_spacing_changed():
    assert (compare("a b", "a b").changed, compare("a b", "a b").is_spacing_only) == (False, False)
    assert (compare("a b", "a\nb").changed, compare("a b", "a\nb").is_spacing_only) == (True, True)


def long_text(word):
    return "\n\n".join(
        " ".join(f"word{(paragraph * 7 + place) % 900}" for place in range(58)) + f" {word} {paragraph}"
        for paragraph in range(335)
    )


def test_twenty_thousand_words_changed_in_every_paragraph_take_under_a_second():
    old, new = long_text("before"), long_text("after")
    assert len(old.split()) == 20_100
    started = time.process_time()
    difference = compare(old, new)
    assert len(difference.html) > len(new)
    assert time.process_time() - started < 1
    assert (difference.removed_words, difference.added_words) == (335, 335)


def test_one_endless_paragraph_is_compared_in_a_few_seconds():
    old = "word " * 40_000
    started = time.process_time()
    assert compare(old, "first " + old[: len(old) // 2] + "middle " + old[len(old) // 2 :] + "last").changed
    assert time.process_time() - started < 3


texts = st.text(alphabet=st.sampled_from(list("aabbc12.<&\n \t-")), max_size=80)


@settings(max_examples=200, deadline=None)
@given(texts, texts)
def test_both_texts_can_be_read_off_the_difference(old, new):
    runs = [run for paragraph in compare(old, new).paragraphs for run in [*paragraph.runs, None]]

    def read(without):
        return "".join(" " if run is None else run.text for run in runs if run is None or run.kind != without).split()

    assert read(without="added") == old.split()
    assert read(without="removed") == new.split()
