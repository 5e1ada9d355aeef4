"""The minister in a browser: by a personal link, with JavaScript and without it; signed in, with a passkey."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.example.loader import PASSWORD
from tests.browser.conftest import PATIENCE, signed_in
from tests.browser.site import Site
from tests.browser.test_every_page import violations

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
APPROVE = "/plans/example/commitments/2.3/approve/"


@contextmanager
def window(browser: Browser, site: Site, who: str, *, javascript: bool = True) -> Iterator[Page]:
    context = signed_in(browser, site, who, javascript=javascript)
    yield context.new_page()
    context.close()


def says(tab: Page, words: str | re.Pattern[str]) -> None:
    expect(tab.get_by_role("main")).to_contain_text(words)


def press(tab: Page, button: str) -> None:
    tab.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def code_in_the_mail(site: Site) -> str:
    """The site prints what it sends."""
    until = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < until:
        found = re.findall(r"^(\d{4} \d{4})$", (site.folder / "log").read_text(), re.M)
        if found:
            return found[-1]
        time.sleep(0.1)
    raise AssertionError("no code was sent")


@BOTH
def test_minister_answers_by_link_without_an_account(own_site, browser, javascript):
    with window(browser, own_site, "visitor", javascript=javascript) as tab:
        tab.goto(f"/sign/{own_site.made['link_token']}/")
        assert tab.url == f"{own_site.address}/sign/"
        press(tab, "Send me the code")
        tab.get_by_label("Code").fill("0000 0000")
        press(tab, "Continue")
        says(tab, "This code is wrong or too old")
        tab.get_by_label("Code").fill(code_in_the_mail(own_site))
        press(tab, "Continue")
        says(tab, "Do you approve commitment 2.3?")
        says(tab, "what they hear on the doorsteps is put together")
        if javascript:
            assert violations(tab) == []
        press(tab, "Decline")
        says(tab, "Say why you decline")
        press(tab, "Approve")
        says(tab, "You have approved it")
        tab.goto(f"/sign/{own_site.made['link_token']}/")
        with window(browser, own_site, "visitor", javascript=javascript) as other:
            other.goto(f"/sign/{own_site.made['link_token']}/")
            says(other, "It has been used: the answer is on record.")


def test_lead_official_takes_the_link_back_while_the_page_is_open(own_site, browser):
    with window(browser, own_site, "by-link-and-code") as tab, window(browser, own_site, "lead-official") as lead:
        tab.goto("/sign/")
        says(tab, "Do you approve commitment 2.3?")
        lead.goto("/plans/example/commitments/2.3/")
        press(lead, "Send the minister a personal link")
        press(lead, "Take the link back")
        says(lead, "It was taken back.")
        press(tab, "Approve")
        says(tab, "It was taken back.")


def test_minister_adds_a_passkey_and_approves_with_it(own_site, browser):
    """By the name localhost, which browsers trust with passkeys; a device of the browser's own stands for the phone."""
    own_site.address = own_site.address.replace("127.0.0.1", "localhost")
    with window(browser, own_site, "minister") as tab:
        devices = tab.context.new_cdp_session(tab)
        devices.send("WebAuthn.enable")
        has = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
        devices.send("WebAuthn.addVirtualAuthenticator", {"options": {**has, "hasResidentKey": True}})
        tab.goto("/accounts/2fa/")
        tab.get_by_role("link", name="Add a passkey").click()
        tab.get_by_role("textbox", name="Password").fill(PASSWORD)
        press(tab, "Confirm")
        press(tab, "Add a passkey")
        says(tab, "Recovery codes")
        tab.goto(APPROVE)
        press(tab, "Approve")
        says(tab, "Confirm with your passkey before you press the button")
        press(tab, "Use a passkey")
        says(tab, "Your passkey has confirmed that it is you.")
        press(tab, "Approve")
        says(tab, "You approved")
