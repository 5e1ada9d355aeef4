import html
import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from core.dates import clock
from drafting.models import Text
from drafting.services import save_text, start_text
from plans.models import NarrativePart

pytestmark = pytest.mark.urls("tests.drafting.urls")

BODY = "We will publish the data.\n\nWe report every year."


@pytest.fixture
def part(world, part_owner):
    text = start_text(body=BODY, by=world.person("coordinator"))
    return NarrativePart.objects.create(plan=world.plan, title="seen", slug="seen", owner="both", position=9, text=text)


@pytest.fixture
def text(part):
    return part.text


@pytest.fixture
def drafter(client_for, part):
    return client_for("gov_drafter")


def at(text, name, *numbers):
    return reverse(f"text-{name}", args=[text.pk, *numbers])


def words_of(response):
    """What a person hears: the page without its markup."""
    content = re.sub(r"<(head|script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", content)).split())


def save(text, body, by):
    text.refresh_from_db()
    return save_text(text, body=body, base=text.latest, by=by)


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def bodies(text):
    return [revision.body for revision in text.revisions.order_by("number")]


def test_the_form_shows_text_guidance_limit_and_base(drafter, text):
    response = drafter.get(at(text, "edit"))
    page = response.content.decode()
    assert BODY in page
    assert '<input type="hidden" name="base" value="1"' in page
    assert "Say &lt;why&gt; it matters." in page
    assert "up to 300 words" in words_of(response)


def test_saving(drafter, text):
    response = drafter.post(at(text, "edit"), {"base": "1", "body": "Better.", "note": "Shorter"})
    assert (response.status_code, response.url) == (302, at(text, "history"))
    assert told(response) == [f"Saved at {clock(text.revisions.get(number=2).created_at)}."]
    assert bodies(text) == [BODY, "Better."]
    assert text.revisions.get(number=2).note == "Shorter"


def test_saving_without_a_change(drafter, text):
    response = drafter.post(at(text, "edit"), {"base": "1", "body": BODY.replace("\n", "\r\n")})
    assert told(response) == ["Nothing was changed, so there is nothing new to save."]
    assert bodies(text) == [BODY]


def test_writing_the_first_words(drafter, text):
    empty = Text.objects.create()
    NarrativePart.objects.filter(text=text).update(text=empty)
    assert '<input type="hidden" name="base" value="0"' in drafter.get(at(empty, "edit")).content.decode()
    drafter.post(at(empty, "edit"), {"base": "0", "body": "First."})
    assert bodies(empty) == ["First."]


@pytest.mark.parametrize("base", [None, "", "7", "x", "-1", "1.0", "²"])
def test_without_a_known_base_nothing_is_saved_and_the_words_stay(drafter, text, base):
    data = {"body": "My words."} if base is None else {"body": "My words.", "base": base}
    response = drafter.post(at(text, "edit"), data)
    assert response.status_code == 400
    assert bodies(text) == [BODY]
    assert "My words.</textarea>" in response.content.decode()
    assert "your browser did not say which revision you started from" in words_of(response)
    assert "removed We will publish the data." in words_of(response)
    assert '<input type="hidden" name="base" value="1"' in response.content.decode()


def test_a_preview_saves_nothing_and_keeps_words_and_base(drafter, text, world):
    save(text, "Somebody else's.", world.person("coordinator"))
    response = drafter.post(at(text, "edit"), {"base": "1", "body": "Now *bold*.", "act": "preview"})
    page = response.content.decode()
    assert '<div class="og-prose"><p>Now <em>bold</em>.</p>' in page
    assert "Now *bold*.</textarea>" in page
    assert '<input type="hidden" name="base" value="1"' in page
    assert text.revisions.count() == 2


def test_a_text_that_is_too_long_stays_in_the_form(drafter, text):
    response = drafter.post(at(text, "edit"), {"base": "1", "body": "x" * 200_001})
    assert "This text has 200,001 characters. The longest a text may be is 200,000." in words_of(response)
    assert "x" * 200_001 in response.content.decode()
    assert bodies(text) == [BODY]


def test_two_texts_that_are_too_long_together_stay_in_the_form(drafter, text, world):
    save(text, BODY + "\n\n" + "t" * 120_000, world.person("coordinator"))
    response = drafter.post(at(text, "edit"), {"base": "1", "body": "m" * 120_000 + "\n\n" + BODY})
    assert "This text has 240,0" in words_of(response)
    assert "m" * 120_000 in response.content.decode()
    assert text.revisions.count() == 2


def test_what_others_changed_elsewhere_is_kept_and_shown(drafter, text, world):
    save(text, BODY.replace("the data", "all data"), world.person("cs_drafter"))
    response = drafter.post(
        at(text, "edit"), {"base": "1", "body": BODY.replace("every year", "every month")}, follow=True
    )
    assert response.redirect_chain == [(at(text, "compare", 1, 3), 302)]
    assert bodies(text)[-1] == "We will publish all data.\n\nWe report every month."
    assert "Cs Drafter saved this text too while you were writing; the words of both of you are kept." in words_of(
        response
    )
    assert "We will publish removed the added all data. We report every removed year. added month." in words_of(
        response
    )


def conflict(drafter, text, world):
    save(text, BODY.replace("year", "month").replace("the data", "all data"), world.person("cs_drafter"))
    return drafter.post(at(text, "edit"), {"base": "1", "body": BODY.replace("year", "week"), "note": "Sooner"})


def test_a_conflict_shows_theirs_and_mine_and_a_text_to_decide(drafter, text, world):
    response = conflict(drafter, text, world)
    said = words_of(response)
    assert response.status_code == 409
    assert "Before: year. You wrote: week. Cs Drafter wrote: month." in said
    assert "What Cs Drafter changed We will publish removed the added all data." in said
    assert "What you changed We will publish the data. We report every removed year. added week." in said
    page = response.content.decode()
    assert "We will publish all data.\n\nWe report every [[ YOURS: week. || THEIRS: month. ]]</textarea>" in page
    assert '<input type="hidden" name="base" value="2"' in page
    assert 'value="Sooner"' in page
    assert text.revisions.count() == 2


def test_marks_left_in_the_text_are_pointed_out(drafter, text, world):
    conflict(drafter, text, world)
    undecided = "We report every [[ YOURS: week. || THEIRS: month. ]]"
    response = drafter.post(at(text, "edit"), {"base": "2", "body": undecided})
    assert "There are still places to decide" in words_of(response)
    assert undecided in response.content.decode()
    assert text.revisions.count() == 2


def test_the_decision_is_saved_on_top_of_theirs(drafter, text, world):
    conflict(drafter, text, world)
    drafter.post(at(text, "edit"), {"base": "2", "body": "We report every fortnight."})
    assert bodies(text)[-1] == "We report every fortnight."
    assert text.revisions.get(number=3).parent.number == 2


def test_the_history_names_author_post_side_and_time(drafter, text, world):
    save(text, "By government.", world.person("gov_drafter"))
    said = words_of(drafter.get(at(text, "history")))
    assert "Revision 2 Gov Drafter, Lead on open government" not in said
    assert f"Revision 2 Gov Drafter, {world.post('gov_drafter').title}, Department for Business Government" in said
    assert "stands now" in said
    assert "What revision 2 changed" in said


def test_an_empty_history_says_what_will_be_there(drafter, text):
    empty = Text.objects.create()
    NarrativePart.objects.filter(text=text).update(text=empty)
    assert "Nothing has been written yet" in words_of(drafter.get(at(empty, "history")))


@pytest.mark.parametrize("count", [1, 3])
def test_the_history_takes_as_many_queries_for_three_as_for_one(drafter, text, world, count, django_assert_num_queries):
    for number in range(count - 1):
        save(text, f"Words {number}.", world.person("coordinator"))
    drafter.get(at(text, "history"))
    with django_assert_num_queries(HISTORY_QUERIES):
        drafter.get(at(text, "history"))


# session, person, the text with its latest revision, count of revisions, revisions with their authors
HISTORY_QUERIES = 5


def test_the_history_comes_in_pages(drafter, text, world):
    for number in range(30):
        save(text, f"Words {number}.", world.person("coordinator"))
    first, second = (drafter.get(at(text, "history"), {"page": page}) for page in (1, 2))
    assert [row.number for row in first.context["rows"]] == list(range(31, 6, -1))
    assert [row.number for row in second.context["rows"]] == list(range(6, 0, -1))


def test_any_two_revisions_can_be_compared_by_number(drafter, text, world):
    save(text, "Two.", world.person("coordinator"))
    assert drafter.get(at(text, "history"), {"old": 1, "new": 2}).url == at(text, "compare", 1, 2)
    assert "The latest revision is 2." in words_of(drafter.get(at(text, "history"), {"old": 1, "new": 9}))


def test_comparing(drafter, text, world):
    save(text, BODY.replace("year", "month"), world.person("coordinator"))
    assert "1 word removed, 1 word added" in words_of(drafter.get(at(text, "compare", 1, 2)))
    assert "removed month. added year." in words_of(drafter.get(at(text, "compare", 2, 1)))
    assert "The two say the same." in words_of(drafter.get(at(text, "compare", 2, 2)))
    assert "9 words added" in words_of(drafter.get(at(text, "compare", 0, 1)))
    assert drafter.get(at(text, "compare", 1, 3)).status_code == 404
    assert drafter.get(at(text, "compare", 1, 0)).status_code == 404


def test_an_old_revision_can_be_read(drafter, text, world):
    save(text, "# New\n\n*Words*", world.person("coordinator"))
    assert "We will publish the data. We report every year." in words_of(drafter.get(at(text, "revision", 1)))
    assert "<h2>New</h2>\n<p><em>Words</em></p>" in drafter.get(at(text, "revision", 2)).content.decode()
    assert drafter.get(at(text, "revision", 3)).status_code == 404


def test_restoring_asks_first_and_then_makes_a_new_revision(drafter, text, world):
    save(text, "Two.", world.person("coordinator"))
    asked = drafter.get(at(text, "restore", 1))
    assert "removed Two. added We will publish the data." in words_of(asked)
    assert text.revisions.count() == 2
    response = drafter.post(at(text, "restore", 1), {"base": "2"})
    assert told(response) == ["Revision 1 stands again."]
    assert bodies(text) == [BODY, "Two.", BODY]


@pytest.mark.parametrize("base", ["2", "", "x"])
def test_restoring_over_newer_words_shows_them_first(drafter, text, world, base):
    save(text, "Two.", world.person("coordinator"))
    save(text, "Three.", world.person("coordinator"))
    response = drafter.post(at(text, "restore", 1), {"base": base})
    assert response.status_code == 409
    assert "Somebody saved this text in the meantime." in words_of(response)
    assert "removed Three." in words_of(response)
    assert text.revisions.count() == 3


def test_a_text_that_is_not_seen_does_not_exist(drafter, text, part):
    NarrativePart.objects.update(title="hidden")
    pages = [("edit",), ("history",), ("revision", 1), ("compare", 1, 1), ("restore", 1)]
    addresses = [at(text, *page) for page in pages]
    assert [drafter.get(address).status_code for address in addresses] == [404] * 5
    assert drafter.post(at(text, "edit"), {"base": "1", "body": "Mine"}).status_code == 404
    assert bodies(text) == [BODY]
