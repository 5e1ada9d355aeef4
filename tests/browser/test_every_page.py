"""Every page in Chromium: by every rule of axe-core, from this host alone, and without JavaScript.

Each is looked at by who sees the most of it, and a few of them by everybody else who sees them: that each page opens
for each of them, tests.access tells.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from playwright.sync_api import ConsoleMessage, Error, Request
from playwright.sync_api import Page as Tab

from tests.browser.page import File, Page
from tests.browser.pages import EVERYTHING, names_with_a_page
from tests.browser.site import Site

pytestmark = pytest.mark.browser
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RUN_AXE = "() => axe.run({resultTypes: ['violations']}).then(found => found.violations)"
PAGES = [page for page in EVERYTHING if not isinstance(page, File)]
FILES = [page for page in EVERYTHING if isinstance(page, File)]
OTHERS = {who: [page for page in PAGES if who in page.who[1:]] for page in PAGES for who in page.who[1:]}
FEW = 8

# Without JavaScript nothing that a form needs may be hidden, and every form that is sent has a button.
WHAT_IS_MISSING = """() => {
    const seen = each => each.checkVisibility();
    const missing = [];
    if (![...document.querySelectorAll('h1')].some(seen)) missing.push('a heading');
    if (!document.title.trim()) missing.push('a title');
    if (!document.querySelector('main a[href], main form, header a[href]')) missing.push('a way on');
    for (const form of document.querySelectorAll('main form')) {
        if (![...form.elements, ...document.querySelectorAll(`[form="${form.id}"]`)].some(
            each => seen(each) && each.type === 'submit')) missing.push('a button in ' + form.action);
        for (const field of form.querySelectorAll('input:not([type=hidden]), textarea, select')) {
            const closed = field.closest('details:not([open])');
            if (!seen(field) && !closed) missing.push('the field ' + field.name);
        }
    }
    return missing;
}"""


class Watched:
    """A tab of which every request and every complaint is kept."""

    def __init__(self, tab: Tab, host: str, status: int) -> None:
        self.tab, self.host, self.status = tab, host, status
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        self.listeners = {"console": self._said, "pageerror": self._failed, "request": self._asked}

    def __enter__(self) -> "Watched":
        for event, listener in self.listeners.items():
            self.tab.on(event, listener)
        return self

    def __exit__(self, *_error: object) -> None:
        for event, listener in self.listeners.items():
            self.tab.remove_listener(event, listener)

    def _said(self, message: ConsoleMessage) -> None:
        is_expected = self.status >= 400 and f"status of {self.status}" in message.text
        if message.type in ("error", "warning") and not is_expected:
            self.complaints.append(message.text)

    def _failed(self, error: Error) -> None:
        self.complaints.append(str(error))

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.netloc != self.host:
            self.elsewhere.append(request.url)


def violations(tab: Tab) -> list[str]:
    tab.evaluate(AXE)
    return [
        f"{found['id']}: {found['help']} {[node['html'][:160] for node in found['nodes'][:5]]}"
        for found in tab.evaluate(RUN_AXE)
    ]


def look(tab: Tab, page: Page, site: Site, closer: dict[str, Callable[[Tab], list[str]]]) -> dict[str, object]:
    """What is wrong with the page; nothing, if everything that is expected is there."""
    address = page.address(site.made)
    with Watched(tab, urlsplit(site.address).netloc, page.status) as watched:
        answer = tab.goto(address, wait_until="load")
        landed = tab.url.removeprefix(site.address)
        seen = {what: find(tab) for what, find in closer.items()}
    wrong = {
        "status": "" if answer.status == page.status else answer.status,
        "landed": "" if page.leads_on or landed == address else landed,
        "elsewhere": watched.elsewhere,
        "complaints": watched.complaints,
        **seen,
    }
    return {what: each for what, each in wrong.items() if each}


def some(pages: list[Page]) -> list[Page]:
    """A few of them, from the first to the last."""
    return pages[:: max(1, len(pages) // FEW)]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_page_is_accessible_quiet_and_from_here_alone(page, shared_site, tab_of):
    tab = tab_of(shared_site, page.who[0])
    assert look(tab, page, shared_site, {"axe": violations}) == {}


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_page_works_without_javascript(page, shared_site, tab_of):
    tab = tab_of(shared_site, page.who[0], javascript=False)
    assert look(tab, page, shared_site, {"missing": lambda tab: tab.evaluate(WHAT_IS_MISSING)}) == {}


@pytest.mark.parametrize("who", sorted(OTHERS))
def test_pages_are_quiet_for_everybody_else_who_sees_them(who, shared_site, tab_of):
    tab = tab_of(shared_site, who)
    found = {str(page): look(tab, page, shared_site, {}) for page in some(OTHERS[who])}
    assert {page: wrong for page, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("file", FILES, ids=str)
def test_file_is_there(file, shared_site, browser_as):
    for who in file.who:
        answer = browser_as(shared_site, who).request.get(file.address(shared_site.made))
        assert (answer.status, answer.headers["content-type"].partition(";")[0]) == (200, file.media_type)


def test_every_address_has_a_page_here():
    assert sorted(names_with_a_page() - {page.name for page in EVERYTHING}) == []


def test_no_page_is_named_twice():
    assert [name for name, times in Counter(map(str, EVERYTHING)).items() if times > 1] == []


def test_what_watches_the_pages_notices_bad_ones(shared_site, browser_as):
    tab = browser_as(shared_site, "visitor").new_page()
    tab.goto("/healthz")
    with Watched(tab, urlsplit(shared_site.address).netloc, 200) as watched:
        tab.set_content(
            "<h1></h1><img src='http://elsewhere.invalid/one.png'><form><input><textarea hidden></textarea></form>"
            "<script>undefined.word</script>"
        )
        assert {"document-title", "image-alt", "label"} <= {each.partition(":")[0] for each in violations(tab)}
    assert watched.elsewhere == ["http://elsewhere.invalid/one.png"]
    assert watched.complaints != []
    assert sorted(tab.evaluate(WHAT_IS_MISSING)) == ["a title", "a way on"]
    tab.close()
