"""The pages of a final draft in circulation (made by tests.browser.circulated)."""

from tests.browser.page import LEADS, PDF, PLAN, File, Page

CIRCULATED = {"plan": "circulated"}

CIRCULATION = [
    Page("publications:circulation", (*LEADS, "minister", "member", "cso-representative"), CIRCULATED),
    Page("publications:circulation", ("lead-official",), PLAN, title="none yet"),
    Page("publications:circulate", LEADS, CIRCULATED),
    Page("publications:end_circulation", LEADS, CIRCULATED),
    Page("publications:add_reader", LEADS, CIRCULATED),
    Page("publications:remove_reader", ("lead-official",), {**CIRCULATED, "number": 1}),
    Page("publications:remove_reader", ("coordinator",), {**CIRCULATED, "number": 2}, title="a person"),
    Page("publications:read_circulated", ("member", "minister"), CIRCULATED),
    File("publications:circulated_pdf", ("minister", "member"), CIRCULATED, media_type=PDF),
]
