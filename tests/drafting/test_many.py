"""A text on which hundreds comment and suggest: its lists go on over pages, in the order of the text."""

import re

import pytest

from drafting.services import save_text
from drafting.views import commenting, suggesting
from tests.drafting.rooms import start
from tests.drafting.suggesting import BODY, ONE, THREE, TWO, at, section, suggest, text, words_of

__all__ = ["at", "section", "suggest", "text"]  # fixtures


@pytest.fixture
def pages_of_four(monkeypatch):
    for views in (commenting, suggesting):
        monkeypatch.setattr(views, "PER_PAGE", 4)


def through(client, address):
    """All pages of a list, by the link to the next one."""
    response = client.get(address)
    yield response
    while following := re.search(r'href="([^"]+)" rel="next"', response.content.decode()):
        response = client.get(address + following[1].replace("&amp;", "&"))
        yield response


def talk(world, text):
    """On the first paragraph 3, on the second 6, on the whole text 2, and 1 on words that are gone; in any order."""
    save_text(text, body=f"{BODY}\n\nThese few words go.", base=text.latest, by=world.person("coordinator"))
    made = [
        start(world, text=text, on=words, body=f"About {place} ({number})")
        for number, (place, words) in enumerate(
            [*[("two", TWO), ("one", ONE), ("all", "")] * 2, ("gone", "These few words go"), ("one", ONE)]
            + [("two", TWO)] * 4
        )
    ]
    save_text(text, body=BODY, base=text.latest, by=world.person("coordinator"))
    return made


def test_each_comment_is_on_one_page_beside_the_paragraph_it_is_about(world, client_for, at, text, pages_of_four):
    made = talk(world, text)
    pages = list(through(client_for("member"), at("section_comments")))
    rows = [
        row
        for page in pages
        for row in [
            *(row for _passage, beside in page.context["passages"] for row in beside),
            *page.context["on_whole"],
            *page.context["gone"],
        ]
    ]
    assert sorted(row.key for row in rows) == sorted(str(one.key) for one in made)
    assert [row.first.body[6:9] for row in rows] == ["one"] * 3 + ["two"] * 6 + ["all"] * 2 + ["gon"]
    for page in pages:
        for passage, beside in page.context["passages"]:
            assert all(row.quote in re.sub("<[^>]+>|\\[\\d+\\]| comment by [^<]+", "", passage.html) for row in beside)


def test_the_pages_one_after_another_are_the_text(world, client_for, at, text, pages_of_four):
    talk(world, text)
    pages = list(through(client_for("member"), at("section_comments")))
    shown = [[passage.query for passage, _beside in page.context["passages"]] for page in pages]
    one, two, three = dict.fromkeys(query for page in shown for query in page)
    assert shown == [[one, two], [two], [two, three]]


def test_a_page_says_which_it_shows_and_numbers_go_on(world, client_for, at, text, pages_of_four):
    talk(world, text)
    pages = [words_of(page) for page in through(client_for("member"), at("section_comments"))]
    assert [re.search(r"Comments \d+ to \d+ of \d+", page)[0] for page in pages] == [
        "Comments 1 to 4 of 12",
        "Comments 5 to 8 of 12",
        "Comments 9 to 12 of 12",
    ]
    assert [re.findall(r"\[(\d+)\]", page) for page in pages] == [["1", "2", "3", "4"], ["5", "6", "7", "8"], ["9"]]


def test_each_suggestion_is_on_one_page(client_for, at, suggest, pages_of_four):
    for number in range(3):
        for words in (THREE, ONE, TWO):
            suggest(words, f"Other words, {number}.")
    pages = list(through(client_for("member"), at("section_suggestions")))
    shown = [[row.number for group in page.context["groups"] for row in group.rows] for page in pages]
    assert shown == [[2, 5, 8, 3], [6, 9, 1, 4], [7]]
