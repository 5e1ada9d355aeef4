"""Signing off in a browser, with JavaScript and without it: a department returns and clears, an organisation takes its
support back, and the plan is public at its hour."""

import time
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PATIENCE
from tests.browser.site import Site
from tests.browser.test_every_page import violations
from tests.browser.test_minister import BOTH, press, says, window

pytestmark = pytest.mark.browser
PLAN = "/plans/example"
CLEARED = f"{PLAN}/commitments/2.2"
COALITION = "Fair Resources Coalition"


def answer(tab: Page, choice: str, remark: str = "") -> None:
    tab.goto(f"{CLEARED}/clear/")
    tab.get_by_label(choice, exact=True).check()
    if remark:
        tab.get_by_label("Remark, or reason for returning it").fill(remark)
    press(tab, "Sign this answer")


@BOTH
def test_a_department_returns_it_both_sides_agree_anew_and_it_clears(own_site, browser, javascript):
    with (
        window(browser, own_site, "clearing", javascript=javascript) as department,
        window(browser, own_site, "lead-official", javascript=javascript) as lead,
    ):
        answer(department, "Return to drafting, with a reason")
        says(department, "Say why you return it: everyone who works on it is told.")
        answer(department, "Return to drafting, with a reason", "Nobody said who pays.")
        lead.goto(f"{CLEARED}/")
        says(lead, "Nobody said who pays.")
        lead.goto(f"{CLEARED}/agree/")
        if javascript:
            assert violations(lead) == []
        press(lead, "Agree again for government")
        lead.goto(f"{CLEARED}/send-for-clearance/")
        press(lead, "Send for clearance")
        answer(department, "Clear")
        lead.goto(f"{PLAN}/signoffs/")
        if javascript:
            assert violations(lead) == []
        row = lead.get_by_role("row").filter(has_text="2.2")
        assert "cleared" in row.inner_text()


@BOTH
def test_an_organisation_supports_and_takes_it_back(own_site, browser, javascript):
    with window(browser, own_site, "cso-representative", javascript=javascript) as tab:
        tab.goto(f"{PLAN}/commitments/1.1/endorse/")
        tab.get_by_label("Supports with reservations", exact=True).check()
        press(tab, f"Sign for {COALITION}")
        says(tab, "Write which reservations your organisation has.")
        tab.get_by_role("textbox", name="Statement").fill("The register has no date.")
        press(tab, f"Sign for {COALITION}")
        says(tab, "The register has no date.")
        tab.goto(f"{PLAN}/commitments/1.1/endorse/")
        tab.get_by_label("Take back what we said").check()
        press(tab, f"Sign for {COALITION}")
        says(tab, "Withdrawn")


@BOTH
def test_the_final_edition_is_public_at_its_hour_and_not_before(own_site, browser, javascript):
    with window(browser, own_site, "visitor", javascript=javascript) as public:
        assert status(public, "/plans/late/read/") == 404
        for who in ("coordinator", "lead-official"):
            with window(browser, own_site, who, javascript=javascript) as tab:
                tab.goto("/plans/late/release/sign/")
                press(tab, "Sign")
                says(tab, "The final edition is signed.")
        set_the_hour(browser, own_site, javascript=javascript)
        wait_for(public, "/plans/late/read/")
        says(public, "Company owners 1")
        for name in ("plan.pdf", "plan.json", "commitments.csv"):
            assert public.request.get(f"{own_site.address}/plans/late/{name}").status == 200


def set_the_hour(browser: Browser, site: Site, *, javascript: bool) -> None:
    now = timezone.localtime()
    with window(browser, site, "lead-official", javascript=javascript) as tab:
        tab.goto("/plans/late/release/schedule/")
        fill_day(tab, now.date())
        tab.get_by_label("Hour").fill(f"{now:%H:%M}")
        press(tab, "Set the hour")
        says(tab, "The hour is set.")


def fill_day(tab: Page, day: date) -> None:
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        tab.get_by_label(label, exact=True).fill(str(value))


def status(tab: Page, address: str) -> int:
    response = tab.goto(address)
    assert response is not None
    return response.status


def wait_for(tab: Page, address: str) -> None:
    """The files are made first, and then it is looked three times a minute what is due."""
    until = time.monotonic() + 3 * PATIENCE / 1000
    while status(tab, address) != 200:
        assert time.monotonic() < until, "it was not published"
        time.sleep(1)
