"""Suggesting, deciding, commenting, answering, resolving and reopening in a browser: with JavaScript, without it, by
keyboard alone; and words that were typed and not sent, found again after the sign-in has ended.

One site for all: each journey writes in a section of its own.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, expect

from conftest import QUIET
from portal.example.loader import PASSWORD
from tests.browser.conftest import signed_in
from tests.browser.site import Prepared, Site
from tests.browser.test_by_keyboard import press, tab_to
from tests.browser.test_every_page import violations

pytestmark = pytest.mark.browser
COMMITMENT = "/plans/example/commitments/1.1/"
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
OFFER = "You wrote here without sending."
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def site(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    one = Site(prepared, tmp_path_factory.mktemp("together") / "var", f"{worker_id}_together")
    yield one
    one.stop()


@pytest.fixture
def window(site: Site, browser: Browser) -> Iterator[Open]:
    """window("member", javascript=False) is a window in which that person is signed in."""
    opened: list[BrowserContext] = []

    def open_one(who: str, *, javascript: bool = True) -> Page:
        opened.append(signed_in(browser, site, who, javascript=javascript))
        return opened[-1].new_page()

    yield open_one
    for context in opened:
        context.close()


def section(key: str) -> str:
    return f"{COMMITMENT}sections/{key}/"


def says(tab: Page, words: str | re.Pattern[str]) -> None:
    expect(tab.get_by_role("main")).to_contain_text(words)


def click(tab: Page, button: str) -> None:
    tab.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def follow(tab: Page, key: str, link: str) -> None:
    """The first link in that section that begins with these words."""
    tab.locator(f"#section-{key}").get_by_role("link", name=re.compile(f"^{link}")).first.click()


def on_one_line(words: str) -> str:
    return " ".join(words.split())


# --- The whole of it, with JavaScript and without --------------------------------------------------------------------


@BOTH
def test_suggesting_deciding_and_talking_about_a_paragraph(window, javascript):
    key, words = ("organisations", "Data Commons UK") if javascript else ("timescales", "first list")
    member, drafter = window("member", javascript=javascript), window("gov-drafter", javascript=javascript)
    suggest(member, key, words)
    decide(drafter, key, accepts=javascript)
    member.goto(COMMITMENT)
    follow(member, key, "Comment on “")
    comment(member)
    answer_and_resolve(drafter, key)
    reopen(member)


def suggest(tab: Page, key: str, words: str) -> None:
    tab.goto(COMMITMENT)
    follow(tab, key, "Suggest a change to “")
    box = tab.get_by_label("The passage as you would have it")
    box.fill(on_one_line(box.input_value()).replace(words, f"{words} (in full)"))
    click(tab, "Preview")
    says(tab, "This is a preview. Nothing is suggested yet.")
    expect(tab.locator("main ins").first).to_contain_text("(in full)")
    tab.get_by_label("Why?").fill("So that nobody asks twice.")
    click(tab, "Suggest")
    says(tab, re.compile(r"Your suggestion is S\d+\. You are told when it is decided\."))


def decide(tab: Page, key: str, *, accepts: bool) -> None:
    """From the mark beside the paragraph to the answer."""
    tab.goto(COMMITMENT)
    follow(tab, key, "1 suggestion on “")
    says(tab, "So that nobody asks twice.")
    click(tab, "Accept" if accepts else "Do not accept")  # to the page that asks why
    click(tab, "Accept" if accepts else "Do not accept")
    expect(tab).to_have_title(re.compile("^Error: "))
    expect(tab.get_by_role("alert")).to_contain_text("Why?")
    tab.get_by_label("Why?").fill("We have asked the departments.")
    click(tab, "Accept" if accepts else "Do not accept")
    if accepts:
        says(tab, "this is what it changed")
        expect(tab.locator("main ins").filter(has_text="(in full)")).to_have_count(1)
    else:
        says(tab, "is not accepted; its author is told why.")
        says(tab, "We have asked the departments.")


def comment(tab: Page) -> None:
    expect(tab.get_by_label("The words it is about")).not_to_have_value("")
    tab.get_by_label("Your comment").fill("Who answers for this?")
    click(tab, "Comment")
    expect(tab.get_by_role("alert")).to_contain_text("Choose who will read it.")
    tab.get_by_label("Everyone drafting").check()
    click(tab, "Comment")
    says(tab, "Your comment is there.")


def answer_and_resolve(tab: Page, key: str) -> None:
    tab.goto(COMMITMENT)
    follow(tab, key, "1 comment on “")
    tab.get_by_label("Your comment").fill("The policy adviser.")
    click(tab, "Answer")
    says(tab, "Your answer is there.")
    click(tab, "Resolve")
    tab.get_by_label("What was done?").fill("It says so now.")
    click(tab, "Resolve")
    says(tab, "Resolved it. What was done:")
    tab.goto(COMMITMENT)
    expect(tab.locator(f"#section-{key}").get_by_role("link", name=re.compile("^1 comment on “"))).to_have_count(0)


def reopen(tab: Page) -> None:
    tab.reload()
    click(tab, "Reopen")
    tab.get_by_label("What is still open?").fill("It does not.")
    click(tab, "Reopen")
    says(tab, "Reopened it:")


# --- By keyboard alone -----------------------------------------------------------------------------------------------


def skip(tab: Page) -> None:
    """Past the header, as the first Tab offers."""
    press(tab, "Skip to main content")


def go(tab: Page, name: str) -> None:
    """Press what leads to another page."""
    with tab.expect_navigation():
        press(tab, name)


def type_into(tab: Page, name: str, words: str) -> None:
    tab_to(tab, name)
    tab.keyboard.type(words)


def test_the_same_without_a_mouse(window):
    member, drafter = window("member"), window("gov-drafter")
    paragraph = "“A list also helps government itself:…”"
    member.goto(f"{COMMITMENT}#section-why")
    go(member, f"Suggest a change to {paragraph}")
    skip(member)
    type_into(
        member, "replacement", "Every year, "
    )  # the caret stands at the end of the words that are there, or before
    type_into(member, "reason", "Keys only.")
    go(member, "Suggest")
    says(member, "You are told when it is decided.")
    drafter.goto(f"{COMMITMENT}#section-why")
    go(drafter, f"1 suggestion on {paragraph}")
    skip(drafter)
    go(drafter, "Accept")
    skip(drafter)
    type_into(drafter, "reason", "It is clearer.")
    go(drafter, "Accept")
    says(drafter, "this is what it changed")
    talk_without_a_mouse(member, drafter)


def talk_without_a_mouse(member: Page, drafter: Page) -> None:
    paragraph = "“Nobody can ask for what they…”"
    member.goto(f"{COMMITMENT}#section-why")
    go(member, f"Comment on {paragraph}")
    skip(member)
    tab_to_choice(member, "audience")
    member.keyboard.press("Space")
    type_into(member, "body", "Which requests?")
    go(member, "Comment")
    says(member, "Your comment is there.")
    drafter.goto(f"{COMMITMENT}#section-why")
    go(drafter, f"1 comment on {paragraph}")
    skip(drafter)
    type_into(drafter, "body", "Those for data.")
    go(drafter, "Answer")
    says(drafter, "Your answer is there.")
    for act, words in (("Resolve", "Said so."), ("Reopen", "Not yet.")):
        skip(drafter)
        go(drafter, act)
        skip(drafter)
        type_into(drafter, "body", words)
        go(drafter, act)
        says(drafter, words)


def tab_to_choice(tab: Page, name: str) -> None:
    """A radio button is drawn beside itself, and so is its focus."""
    for _press in range(60):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.name") == name:
            break
    drawn = "getComputedStyle(document.activeElement.nextElementSibling, '::before')"
    assert tab.evaluate(f"{drawn}.outlineStyle") != "none"


# --- From a selection ------------------------------------------------------------------------------------------------

WHERE = """words => {
    const walker = document.createTreeWalker(document.querySelector('[data-comment]'), NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode()); ) {
        const start = node.data.indexOf(words);
        if (start < 0) continue;
        const range = document.createRange();
        range.setStart(node, start);
        range.setEnd(node, start + words.length);
        node.parentElement.scrollIntoView({block: 'center'});
        const box = range.getBoundingClientRect();
        return [box.left, box.right, (box.top + box.bottom) / 2];
    }
}"""


def drag(tab: Page, first: str, last: str) -> None:
    """From a little inside the first of these words to a little before the end of the last."""
    tab.evaluate(WHERE, last)
    left, _right, top = tab.evaluate(WHERE, first)
    tab.mouse.move(left + 9, top)
    tab.mouse.down()
    _left, right, bottom = tab.evaluate(
        WHERE.replace("node.parentElement.scroll", "0 && node.parentElement.scroll"), last
    )
    tab.mouse.move(right - 9, bottom, steps=4)
    tab.mouse.up()


def test_words_selected_with_the_mouse_become_a_comment(window):
    """On the page of all comments, where marks of others stand between the words; and slowly pressed."""
    tab = window("cso-drafter")
    tab.goto(f"{section('objective')}comments/")
    drag(tab, "decided by", "half of the seats")
    offered = tab.get_by_role("link", name="Comment on these words")
    assert violations(tab) == []
    offered.click(delay=400)
    expect(tab.get_by_label("The words it is about")).to_have_value(
        "decided by a published test, with a user panel on which people outside government hold half of the seats"
    )
    tab.get_by_label("Our side only: Civil society").check()
    tab.get_by_label("Your comment").fill("Half is not enough.")
    click(tab, "Comment")
    expect(tab.locator("blockquote")).to_contain_text(re.compile(r"^decided by[^\[]*half of the seats$", re.DOTALL))
    tab.goto(COMMITMENT)
    drag(tab, "will extend", "What counts")
    tab.get_by_role("link", name="Comment on these words").click()
    expect(tab.get_by_label("The words it is about")).to_have_value("will extend it every quarter.\nWhat counts")
    tab.goto(COMMITMENT)
    drag(tab, "What counts", "published test")
    expect(tab.get_by_role("link", name="Comment on these words")).to_have_count(1)
    tab.get_by_role("heading", level=1).click()
    expect(tab.get_by_role("link", name="Comment on these words")).to_have_count(0)


def test_words_selected_with_the_keyboard_become_a_comment(site, browser_type: BrowserType, browser_type_launch_args):
    """As with caret browsing (F7): the next Tab comes to the link."""
    arguments = {**browser_type_launch_args, "args": [*QUIET, "--enable-caret-browsing"]}
    with browser_type.launch(**arguments) as browser:
        tab = signed_in(browser, site, "cso-drafter", javascript=True).new_page()
        tab.goto(COMMITMENT)
        tab_to(tab, "Suggest a change to “The government will publish a list…”")
        tab.keyboard.press("ArrowUp")
        tab.keyboard.press("ArrowUp")
        tab.keyboard.press("Home")
        for _word in range(3):
            tab.keyboard.press("Control+Shift+ArrowRight")
        expect(tab.get_by_role("link", name="Comment on these words")).to_have_count(1)
        press(tab, "Comment on these words")
        expect(tab.get_by_label("The words it is about")).to_have_value(re.compile(r"^\w+ \w+ \w+$"))


# --- The sign-in ends between opening and sending --------------------------------------------------------------------


@BOTH
def test_words_typed_before_the_sign_in_ended_are_sent_after_it(window, site, javascript):
    tab = window("cso-drafter", javascript=javascript)
    thread = f"{section('objective')}comments/{site.made['thread_key']}/"
    forms = [
        (
            f"{section('what')}suggest/",
            "Suggest",
            {"The passage as you would have it": f"We will not, {javascript}.", "Why?": "Think."},
        ),
        (f"{section('what')}comments/start/", "Comment", {"Your comment": "Between us."}),
        (thread, "Answer", {"Your comment": "Because."}),
    ]
    for address, button, words in forms:
        tab.goto(address)
        if button == "Comment":
            tab.get_by_label("Our side only: Civil society").check()
        for label, typed in words.items():
            tab.get_by_label(label).fill(typed)
        tab.context.clear_cookies(name="sessionid")
        if javascript:
            says(tab, "You are signed out. Your words are kept. Sign in to send them.")
        click(tab, button)
        sign_in_again(tab, "cso-drafter")
        expect(tab).to_have_url(re.compile(re.escape(address)))
        says(tab, OFFER)
        if javascript and button == "Suggest":
            assert violations(tab) == []
        click(tab, "Go on with them")
        for label, typed in words.items():
            expect(tab.get_by_label(label)).to_have_value(typed)
        if button == "Comment":
            expect(tab.get_by_label("Our side only: Civil society")).to_be_checked()
        click(tab, button)
        says(tab, re.compile("Your (suggestion|comment|answer) is "))
        tab.goto(address)
        expect(tab.get_by_role("main")).not_to_contain_text(OFFER)


def sign_in_again(tab: Page, name: str) -> None:
    expect(tab).to_have_url(re.compile("/accounts/login/"))
    says(tab, "You were signed out, so nothing was sent. Your words are kept. Sign in to find them.")
    tab.get_by_label("Email").fill(f"{name}@demo.test")
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    click(tab, "Sign in")


def test_the_next_person_at_the_same_desk_finds_nothing_of_the_words(window):
    tab = window("cso-drafter")
    address = f"{section('why')}comments/start/"
    tab.goto(address)
    tab.get_by_label("Our side only: Civil society").check()
    tab.get_by_label("Your comment").fill("We walk out over this.")
    tab.context.clear_cookies(name="sessionid")
    click(tab, "Comment")
    sign_in_again(tab, "gov-drafter")
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Comment")
    for page in (address, f"{section('why')}comments/", "/words/", COMMITMENT):
        tab.goto(page)
        assert ("walk out" in tab.content(), OFFER in tab.content()) == (False, False)
