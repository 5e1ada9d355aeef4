"""What a page to look at is: its address, who looks, and the things of the example that stand in addresses."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

PUBLIC = ("lead-official", "coordinator", "cso-drafter", "visitor")
READERS = ("lead-official", "coordinator", "cso-drafter", "member")
WRITERS = ("lead-official", "coordinator", "cso-drafter")
LEADS = ("lead-official", "coordinator")


@dataclass(frozen=True)
class Page:
    name: str
    who: tuple[str, ...]
    kwargs: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    status: int = 200
    title: str = ""  # tells two of one name apart
    leads_on: bool = False  # to the page that is meant

    def __str__(self) -> str:
        return self.name + (f"[{self.title}]" if self.title else "")

    def address(self, made: dict[str, Any]) -> str:
        """`made` holds what stands in addresses and is made at random: {"key": "@request_key"}."""
        filled = {
            name: made[value[1:]] if isinstance(value, str) and value.startswith("@") else value
            for name, value in self.kwargs.items()
        }
        return reverse(self.name, urlconf="tests.browser.urls", kwargs=filled) + self.query


@dataclass(frozen=True)
class File(Page):
    """Something to keep: not shown by the browser."""

    media_type: str = ""


PLAN = {"plan": "example"}
THEME = {**PLAN, "theme": "integrity-and-corruption"}
PART = {**PLAN, "part": "how-this-plan-was-made"}
STAGE = {**PLAN, "stage": "agreement-and-clearance"}
ONE = {**PLAN, "ref": "1.1"}
SECTION = {**ONE, "section": "objective"}
CLEARING = {**PLAN, "ref": "2.2"}
READY = {**PLAN, "ref": "2.3"}  # waits for the minister
ASK = {**PLAN, "ref": "A1"}
LATE = {"plan": "@late_plan"}  # one whose cut-off has passed
SUGGESTED = {**SECTION, "number": 1}
REFUSED = {**PLAN, "ref": "3.1", "section": "objective", "number": 1}
THREAD = {**SECTION, "key": "@thread_key"}
PART_SUGGESTED = {**PART, "number": 1}
PART_THREAD = {**PART, "key": "@part_thread_key"}
TEMPLATE = {"key": "uk-2013", "version": 1}
NETWORK = {"slug": "uk"}
CSO = {"slug": "participation-works"}
DEPARTMENT = {"slug": "co"}
POST = {"slug": "head-of-open-government-transparency-team-co"}
VACANT = {"slug": "focal-point-for-open-government-dfid"}
PDF, JSON, CSV, TEXT = "application/pdf", "application/json", "text/csv", "text/plain"
