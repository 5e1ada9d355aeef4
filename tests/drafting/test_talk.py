"""On the page of a text itself, a paragraph of which something is said shows it, as far as its reader may know."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from drafting import talk
from drafting.choices import Audience
from drafting.comments import resolve
from drafting.suggestions import refuse
from drafting.threads import element_id
from tests.drafting.rooms import WRITER, start, write
from tests.drafting.suggesting import BODY, ONE, THREE, TWO, at, save, section, suggest, text, words_of

__all__ = ["at", "section", "suggest", "text"]  # fixtures


@pytest.fixture
def say(world, text):
    def said(on="", **more):
        text.refresh_from_db()
        return start(world, text=text, on=on, **more)

    return said


def marks(response):
    """What a listener hears beside each marked paragraph, and where it leads."""
    page = html.unescape(response.content.decode())
    found = re.findall(r'<li class="og-passage__mark"><a [^>]*href="([^"]+)">(.*?)</a>', page)
    return [(re.sub("<[^>]+>", "", words), address) for address, words in found]


def test_a_paragraph_names_what_is_open_on_it_and_leads_there(client_for, at, say, suggest):
    one = say(on="publish")
    _second, first = say(on="every year"), say(on=TWO)
    made = suggest(TWO, "We report every month.")
    list_of_all = at("section_comments")
    assert marks(client_for("member").get(at("detail"))) == [
        (f"1 comment on “{ONE}”", at("thread", one.key)),
        (f"2 comments on “{TWO}”", f"{list_of_all}#{element_id(first.key)}"),
        (f"1 suggestion on “{TWO}”", at("suggestion", made.number)),
    ]
    assert element_id(first.key) in client_for("member").get(list_of_all).content.decode()


def test_what_is_resolved_decided_or_about_the_whole_text_marks_no_paragraph(client_for, at, say, suggest, world):
    resolve(say(on=ONE), "Done", world.person("coordinator"))
    refuse(suggest(ONE, "We shall."), reason="No", by=world.person("gov_drafter"))
    say()
    page = client_for("member").get(at("detail"))
    assert marks(page) == []
    assert "1 comment waiting on" in words_of(page)


def test_the_marks_go_where_their_words_go(client_for, at, say, suggest, text):
    say(on="every year")
    suggest(TWO, "We report every month.")
    save(text, BODY, f"{THREE} {TWO}\n\n{ONE}", text.latest.author)
    assert [words for words, _address in marks(client_for("member").get(at("detail")))] == [
        "1 comment on “Everyone may comment on it. We…”",
        "1 suggestion on “Everyone may comment on it. We…”",
    ]


def test_what_is_said_of_words_that_are_gone_is_counted_and_marks_nothing(client_for, at, say, text):
    say(on=TWO)
    save(text, f"\n\n{TWO}", "", text.latest.author)
    page = client_for("member").get(at("detail"))
    assert (marks(page), "1 comment waiting on" in words_of(page)) == ([], True)


@pytest.mark.parametrize(("side", "readers"), [("government", "gov_drafter"), ("civil_society", "member")])
def test_a_room_marks_paragraphs_for_its_own_side_alone(side, readers, client_for, at, say, world):
    room = say(on=ONE, by=WRITER[side], audience=Audience.SIDE)
    seen = {who: marks(client_for(who).get(at("detail"))) for who in ("gov_drafter", "member", "reviewer", "minister")}
    own = [(f"1 comment on “{ONE}”", at("thread", room.key))]
    expected = {"gov_drafter": [], "member": [], "reviewer": [], "minister": []} | {readers: own}
    assert seen == expected | ({"minister": own} if side == "government" else {})


def test_who_may_only_read_sees_the_marks_and_no_link_to_write(client_for, at, say, world):
    thread = say(on=ONE)
    type(world.plan).objects.update(openness="open")
    page = client_for("visitor").get(at("detail"))
    assert marks(page) == [(f"1 comment on “{ONE}”", at("thread", thread.key))]
    assert "Suggest a change" not in words_of(page)


def test_of_more_than_a_page_the_mark_leads_to_the_right_one(client_for, at, say, monkeypatch):
    monkeypatch.setattr(talk, "PER_PAGE", 2)
    for _count in range(3):
        say(on=ONE)
    later = [say(on=TWO), say(on=TWO)]
    assert marks(client_for("member").get(at("detail")))[1] == (
        f"2 comments on “{TWO}”",
        f"{at('section_comments')}?page=2#{element_id(later[0].key)}",
    )


def test_a_narrative_part_shows_it_too(client_for, world):
    write(world)
    thread = start(world, on="March 2014")
    place = ["uk-2013", "civil-society-foreword"]
    assert marks(client_for("member").get(reverse("plans:part", args=place))) == [
        ("1 comment on “The register opens in March 2014,…”", reverse("plans:part_thread", args=[*place, thread.key]))
    ]


@pytest.mark.parametrize("is_rewritten", [False, True], ids=["as it was", "rewritten since"])
def test_it_costs_the_same_with_one_and_with_three(is_rewritten, client_for, at, say, suggest, text):
    """Two questions for whatever number of texts and marks; two more where words were rewritten since."""
    client = client_for("member")

    def cost():
        client.get(at("detail"))
        with CaptureQueriesContext(connection) as asked:
            client.get(at("detail"))
        return len(asked)

    nothing = cost()
    say(on="every year")
    suggest(TWO, "We report every month.")
    if is_rewritten:
        save(text, "We report", "From now on we report", text.latest.author)
    one = cost()
    text.refresh_from_db()
    for words in (ONE, THREE):
        say(on=words)
        suggest(words, f"{words} At once.")
    if is_rewritten:
        save(text, "the data", "all the data", text.latest.author)
    assert (one - nothing, cost() - nothing) == ((2, 2) if is_rewritten else (0, 0))
