"""Both sides write one section in their browsers, with JavaScript and without; then it is published and printed."""

import json
import re
import time

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal.example.loader import PASSWORD
from tests.browser.conftest import PATIENCE
from tests.browser.site import Site
from tests.browser.test_every_page import violations
from tests.journeys.printed import letters, letters_of_pdf

pytestmark = pytest.mark.browser
COMMITMENT = "/plans/example/commitments/1.1/"
EDIT = f"{COMMITMENT}edit/objective/"
SAVED = re.compile(r"Saved at \d\d:\d\d")
HISTORY = f"{COMMITMENT}history/objective/"
QUARTER, MONTH, TWICE = "extend it every quarter", "extend it every month", "extend it twice a year"
HALF, THIRDS = "half of the seats", "two thirds of the seats"


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def open_browser(request, own_site: Site, browser: Browser):
    """A browser of one's own, without a session."""
    opened: list[BrowserContext] = []

    def open_one() -> BrowserContext:
        context = browser.new_context(base_url=own_site.address, java_script_enabled=request.param)
        context.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


def sign_in(context: BrowserContext, name: str) -> Page:
    tab = context.new_page()
    tab.goto("/accounts/login/")
    tab.get_by_label("Email").fill(f"{name}@demo.test")
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    tab.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(tab).to_have_url(re.compile("/desk/$"))
    return tab


def save(tab: Page, old: str, new: str) -> None:
    """Changes words in the form that is open, and saves."""
    field = tab.get_by_label("Text", exact=True)
    body = re.sub(r"(?<!\n)\n(?!\n)", " ", field.input_value())
    assert old in body
    field.fill(body.replace(old, new))
    tab.get_by_role("button", name="Save", exact=True).click()


def says(tab: Page, words: str | re.Pattern[str]) -> None:
    expect(tab.get_by_role("main")).to_contain_text(words)


def test_nobody_loses_a_word_and_the_plan_is_printed(open_browser):
    government, civil_society = sign_in(open_browser(), "gov-drafter"), sign_in(open_browser(), "cso-drafter")
    write_different_paragraphs(government, civil_society)
    write_the_same_words(government, civil_society)
    read_the_history(civil_society)
    publish(sign_in(open_browser(), "lead-official"))
    take_it_home(open_browser().new_page())


def write_different_paragraphs(government: Page, civil_society: Page) -> None:
    government.goto(EDIT)
    civil_society.goto(EDIT)
    save(civil_society, HALF, THIRDS)
    says(civil_society, SAVED)
    save(government, QUARTER, MONTH)
    says(government, "Tom Ashworth saved this text too while you were writing; the words of both of you are kept.")
    government.goto(COMMITMENT)
    says(government, MONTH)
    says(government, THIRDS)


def write_the_same_words(government: Page, civil_society: Page) -> None:
    government.goto(EDIT)
    civil_society.goto(EDIT)
    save(civil_society, MONTH, QUARTER)
    says(civil_society, SAVED)
    save(government, MONTH, TWICE)
    expect(government.get_by_role("heading", level=1)).to_contain_text("Somebody changed the same words")
    expect(government.get_by_role("region", name="What Tom Ashworth changed")).to_contain_text("quarter")
    expect(government.get_by_role("region", name="What you changed")).to_contain_text("twice a year")
    field = government.get_by_label("Text", exact=True)
    undecided = field.input_value()
    assert "[[ YOURS:" in undecided
    field.fill(re.sub(r"\[\[ YOURS:.*?\]\]", "every quarter, and say so twice a year.", undecided, flags=re.DOTALL))
    government.get_by_role("button", name="Save the result").click()
    says(government, SAVED)
    says(government, "every quarter, and say so twice a year")


def read_the_history(tab: Page) -> None:
    tab.goto(HISTORY)
    rows = [" ".join(row.inner_text().split()) for row in tab.locator("main ol > li").all()]
    number_side = [re.search(r"Revision (\d+).*?(Government|Civil society) (\d+ \w+ \d{4})", row) for row in rows[:4]]
    assert [found and found.group(1, 2) for found in number_side] == [
        ("7", "Government"),
        ("6", "Civil society"),
        ("5", "Government"),
        ("4", "Civil society"),
    ]
    tab.goto(f"{HISTORY}3/7/")
    expect(tab.locator("main ins").filter(has_text="two thirds")).to_have_count(1)
    expect(tab.locator("main del").filter(has_text="half")).to_have_count(1)


def publish(tab: Page) -> None:
    tab.goto("/plans/example/publish/")
    tab.get_by_label("What changed since the last edition").fill("Both sides changed commitment 1.1.")
    tab.get_by_role("button", name="Publish for everyone").click()
    expect(tab).to_have_url(re.compile(r"/plans/example/editions/3/$"))
    says(tab, "say so twice a year")


def take_it_home(visitor: Page) -> None:
    visitor.goto("/plans/example/read/")
    says(visitor, "say so twice a year")
    shown = visitor.locator(".og-edition__text p, .og-edition__text li, .og-edition__text td").all_inner_texts()
    printed = letters_of_pdf(arrived(visitor))
    passages = [each for each in shown if "Permanent link" not in each]
    assert len(passages) > 100
    assert [each for each in passages if letters(each) not in printed] == []
    data = json.loads(visitor.request.get("/plans/example/plan.json").text())
    assert (data["edition"]["number"], len(data["commitments"]) > 5) == (3, True)
    assert visitor.request.get("/plans/example/commitments.csv").text().count("twice a year") == 1


def arrived(visitor: Page) -> bytes:
    """The PDF, once the worker beside the pages has rendered it."""
    until = time.monotonic() + PATIENCE / 1000 * 5
    while (answer := visitor.request.get("/plans/example/plan.pdf")).status == 202 and time.monotonic() < until:
        time.sleep(0.2)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    return answer.body()


def test_pages_in_between_are_accessible(own_site, browser_as):
    """What only a POST shows: an error, a preview, a conflict, a merge."""
    government, civil_society = (browser_as(own_site, who).new_page() for who in ("gov-drafter", "cso-drafter"))
    government.goto(EDIT)
    government.get_by_role("button", name="Preview").click()
    says(government, "This is a preview. It is not saved yet.")
    found = {"preview": violations(government)}
    civil_society.goto(EDIT)
    save(civil_society, QUARTER, MONTH)
    save(government, QUARTER, TWICE)
    expect(government.get_by_role("heading", level=1)).to_contain_text("Somebody changed the same words")
    found["conflict"] = violations(government)
    government.get_by_role("button", name="Save the result").click()
    expect(government).to_have_title(re.compile("^Error: "))
    found["error"] = violations(government)
    government.goto(f"{COMMITMENT}milestones/add/")
    government.locator("main form button[type=submit]").first.click()
    expect(government).to_have_title(re.compile("^Error: "))
    found["error in a field"] = violations(government)
    assert found == dict.fromkeys(found, [])
