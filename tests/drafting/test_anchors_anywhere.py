"""After any edits an anchor points at its own words, or says that they are gone; never at others.

Each word of the texts here carries an identity, which the edits keep and the anchors never see. DRAFTING_EXAMPLES=20000
tries harder.
"""

import os
from dataclasses import dataclass, field

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from drafting.anchors import locate, make

often = settings(max_examples=int(os.environ.get("DRAFTING_EXAMPLES", "600")), deadline=None)
COMMON = ["we", "will", "publish", "the", "data", "by", "March", "2014", "and", "report"]


@dataclass
class Writing:
    """Paragraphs of words, each a pair of identity and word."""

    paragraphs: list[list[tuple[int, str]]]
    used: int = 0
    touched: set[int] = field(default_factory=set)  # identities whose paragraph was written in

    @property
    def body(self):
        return "\n\n".join(" ".join(word for _, word in part) for part in self.paragraphs if part)

    @property
    def spans(self):
        """Identity, from and to of every word."""
        found, at = [], 0
        for part in (part for part in self.paragraphs if part):
            for identity, word in part:
                found.append((identity, at, at + len(word)))
                at += len(word) + 1
            at += 1
        return found

    def new(self, words):
        self.used += len(words)
        return [(self.used - len(words) + place, word) for place, word in enumerate(words)]

    def touch(self, *places):
        for place in places:
            self.touched.update(identity for identity, _ in self.paragraphs[place])


def words(draw, vocabulary, writing, most=8):
    """Every word a different one; where there is a vocabulary, every other word on average comes from it."""
    own = [f"w{writing.used + place}" for place in range(draw(st.integers(1, most)))]
    return [draw(st.sampled_from([word, draw(st.sampled_from(vocabulary))])) for word in own] if vocabulary else own


@st.composite
def writings(draw, vocabulary):
    writing = Writing([])
    for _ in range(draw(st.integers(1, 5))):
        writing.paragraphs.append(writing.new(words(draw, vocabulary, writing, 12)))
    return writing


@st.composite
def edited(draw, vocabulary, writing):
    """The writing after one to six edits, as people make them."""
    now = Writing([list(part) for part in writing.paragraphs], writing.used)
    for _ in range(draw(st.integers(1, 6))):
        EDITS[draw(st.sampled_from(sorted(EDITS)))](draw, vocabulary, now)
        now.paragraphs = [part for part in now.paragraphs if part]
    return now


def place_in(draw, now):
    return draw(st.integers(0, len(now.paragraphs) - 1)) if now.paragraphs else None


def put_in(draw, vocabulary, now):
    if (place := place_in(draw, now)) is not None:
        now.touch(place)
        at = draw(st.integers(0, len(now.paragraphs[place])))
        now.paragraphs[place][at:at] = now.new(words(draw, vocabulary, now))


def take_out(draw, vocabulary, now):
    if (place := place_in(draw, now)) is not None:
        now.touch(place)
        at = draw(st.integers(0, len(now.paragraphs[place]) - 1))
        del now.paragraphs[place][at : at + draw(st.integers(1, 6))]


def replace(draw, vocabulary, now):
    if (place := place_in(draw, now)) is not None:
        now.touch(place)
        at = draw(st.integers(0, len(now.paragraphs[place]) - 1))
        now.paragraphs[place][at : at + draw(st.integers(1, 3))] = now.new(words(draw, vocabulary, now, 3))


def add_paragraph(draw, vocabulary, now):
    now.paragraphs.insert(draw(st.integers(0, len(now.paragraphs))), now.new(words(draw, vocabulary, now, 12)))


def remove_paragraph(draw, vocabulary, now):
    if (place := place_in(draw, now)) is not None:
        now.touch(place)
        del now.paragraphs[place]


def move_paragraph(draw, vocabulary, now):
    if (place := place_in(draw, now)) is not None:
        part = now.paragraphs.pop(place)
        now.paragraphs.insert(draw(st.integers(0, len(now.paragraphs))), part)


def split_paragraph(draw, vocabulary, now):
    if (place := place_in(draw, now)) is not None:
        now.touch(place)
        part = now.paragraphs[place]
        at = draw(st.integers(0, len(part)))
        now.paragraphs[place : place + 1] = [part[:at], part[at:]]


def join_paragraphs(draw, vocabulary, now):
    if len(now.paragraphs) > 1:
        place = draw(st.integers(0, len(now.paragraphs) - 2))
        now.touch(place, place + 1)
        now.paragraphs[place : place + 2] = [now.paragraphs[place] + now.paragraphs[place + 1]]


EDITS = {
    edit.__name__: edit
    for edit in (
        put_in, take_out, replace, add_paragraph, remove_paragraph, move_paragraph, split_paragraph, join_paragraphs,
    )
}  # fmt: skip


@st.composite
def stories(draw, vocabulary):
    """A text, words quoted of it, and the text after edits."""
    old = draw(writings(vocabulary))
    part = old.paragraphs[draw(st.integers(0, len(old.paragraphs) - 1))]
    first = draw(st.integers(0, len(part) - 1))
    last = draw(st.integers(first, len(part) - 1))
    return old, [identity for identity, _ in part[first : last + 1]], draw(edited(vocabulary, old))


def anchored(old, quoted):
    spans = {identity: (start, end) for identity, start, end in old.spans}
    return make(old.body, spans[quoted[0]][0], spans[quoted[-1]][1])


def pointed_at(new, place):
    return [identity for identity, start, end in new.spans if start >= place[0] and end <= place[1]]


@often
@given(stories(None))
def test_it_points_at_its_own_words_or_at_none(story):
    old, quoted, new = story
    place = locate(anchored(old, quoted), new.body, from_body=old.body)
    if place is not None:
        shown = pointed_at(new, place)
        assert {shown[0], shown[-1]} <= set(quoted)
        assert 2 * len(set(shown) & set(quoted)) >= len(quoted)
        assert [identity for identity in shown if identity in quoted] == [one for one in quoted if one in shown]


@often
@given(stories(None))
def test_words_in_a_paragraph_that_nobody_wrote_in_are_found(story):
    old, quoted, new = story
    part = next(part for part in old.paragraphs if (quoted[0], f"w{quoted[0]}") in part)
    assume(len(part) >= 5 and not new.touched & set(quoted))
    place = locate(anchored(old, quoted), new.body, from_body=old.body)
    assert place is not None
    assert pointed_at(new, place) == quoted


def stood(old, identity):
    """What can be known of a word of the old text: the word and its paragraph."""
    for part in old.paragraphs:
        for one, word in part:
            if one == identity:
                return " ".join(other for _, other in part), word
    return None


@often
@given(stories(COMMON))
def test_of_words_that_stand_in_many_places_it_never_points_at_others(story):
    """No word that stood in another paragraph. What no text can tell is let pass: paragraphs that are word for word
    the same, which of two equal words of a paragraph was deleted ("we ask, we say" → "we say"), words typed anew."""
    old, quoted, new = story
    place = locate(anchored(old, quoted), new.body, from_body=old.body)
    if place is not None:
        own = {stood(old, identity) for identity in quoted}
        shown = pointed_at(new, place)
        assert {stood(old, shown[0]), stood(old, shown[-1])} - {None} <= own
