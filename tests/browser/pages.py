"""Every page of the site, at one of everything in the example, and who looks at it.

The first of those who look sees the most of the page.
"""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.table import rows, url_names
from tests.browser.agreement_pages import AGREEMENT
from tests.browser.circulation_pages import CIRCULATION
from tests.browser.page import (
    ASK,
    CLEARING,
    CSO,
    CSV,
    DEPARTMENT,
    JSON,
    LATE,
    LEADS,
    NETWORK,
    ONE,
    PART,
    PART_SUGGESTED,
    PART_THREAD,
    PDF,
    PLAN,
    POST,
    PUBLIC,
    READERS,
    READY,
    REFUSED,
    SECTION,
    STAGE,
    SUGGESTED,
    TEMPLATE,
    TEXT,
    THEME,
    THREAD,
    VACANT,
    WRITERS,
    File,
    Page,
)

PORTAL = [
    Page("portal:home", PUBLIC),
    Page("portal:desk", (*READERS, "gov-drafter", "clearing", "minister", "reviewer", "admin")),
    Page("portal:search", PUBLIC, query="?q=data"),
    Page("portal:search", ("visitor",), query="?q=nothingatall", title="nothing found"),
    Page("portal:who_can_do_what", ("visitor", "lead-official")),
    File("healthz", ("visitor",), media_type=JSON),
]

LEDGER = [
    Page("ledger:index", PUBLIC),
    Page("ledger:detail", PUBLIC, {"index": 3}),
    File("ledger:checkpoint", ("visitor",), media_type=TEXT),
    File("ledger:consistency", ("visitor",), {"first": 3, "second": 9}, media_type=JSON),
    File("ledger:proof", ("visitor",), {"index": 3}, media_type=JSON),
]

DRAFTING = [Page("drafting:words", WRITERS)]

NOTICES = [
    Page("notices:settings", READERS),
    Page("notices:edit", ("lead-official", "member"), {"token": "@plan_token"}),
    Page("notices:outbox", LEADS, query="?plan=example"),
    Page("notices:outbox_event", LEADS, {"key": "@event_key"}),
    Page("notices:unsubscribe", ("visitor",), {"token": "@unsubscribe_token"}),
]

NETWORK_PAGES = [
    Page("network:index", PUBLIC),
    Page("network:detail", PUBLIC[::-1], NETWORK),
    Page("network:members", ("coordinator", "visitor"), NETWORK),
    Page("network:edit", ("coordinator",), NETWORK),
    Page("network:organisations", PUBLIC),
    Page("network:organisation", ("coordinator", "visitor"), CSO, title="CSO"),
    Page("network:organisation", ("lead-official", "visitor"), DEPARTMENT, title="department"),
    Page("network:organisation_history", ("coordinator", "visitor"), CSO),
    Page("network:create_organisation", LEADS),
    Page("network:edit_organisation", ("coordinator",), CSO),
    Page("network:create_organisation_post", ("coordinator",), CSO),
    Page("network:create_network_post", ("coordinator",), NETWORK),
    Page("network:post", ("lead-official", "cso-drafter", "visitor"), POST),
    Page("network:post", ("lead-official", "visitor"), VACANT, title="vacant"),
    Page("network:edit_post", ("lead-official",), POST),
    Page("network:appoint", ("lead-official",), VACANT),
    Page("network:end_tenure", ("lead-official",), POST),
    Page("network:handover", ("lead-official",), POST),
    Page("network:join", ("visitor", "member")),
    Page("network:request_status", ("visitor", "member"), {"key": "@request_key"}),
    Page("network:requests", ("coordinator",)),
    Page("network:request", ("coordinator",), {"reference": "@request_reference"}),
    Page("network:erase_applicant", ("coordinator",), {"reference": "@answered_reference"}),
    Page("network:end_membership", ("coordinator", "member"), {**NETWORK, "number": "@member_number"}),
    Page("network:account", ("lead-official", "cso-drafter", "member")),
]

PLANS = [
    Page("plans:index", PUBLIC),
    Page("plans:create", LEADS),
    Page("plans:templates", PUBLIC),
    Page("plans:template_detail", ("lead-official", "visitor"), TEMPLATE),
    Page("plans:new_template_version", LEADS, TEMPLATE),
    Page("plans:detail", PUBLIC, PLAN),
    Page("plans:edit", LEADS, PLAN),
    Page("plans:history", PUBLIC, PLAN),
    Page("plans:timetable", PUBLIC, PLAN),
    File("plans:calendar", ("visitor",), PLAN, media_type="text/calendar"),
    Page("plans:plan_backwards", LEADS, PLAN),
    Page("plans:add_stage", LEADS, PLAN),
    Page("plans:edit_stage", LEADS, STAGE),
    Page("plans:remove_stage", LEADS, STAGE),
    Page("plans:add_theme", LEADS, PLAN),
    Page("plans:edit_theme", LEADS, THEME),
    Page("plans:remove_theme", LEADS, THEME),
    Page("plans:add_part", LEADS, PLAN),
    Page("plans:part", READERS, PART),
    Page("plans:write_part", WRITERS, PART),
    File("plans:part_presence", WRITERS, PART, media_type=JSON),
    Page("plans:edit_part", LEADS, PART),
    Page("plans:remove_part", LEADS, PART),
    Page("plans:withhold_part", ("coordinator",), PART),
    Page("plans:give_part_back", ("coordinator",), PART),
    Page("plans:part_history", READERS, PART),
    Page("plans:part_revision", READERS, {**PART, "number": 1}),
    Page("plans:compare_part", READERS, {**PART, "old": 1, "new": 2}),
    Page("plans:restore_part", WRITERS, {**PART, "number": 1}),
    Page("plans:part_comments", READERS, PART),
    Page("plans:start_part_comment", WRITERS, PART),
    Page("plans:part_thread", READERS, PART_THREAD),
    Page("plans:resolve_part_thread", WRITERS, PART_THREAD),
    Page("plans:reopen_part_thread", WRITERS, {**PART, "key": "@resolved_part_thread_key"}),
    Page("plans:withdraw_part_comment", ("member",), {**PART_THREAD, "comment": "@part_comment_key"}),
    Page("plans:suggest_part", WRITERS, PART),
    Page("plans:part_suggestions", READERS, PART),
    Page("plans:part_suggestion", READERS, PART_SUGGESTED),
    Page("plans:accept_part_suggestion", LEADS, PART_SUGGESTED),
    Page("plans:write_part_suggestion", LEADS, PART_SUGGESTED),
    Page("plans:refuse_part_suggestion", LEADS, PART_SUGGESTED),
    Page("plans:withdraw_part_suggestion", ("cso-drafter",), PART_SUGGESTED),
    Page("plans:roles", PUBLIC, PLAN),
    Page("plans:give_role", LEADS, PLAN),
    Page(
        "plans:take_role",
        ("lead-official",),
        {**PLAN, "role": "drafter", "holder": "policy-adviser-transparency-team-co"},
    ),
    Page("plans:rules", PUBLIC, PLAN),
    Page("plans:change_rule", LEADS, {**PLAN, "rule": "cut-off"}),
    Page("plans:answer_rule_change", ("lead-official",), {**PLAN, "number": 1, "answer": "agree"}),
    Page("plans:answer_rule_change", ("coordinator",), {**PLAN, "number": 1, "answer": "take-back"}, title="take back"),
]

PUBLICATIONS = [
    Page("publications:read", PUBLIC, PLAN),
    Page("publications:read_theme", PUBLIC, THEME),
    Page("publications:edition", PUBLIC, {**PLAN, "number": 1}),
    Page("publications:edition_theme", PUBLIC, {**THEME, "number": 1}),
    Page("publications:editions", PUBLIC, PLAN),
    Page("publications:compare", PUBLIC, {**PLAN, "old": 1, "new": 2}),
    File("publications:plan_pdf", ("visitor", "coordinator"), PLAN, media_type=PDF),
    File("publications:plan_json", ("visitor",), PLAN, media_type=JSON),
    File("publications:commitments_csv", ("visitor",), PLAN, media_type=CSV),
    File("publications:edition_pdf", ("visitor",), {**PLAN, "number": 1}, media_type=PDF),
    File("publications:edition_json", ("visitor",), {**PLAN, "number": 1}, media_type=JSON),
    File("publications:edition_csv", ("visitor",), {**PLAN, "number": 1}, media_type=CSV),
    File("publications:commitment_pdf", ("visitor", "cso-drafter"), ONE, media_type=PDF),
    Page("publications:publish", ("lead-official",), PLAN),
    Page("publications:release", ("lead-official", "coordinator", "minister"), PLAN, title="what is missing"),
    Page("publications:release", ("lead-official", "coordinator"), LATE, title="sealed"),
    Page("publications:seal", ("lead-official",), PLAN),
    Page("publications:sign", LEADS, LATE),
    Page("publications:schedule", ("lead-official",), LATE),
    Page("publications:cancel", ("lead-official",), LATE),
    File("publications:export_plan", LEADS, PLAN, media_type=JSON),
    Page("publications:import_plan", ("lead-official",)),
    Page("publications:confirm_import", ("lead-official",), {"sha256": "@upload"}),
]

COMMITMENTS = [
    Page("commitments:index", PUBLIC, PLAN),
    Page("commitments:index", ("coordinator",), PLAN, query="?state=drafting&origin=civil_society", title="filtered"),
    Page("commitments:board", LEADS, PLAN),
    Page("commitments:propose", WRITERS, PLAN),
    Page("commitments:detail", READERS, ONE),
    Page("commitments:detail", ("lead-official", "member"), {**PLAN, "ref": "4.2"}, title="vacant post"),
    Page("commitments:detail", ("lead-official", "member"), {**PLAN, "ref": "1.3"}, title="proposed"),
    Page("commitments:detail", ("coordinator", "member"), {**PLAN, "ref": "3.4"}, title="declined"),
    Page("commitments:detail", ("coordinator", "member"), {**PLAN, "ref": "3.3"}, title="merged"),
    Page("commitments:history", READERS, ONE),
    Page("commitments:changes", READERS, ONE),
    Page("commitments:changes", READERS, ONE, query="?from=2013-06-01&to=2013-10-31", title="between two dates"),
    Page("commitments:edit", WRITERS, ONE),
    Page("commitments:subjects", WRITERS, ONE),
    Page("commitments:organisations", WRITERS, ONE),
    Page("commitments:edit_section", WRITERS, SECTION),
    File("commitments:section_presence", WRITERS, SECTION, media_type=JSON),
    Page("commitments:section_history", READERS, SECTION),
    Page("commitments:section_revision", READERS, {**SECTION, "number": 1}),
    Page("commitments:compare_section", READERS, {**SECTION, "old": 1, "new": 3}),
    Page("commitments:restore_section", WRITERS, {**SECTION, "number": 1}),
    Page(
        "commitments:compare_section",
        READERS,
        {**PLAN, "ref": "2.1", "section": "timescales", "old": 1, "new": 2},
        title="weaker",
    ),
    Page("commitments:comments", (*READERS, "reviewer"), ONE),
    Page("commitments:comments", ("gov-drafter",), ONE, query="?show=resolved", title="resolved"),
    Page("commitments:section_comments", READERS, SECTION),
    Page("commitments:start_comment", WRITERS, SECTION, query="?revision=3&from=0&to=14"),
    Page("commitments:thread", READERS, THREAD),
    Page("commitments:thread", ("cso-drafter", "coordinator"), {**SECTION, "key": "@room_key"}, title="room of a side"),
    Page("commitments:resolve_thread", WRITERS, THREAD),
    Page("commitments:reopen_thread", WRITERS, {**SECTION, "key": "@resolved_thread_key"}),
    Page("commitments:withdraw_comment", ("member",), {**THREAD, "comment": "@comment_key"}),
    Page("commitments:suggestions", READERS, ONE),
    Page("commitments:suggestions", ("cso-drafter",), ONE, query="?show=decided", title="decided"),
    Page("commitments:suggest", (*WRITERS, "member"), SECTION),
    Page("commitments:section_suggestions", READERS, SECTION),
    Page("commitments:suggestion", READERS, SUGGESTED),
    Page("commitments:suggestion", ("coordinator", "member"), REFUSED, title="refused"),
    Page("commitments:accept_suggestion", WRITERS, SUGGESTED),
    Page("commitments:write_suggestion", WRITERS, SUGGESTED),
    Page("commitments:refuse_suggestion", WRITERS, SUGGESTED),
    Page("commitments:withdraw_suggestion", ("member",), SUGGESTED),
    Page("commitments:create_milestone", WRITERS, ONE),
    Page("commitments:edit_milestone", WRITERS, {**ONE, "number": 1}),
    Page("commitments:remove_milestone", WRITERS, {**ONE, "number": 1}),
    Page("commitments:editions", READERS, ONE),
    Page("commitments:late_changes", PUBLIC, LATE),
    Page("commitments:ask_late_change", LEADS, LATE),
    Page("commitments:answer_late_change", ("lead-official",), {**LATE, "number": 1, "answer": "consent"}),
    Page("commitments:edition", READERS, {**ONE, "number": 1}),
    File("commitments:edition_text", READERS, {**ONE, "number": 1}, media_type=JSON),
    Page("commitments:compare", READERS, {**ONE, "old": 1, "new": 2}),
    Page("commitments:freeze", LEADS, ONE),
    Page("commitments:groups", READERS, PLAN),
    Page("commitments:group", READERS, ONE),
    Page("commitments:edit_group", LEADS, ONE),
    Page("commitments:ask_to_join", ("member",), ONE),
    Page("commitments:answer_request", ("coordinator",), {**ONE, "number": 1}),
    Page("commitments:take_up", ("lead-official",), {**PLAN, "ref": "1.3"}),
    Page("commitments:take_up_again", ("lead-official",), {**PLAN, "ref": "2.4"}),
    Page("commitments:merge_into", LEADS, ONE),
    Page("commitments:annex", ("coordinator",), {**PLAN, "ref": "3.4"}),
    Page("commitments:withdraw", ("cso-drafter",), ONE),
    Page("commitments:decline", ("lead-official", "minister"), ONE),
    Page("commitments:asks", PUBLIC, PLAN),
    Page("commitments:create_ask", ("coordinator", "cso-drafter"), PLAN),
    Page("commitments:edit_ask", ("coordinator", "cso-drafter"), ASK),
    Page("commitments:answer_ask", ("lead-official",), ASK),
    Page("commitments:propose_from_ask", WRITERS, ASK),
]

REPRESENTATIVE = ("cso-representative",)
DECISION = {**PLAN, "number": 1}
ENDORSEMENT = [
    Page("signoffs:endorsements", (*PUBLIC, "cso-representative"), PLAN),
    Page("signoffs:endorse", REPRESENTATIVE, ONE),
    Page("signoffs:endorse_plan", REPRESENTATIVE, PLAN),
    Page("signoffs:partnership", ("cso-representative", *PUBLIC), PLAN),
    Page("signoffs:decide_partnership", REPRESENTATIVE, PLAN),
    Page("signoffs:sign_partnership", REPRESENTATIVE, DECISION),
    Page("signoffs:drop_partnership", REPRESENTATIVE, DECISION),
    Page("publications:journey", READERS, ONE),
]

ACCOUNTS = [
    Page("account_login", ("visitor",)),
    Page("account_signup", ("visitor",)),
    Page("account_logout", ("member",)),
    Page("account_inactive", ("visitor",)),
    Page("account_reauthenticate", ("member",)),
    Page("account_email", ("member",)),
    Page("account_email_verification_sent", ("visitor",)),
    Page("account_confirm_email", ("visitor",), {"key": "@confirm_key"}),
    Page("account_confirm_email", ("visitor",), {"key": "too:old:key"}, title="expired"),
    Page("account_change_password", ("member",)),
    Page("account_reset_password", ("visitor",)),
    Page("account_reset_password_done", ("visitor",)),
    Page("account_reset_password_from_key", ("visitor",), {"uidb36": "@reset_uid", "key": "@reset_key"}, leads_on=True),
    Page("account_reset_password_from_key", ("visitor",), {"uidb36": "1", "key": "old-key"}, title="expired"),
    Page("account_reset_password_from_key_done", ("visitor",)),
    Page("mfa_index", ("member", "careful")),
    Page("mfa_authenticate", ("half-way",)),
    Page("mfa_reauthenticate", ("careful",)),
    Page("mfa_activate_totp", ("member",)),
    Page("mfa_deactivate_totp", ("careful",)),
    Page("mfa_view_recovery_codes", ("careful",)),
    Page("mfa_generate_recovery_codes", ("careful",)),
    Page("mfa_list_webauthn", ("careful", "member")),
    Page("mfa_add_webauthn", ("careful",)),
    Page("mfa_edit_webauthn", ("careful",), {"pk": "@passkey"}),
    Page("mfa_remove_webauthn", ("careful",), {"pk": "@passkey"}),
    Page("mfa_reauthenticate_webauthn", ("careful",)),
    File("mfa_download_recovery_codes", ("careful",), media_type=TEXT),
]

SIGNOFFS = [
    Page("signoffs:board", ("lead-official", "coordinator", "clearing", "member"), PLAN),
    Page("signoffs:board", ("clearing",), PLAN, query="?who=department-co&show=mine", title="narrowed"),
    Page("signoffs:board", ("lead-official",), PLAN, query="?show=late", title="nothing fits"),
    Page("signoffs:board", ("lead-official", "member"), PLAN, query="?print=1", title="for paper"),
    Page("signoffs:set_terms", ("lead-official",), PLAN),
    Page("signoffs:reminders", LEADS, PLAN),
    Page("signoffs:clearance", ("lead-official", "coordinator", "clearing", "member"), CLEARING),
    Page("signoffs:clearance", ("lead-official", "member"), ONE, title="not sent yet"),
    Page("signoffs:change_due", ("lead-official",), CLEARING),
    Page("signoffs:clear", ("clearing",), CLEARING),
    Page("commitments:detail", ("clearing", "lead-official"), CLEARING, title="in clearance"),
    Page("commitments:agree", ("coordinator", "lead-official"), CLEARING, title="agreed already"),
    Page("commitments:send_back", LEADS, ONE, status=409, title="nothing to send back"),
    Page("commitments:send_for_clearance", ("lead-official",), ONE, status=409, title="not agreed yet"),
    Page("signoffs:approve", ("minister",), CLEARING),
    File("signoffs:approve_pdf", ("minister",), CLEARING, media_type=PDF),
    Page("signoffs:approve", ("minister",), READY, title="ready"),
    Page("signoffs:approvals", ("minister", "lead-official"), PLAN),
    Page("signoffs:send_link", ("lead-official",), READY),
    Page("signoffs:send_link", ("lead-official",), CLEARING, title="not yet"),
    Page("by_link:contacts", ("minister",), {"post": "@minister_post"}),
    Page("by_link:enter", ("visitor",), {"token": "A" * 64}, status=404),
    Page("by_link:sign", ("visitor",), status=404, title="no link"),
    Page("by_link:sign", ("by-link",), title="the code"),
    Page("by_link:sign", ("by-link-and-code",), title="the words"),
    File("by_link:paper", ("by-link-and-code",), media_type=PDF),
]

ERRORS = [
    Page("fail", ("visitor",), {"status": 400}, status=400, title="400"),
    Page("plans:edit", ("cso-drafter",), PLAN, status=403, title="403"),
    Page("plans:detail", ("visitor", "cso-drafter"), {"plan": "no-such-plan"}, status=404, title="404"),
    Page("fail", ("visitor",), {"status": 500}, status=500, title="500"),
    Page("fail", ("visitor",), {"status": 503}, status=503, title="503"),
]

EVERYTHING = [
    *PORTAL,
    *LEDGER,
    *DRAFTING,
    *NOTICES,
    *NETWORK_PAGES,
    *PLANS,
    *PUBLICATIONS,
    *CIRCULATION,
    *COMMITMENTS,
    *SIGNOFFS,
    *AGREEMENT,
    *ENDORSEMENT,
    *ACCOUNTS,
    *ERRORS,
]

# Sign-in pages that are never shown here, each with the reason.
NEVER_SHOWN = {
    "account_set_password": "everybody has a password; it leads to changing it",
    "account_confirm_login_code": "nobody signs in with a code by e-mail",
}


def names_with_a_page() -> set[str]:
    """Every address that answers a GET: ours after the table of rights, and those of signing in."""
    acts_only = {row.name for row in rows()} - {row.name for row in rows() if row.get is not None}
    return (url_names() - acts_only) | set(_sign_in_names()) - set(NEVER_SHOWN)


def _sign_in_names() -> Iterator[str]:
    accounts = [each for each in get_resolver().url_patterns if str(each.pattern) == "accounts/"]
    waiting: list[URLPattern | URLResolver] = list(accounts)
    while waiting:
        pattern = waiting.pop()
        if isinstance(pattern, URLResolver):
            waiting += pattern.url_patterns
        else:
            yield str(pattern.name)
