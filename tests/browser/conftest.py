"""Browsers at the site: everybody's session is there already, with JavaScript and without."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.site import Prepared, Site, forget, prepare, take

PATIENCE = 60_000  # milliseconds; the machine may be busy
numbers = count(1)


@pytest.fixture(autouse=True)
def own_var() -> None:
    """The site has its own process and folder, so nothing of the tests' process is changed."""


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Prepared]:
    """Made by whichever test process is first and taken away by the last; the others wait for it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "example"
    with in_turn(folder) as users:
        found = take(folder) if users else prepare(folder)
    yield found
    with in_turn(folder, leaving=True) as users:
        if not users:
            forget(folder)


@contextmanager
def in_turn(folder: Path, *, leaving: bool = False) -> Iterator[int]:
    """One test process at a time; says how many others use what was prepared."""
    with Path(f"{folder}.users").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        users = int(file.read() or 0) - leaving
        yield users
        file.truncate(0)
        file.write(str(users + (not leaving)))
        file.flush()


@pytest.fixture(scope="session")
def shared_site(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    """One for all tests that only read."""
    site = Site(prepared, tmp_path_factory.mktemp("site") / "var", f"{worker_id}_shared")
    yield site
    site.stop()


@pytest.fixture
def own_site(prepared: Prepared, tmp_path: Path, worker_id: str) -> Iterator[Site]:
    """One for a test that writes."""
    site = Site(prepared, tmp_path / "var", f"{worker_id}_{next(numbers)}")
    yield site
    site.stop()


@pytest.fixture(scope="session")
def browser_as(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """browser_as(site, "coordinator") is a browser in which that person of the example is signed in."""
    opened: dict[tuple[str, str, bool], BrowserContext] = {}

    def open_as(site: Site, who: str, *, javascript: bool = True) -> BrowserContext:
        key = (site.address, who, javascript)
        if key not in opened:
            opened[key] = signed_in(browser, site, who, javascript=javascript)
        return opened[key]

    yield open_as
    for context in opened.values():
        context.close()


@pytest.fixture(scope="session")
def tab_of(browser_as: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """tab_of(site, "coordinator") is always the same tab of that person's: a new one costs more than a page."""
    opened: dict[BrowserContext, Page] = {}

    def open_tab(site: Site, who: str, *, javascript: bool = True) -> Page:
        context = browser_as(site, who, javascript=javascript)
        if context not in opened:
            opened[context] = context.new_page()
        return opened[context]

    return open_tab


def signed_in(browser: Browser, site: Site, who: str, *, javascript: bool) -> BrowserContext:
    context = browser.new_context(base_url=site.address, java_script_enabled=javascript, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    if who != "visitor":
        context.add_cookies([{"name": "sessionid", "value": site.made["sessions"][who], "url": site.address}])
    return context
