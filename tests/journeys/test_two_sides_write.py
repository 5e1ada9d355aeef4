"""Both sides write the same section, keep every word, and publish it: the main job, from sign-in to PDF."""

import csv
import io
import json
import re

import pytest

from core.jobs import run_waiting
from tests.journeys.people import Person, words
from tests.journeys.printed import letters, letters_of_pdf

pytestmark = pytest.mark.usefixtures("example")
COMMITMENT = "/plans/example/commitments/1.1/"
EDIT = f"{COMMITMENT}edit/objective/"
HISTORY = f"{COMMITMENT}history/objective/"
QUARTER, MONTH = "extend it every quarter", "extend it every month"
HALF, THIRDS = "half of the seats", "two thirds of the seats"


@pytest.fixture
def government() -> Person:
    return Person("gov-drafter")


@pytest.fixture
def civil_society() -> Person:
    return Person("cso-drafter")


def save(person: Person, old: str, new: str, note: str = "", button: str = "Save") -> Person:
    """Changes words in the form that the person has open, and saves."""
    body = one_line(person.value("body"))
    assert old in body
    return person.send(button, body=body.replace(old, new), note=note)


def one_line(body: str) -> str:
    """Each paragraph on one line, as browsers let people write."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", body.replace("\r", "")))


def test_different_paragraphs_are_merged(government, civil_society):
    government.open(EDIT)
    civil_society.open(EDIT)
    save(civil_society, HALF, THIRDS, note="After our meeting")
    save(government, QUARTER, MONTH)
    assert (
        "Tom Ashworth saved this text too while you were writing; the words of both of you are kept" in government.text
    )
    shown = government.open(COMMITMENT).text
    assert (MONTH in shown, THIRDS in shown) == (True, True)


def test_the_same_words_go_to_a_page_that_shows_both(government, civil_society):
    government.open(EDIT)
    civil_society.open(EDIT)
    save(civil_society, QUARTER, MONTH)
    save(government, QUARTER, "extend it twice a year")
    assert (government.status, government.title) == (409, "Objective Somebody changed the same words")
    for said in ("added month.", "twice a year", "Tom Ashworth saved revision 4"):
        assert said in government.text
    assert "extend it twice a year" not in civil_society.open(COMMITMENT).text


def test_conflict_is_decided_by_writing_the_result(government, civil_society):
    government.open(EDIT)
    civil_society.open(EDIT)
    save(civil_society, QUARTER, MONTH)
    save(government, QUARTER, "extend it twice a year")
    undecided = government.value("body")
    government.send("Save the result")
    assert "There are still places to decide" in government.text
    result = re.sub(r"\[\[ YOURS:.*?\]\]", "month at first and twice a year later", undecided, flags=re.DOTALL)
    government.send("Save", body=result)
    assert "month at first and twice a year later" in government.open(COMMITMENT).text
    assert [MONTH in civil_society.open(f"{HISTORY}4/").text, civil_society.open(f"{HISTORY}5/").status] == [True, 200]


def test_history_and_difference_show_both_sides_and_when(government, civil_society):
    government.open(EDIT)
    civil_society.open(EDIT)
    save(civil_society, HALF, THIRDS, note="After our meeting")
    save(government, QUARTER, MONTH)
    told = Person("member").open(HISTORY).text
    for row in (
        r"Revision 5 Imran Siddiqui, Policy adviser, Transparency Team, Cabinet Office Government \d+ \w+ \d{4}",
        r"Revision 4 Tom Ashworth Civil society \d+ \w+ \d{4}.* After our meeting",
    ):
        assert re.search(row, told), told
    assert marked(civil_society.open(f"{HISTORY}3/5/")) == [
        ("del", "removed quarter."),
        ("ins", "added month."),
        ("del", "removed half"),
        ("ins", "added two thirds"),
    ]


def marked(person: Person) -> list[tuple[str, str]]:
    return [(each.tag, words(each)) for each in person.page.iter() if each.tag in ("ins", "del")]


def publish(note: str = "Both sides changed commitment 1.1.") -> Person:
    lead = Person("lead-official").open("/plans/example/publish/")
    return lead.send("Publish for everyone", change_note=note)


def test_lead_official_publishes_and_the_pdf_arrives_by_the_job(government):
    save(government.open(EDIT), QUARTER, MONTH)
    lead = publish()
    assert lead.status == 200
    visitor = Person()
    assert MONTH in visitor.open("/plans/example/read/").text
    assert visitor.open("/plans/example/plan.pdf").status == 202
    assert "The PDF is being prepared" in visitor.text
    assert run_waiting() >= 1
    visitor.open("/plans/example/plan.pdf")
    assert (visitor.status, visitor.answer.headers["Content-Type"]) == (200, "application/pdf")


def test_pdf_says_what_the_page_says(government):
    save(government.open(EDIT), QUARTER, MONTH)
    publish()
    run_waiting()
    visitor = Person().open("/plans/example/read/")
    page = next(each for each in visitor.page.iter("div") if each.get("class") == "og-edition__text")
    assert missing_words(page, visitor.open("/plans/example/plan.pdf").answer.getvalue()) == []


def missing_words(page, pdf: bytes) -> list[str]:
    """Paragraphs, headings, cells of the page whose letters do not stand in the PDF in this order."""
    printed = letters_of_pdf(pdf)
    return [text for text in passages(page) if letters(text) not in printed]


def passages(page) -> list[str]:
    tags = {"p", "li", "h2", "h3", "h4", "h5", "td", "th", "dt", "dd"}
    found = [
        words(each) for each in page.iter() if each.tag in tags and "og-commitment__link" not in each.get("class", "")
    ]
    assert len(found) > 100
    return found


def test_visitor_takes_the_plan_home(government):
    save(government.open(EDIT), QUARTER, MONTH)
    publish()
    visitor = Person().open("/plans/example/plan.json")
    data = json.loads(visitor.answer.content)
    assert data["edition"]["kind"] == "consultation_draft"
    one = next(each for each in data["commitments"] if each["ref"] == "1.1")
    assert MONTH in one["sections"]["objective"]
    table = visitor.open("/plans/example/commitments.csv").answer.content.decode("utf-8-sig")
    references = [row["Reference"] for row in csv.DictReader(io.StringIO(table))]
    assert references == [each["ref"] for each in data["commitments"]]
