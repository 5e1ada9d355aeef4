"""The main job without a mouse: sign in, find a section, change it, save it. Nothing but keys that everybody has."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.example.loader import PASSWORD
from tests.browser.conftest import PATIENCE
from tests.browser.site import Site

pytestmark = pytest.mark.browser
NAME = "() => (document.activeElement.innerText || document.activeElement.name || '').replace(/\\s+/g, ' ').trim()"
OUTLINE = """() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== 'none' || style.boxShadow !== 'none' || style.backgroundColor !== 'rgba(0, 0, 0, 0)';
}"""
MOST_KEYS = 120
SAVED = re.compile(r"Saved at \d\d:\d\d")


@pytest.fixture
def keys(own_site: Site, browser: Browser):
    context = browser.new_context(base_url=own_site.address)
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    tab = context.new_page()
    yield tab
    context.close()


def tab_to(tab: Page, name: str) -> None:
    """Press Tab until the thing of this name has the focus, and see that it shows."""
    passed = []
    for _press in range(MOST_KEYS):
        tab.keyboard.press("Tab")
        passed.append(tab.evaluate(NAME))
        if passed[-1] == name:
            assert tab.evaluate(OUTLINE), f"nobody sees that {name!r} has the focus"
            return
    raise AssertionError(f"Tab never came to {name!r}, but to {passed}")


def press(tab: Page, name: str, key: str = "Enter") -> None:
    tab_to(tab, name)
    tab.keyboard.press(key)


def test_signing_in_writing_and_saving(keys):
    keys.goto("/accounts/login/")
    tab_to(keys, "Skip to main content")
    keys.keyboard.press("Enter")
    tab_to(keys, "login")
    keys.keyboard.type("cso-drafter@demo.test")
    tab_to(keys, "password")
    keys.keyboard.type(PASSWORD)
    keys.keyboard.press("Enter")
    expect(keys).to_have_url(re.compile("/desk/$"))
    keys.goto("/plans/example/commitments/1.1/")
    press(keys, "Write “Objective”")
    expect(keys).to_have_url(re.compile("/edit/objective/$"))
    tab_to(keys, "body")
    keys.keyboard.press("Control+End")
    keys.keyboard.type("\n\nWritten without a mouse.")
    tab_to(keys, "note")
    keys.keyboard.type("Keys only")
    press(keys, "Save")
    expect(keys.get_by_role("main")).to_contain_text(SAVED)
    expect(keys.get_by_role("main")).to_contain_text("Written without a mouse.")
