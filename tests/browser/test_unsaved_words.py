"""Words that were not saved are there again: after a closed window, and after a sign-in that ended meanwhile."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal.example.loader import PASSWORD
from tests.browser.conftest import signed_in
from tests.browser.site import Site
from tests.browser.test_every_page import violations

pytestmark = pytest.mark.browser
EDIT = "/plans/example/commitments/1.1/edit/objective/"
MINE = "These words were not saved."
OFFER = "You wrote here without saving."


@pytest.fixture
def open_browser(own_site: Site, browser: Browser):
    """A browser in which one person of the example is signed in already."""
    opened: list[BrowserContext] = []

    def open_one(who: str, *, javascript: bool) -> BrowserContext:
        opened.append(signed_in(browser, own_site, who, javascript=javascript))
        return opened[-1]

    yield open_one
    for context in opened:
        context.close()


def write(context: BrowserContext) -> Page:
    """Types new words below the text; nothing is pressed."""
    tab = context.new_page()
    tab.goto(EDIT)
    field = tab.get_by_label("Text", exact=True)
    field.fill(field.input_value() + f"\n\n{MINE}")
    return tab


def press(tab: Page, button: str) -> None:
    tab.get_by_role("button", name=button, exact=True).click()


def go_on(tab: Page) -> None:
    """Takes up the words that are offered, and saves them."""
    expect(tab.get_by_role("main")).to_contain_text(OFFER)
    press(tab, "Go on with them")
    expect(tab.get_by_label("Text", exact=True)).to_have_value(re.compile(re.escape(MINE)))
    press(tab, "Save")
    expect(tab.get_by_role("main")).to_contain_text(re.compile(r"Saved at \d\d:\d\d"))
    expect(tab.get_by_role("main")).to_contain_text(MINE)
    tab.goto(EDIT)
    expect(tab.get_by_role("main")).not_to_contain_text(OFFER)


def test_the_window_is_closed_while_somebody_writes(open_browser):
    drafter = open_browser("gov-drafter", javascript=True)
    tab = write(drafter)
    expect(tab.locator("[data-kept-status]")).to_have_text(re.compile(r"Kept at \d\d:\d\d"))
    tab.close(run_before_unload=False)
    other = open_browser("cso-drafter", javascript=True).new_page()
    other.goto(EDIT)
    expect(other.get_by_role("main")).to_contain_text("has this text open too")
    expect(other.get_by_role("main")).not_to_contain_text(OFFER)
    tab = drafter.new_page()
    tab.goto(EDIT)
    assert violations(tab) == []
    go_on(tab)


def test_leaving_asks_only_while_words_are_not_kept(open_browser):
    tab = write(open_browser("gov-drafter", javascript=True))
    asked: list[str] = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    expect(tab.locator("[data-kept-status]")).to_have_text(re.compile("Kept at"))
    tab.goto("/plans/example/")
    assert asked == []
    tab = write(tab.context)
    tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    tab.goto("/plans/example/")
    assert asked == ["beforeunload"]


def test_save_for_later_without_scripts(open_browser):
    tab = write(open_browser("gov-drafter", javascript=False))
    press(tab, "Save for later")
    expect(tab.get_by_role("main")).to_contain_text(re.compile(r"Kept at \d\d:\d\d for you alone"))
    tab.goto(EDIT)
    go_on(tab)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_sign_in_ends_while_somebody_writes(open_browser, own_site, javascript):
    drafter = open_browser("gov-drafter", javascript=javascript)
    tab = write(drafter)
    drafter.clear_cookies(name="sessionid")
    if javascript:
        expect(tab.locator("[data-kept-status]")).to_have_text(
            "You are signed out. Your words are kept. Sign in to save them."
        )
    press(tab, "Save")
    expect(tab).to_have_url(re.compile("/accounts/login/"))
    expect(tab.get_by_role("main")).to_contain_text("Your words are kept. Sign in to find them.")
    tab.get_by_label("Email").fill("gov-drafter@demo.test")
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    tab.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(tab).to_have_url(re.compile(re.escape(EDIT)))
    go_on(tab)
