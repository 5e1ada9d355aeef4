"""Who may use the pages of plans."""

from typing import Any

from drafting import agreement
from drafting.services import save_text
from drafting.suggestions import suggest
from plans.choices import PlanRule
from plans.models import NarrativePart, RuleChange
from plans.services import ask_rule_change
from tests.access.table import Statuses, Url, everyone, only
from tests.world import PERSONAS, ROLES, World

ON_PLAN = {"plan": "uk-2013"}
ON_THEME = {**ON_PLAN, "theme": "integrity"}
ON_STAGE = {**ON_PLAN, "stage": "drafting"}
ON_PART = {**ON_PLAN, "part": "civil-society-foreword"}
ON_TEMPLATE = {"key": "uk-2013", "version": 1}
LEADS = ("coordinator", "lead_official")
WRITERS = ("cs_drafter", "coordinator")
# The reviewer only on parts of both sides.
SUGGESTERS = (
    "member",
    "cs_drafter",
    "gov_drafter",
    "coordinator",
    "lead_official",
    "clearing_officer",
    "representative",
    "steering_member",
)
GIVERS = (*LEADS, "minister", "steering_member")
OPEN, ENGAGED = {"openness": "open"}, {"openness": "engaged"}

# Who reads drafts: as the plan says (DESIGN 6).
IN_THE_NETWORK = (*ROLES, "member", "official")


def readers(*personas: str, status: int = 200) -> Statuses:
    return {persona: status if persona in personas else 404 for persona in PERSONAS}


def of_readers(allowed: tuple[str, ...], status: int, *, within: tuple[str, ...] = IN_THE_NETWORK) -> Statuses:
    """Those who do not see the draft get 404, those who see it and may not 403; nobody is told that it is there."""
    statuses = {p: status if p in allowed else 403 if p in within else 404 for p in PERSONAS}
    return {**statuses, "visitor": 302}


def written(world: World) -> dict[str, Any]:
    first = save_text(world.part.text, body="We agree.", base=None, by=world.person("cs_drafter")).revision
    save_text(world.part.text, body="We agree to all of it.", base=first, by=world.person("coordinator"))
    return ON_PART


def number_of_written(world: World) -> dict[str, Any]:
    return {**written(world), "number": 1}


def agreed(world: World) -> dict[str, Any]:
    """A part with two editions to which its owner agreed."""
    for body in ("We agree.", "We agree to all of it."):
        save_text(world.part.text, body=body, base=world.part.text.latest, by=world.person("cs_drafter"))
        part = NarrativePart.objects.get(pk=world.part.pk)
        agreement.agree(part, by=world.person("coordinator"), seen_sha256=agreement.current_sha256(part))
    return ON_PART


def of_the_text(world: World) -> dict[str, Any]:
    part = NarrativePart.objects.get(pk=world.part.pk)
    number = agreement.next_number(part, agreement.current_sha256(part))
    return {"seen": agreement.current_sha256(part), "number": number, "reason": "Not yet"}


def two_of_written(world: World) -> dict[str, Any]:
    return {**written(world), "old": 1, "new": 2}


def suggested(world: World) -> dict[str, Any]:
    """S1 of the member on the foreword by civil society."""
    if not world.part.text.number:
        written(world)
    text = world.part.text
    place = {"base": text.latest, "quote_start": 0, "quote_end": 2}
    suggest(text, replacement="All", reason="Clearer", by=world.person("member"), **place)
    return {**ON_PART, "number": 1}


def suggestion_rows() -> list[Url]:
    data = {"revision": "2", "from": "0", "to": "2", "replacement": "All", "reason": "Clearer"}
    met = {"base": "2", "body": "Last words", "outcome_1": "partly", "reason_1": "Some of it"}
    reason = {"reason": "Because"}
    return [
        Url("plans:part_suggestions", readers(*IN_THE_NETWORK), ON_PART),
        Url("plans:part_suggestions", readers(*ROLES), ON_PART, world=ENGAGED),
        Url("plans:part_suggestion", readers(*IN_THE_NETWORK), suggested),
        Url("plans:part_suggestion", readers(*ROLES), suggested, world=ENGAGED),
        Url(
            "plans:suggest_part",
            of_readers(SUGGESTERS, 200),
            written,
            post=of_readers(SUGGESTERS, 302),
            data=data,
            permission="plans.suggest_part",
        ),
        *(
            Url(
                f"plans:{act}_part_suggestion",
                of_readers(WRITERS, 200),
                suggested,
                post=of_readers(WRITERS, 302),
                data=data,
                permission="plans.edit_part",
            )
            for act, data in (("accept", reason), ("write", met), ("refuse", reason))
        ),
        Url(
            "plans:withdraw_part_suggestion",
            of_readers(("member",), 200),
            suggested,
            post=of_readers(("member",), 302),
        ),
    ]


def asked_by(persona: str, answer: str) -> Any:
    def make(world: World) -> dict[str, Any]:
        by = world.person(persona)
        if not RuleChange.objects.exists():
            ask_rule_change(world.plan, rule=PlanRule.MINIMUM_DAYS, new=7, reason="The summer is short", by=by)
        return {**ON_PLAN, "number": 1, "answer": answer}

    return make


def rule_change_rows() -> list[Url]:
    found = []
    for answer, asker, allowed, permission in (
        ("agree", "coordinator", ("lead_official",), "plans.answer_rule_change"),
        ("agree", "lead_official", ("coordinator",), "plans.answer_rule_change"),
        ("refuse", "coordinator", ("lead_official",), "plans.answer_rule_change"),
        ("take-back", "coordinator", ("coordinator",), "plans.take_back_rule_change"),
    ):
        kwargs, data = asked_by(asker, answer), {"reason": "It is too short"}
        found.append(
            Url(
                "plans:answer_rule_change",
                only(*allowed),
                kwargs,
                post=only(*allowed, status=302),
                data=data,
                permission=permission,
            )
        )
    return found


PART_PAGES = [
    ("part", ON_PART),
    ("part_history", written),
    ("part_revision", number_of_written),
    ("compare_part", two_of_written),
    ("part_signatures", agreed),
    ("part_edition", lambda world: {**agreed(world), "number": 1}),
    ("compare_part_editions", lambda world: {**agreed(world), "old": 1, "new": 2}),
]
ROWS = [
    *suggestion_rows(),
    Url(
        "plans:agree_part",
        of_readers(("coordinator",), 200),
        kwargs=written,
        post=of_readers(("coordinator",), 302),
        data=of_the_text,
        permission="plans.agree_part",
    ),
    Url(
        "plans:send_part_back",
        of_readers(("coordinator",), 200),
        kwargs=agreed,
        post=of_readers(("coordinator",), 302),
        data=of_the_text,
        permission="plans.agree_part",
    ),
    Url("plans:index", everyone()),
    Url("plans:templates", everyone()),
    Url("plans:template_detail", everyone(), ON_TEMPLATE),
    Url("plans:new_template_version", only(*LEADS), ON_TEMPLATE, post=only(*LEADS), permission="plans.edit_template"),
    Url("plans:create", only(*LEADS), post=only(*LEADS), permission="plans.create"),
    Url("plans:detail", everyone(), ON_PLAN, permission="plans.see"),
    Url("plans:detail", everyone(), ON_PLAN, world=ENGAGED),
    Url("plans:history", everyone(), ON_PLAN),
    Url("plans:timetable", everyone(), ON_PLAN),
    Url("plans:calendar", everyone(), ON_PLAN),
    Url("plans:roles", everyone(), ON_PLAN),
    Url("plans:rules", everyone(), ON_PLAN),
    Url(
        "plans:edit",
        only(*LEADS),
        ON_PLAN,
        post=only(*LEADS, status=302),
        data={"title": "New"},
        permission="plans.edit",
    ),
    Url(
        "plans:plan_backwards",
        only(*LEADS),
        ON_PLAN,
        post=only(*LEADS),
        permission="plans.edit_timetable",
    ),
    Url("plans:add_stage", only(*LEADS), ON_PLAN, post=only(*LEADS), permission="plans.edit_timetable"),
    Url("plans:edit_stage", only(*LEADS), ON_STAGE, post=only(*LEADS), permission="plans.edit_timetable"),
    Url("plans:remove_stage", only(*LEADS), ON_STAGE, post=only(*LEADS, status=302)),
    Url(
        "plans:add_theme",
        only(*LEADS),
        ON_PLAN,
        post=only(*LEADS, status=302),
        data={"title": "Participation", "position": 1},
        permission="plans.edit_theme",
    ),
    Url("plans:edit_theme", only(*LEADS), ON_THEME, post=only(*LEADS), permission="plans.edit_theme"),
    Url("plans:remove_theme", only(*LEADS), ON_THEME, post=only(*LEADS, status=302)),
    Url(
        "plans:add_part",
        only(*LEADS),
        ON_PLAN,
        post=only(*LEADS, status=302),
        data={"title": "Introduction", "owner": "both", "position": 1},
        permission="plans.arrange_parts",
    ),
    Url("plans:edit_part", of_readers(LEADS, 200), ON_PART, post=of_readers(LEADS, 200)),
    Url("plans:remove_part", of_readers(LEADS, 200), ON_PART, post=of_readers(LEADS, 302)),
    *(
        Url(
            f"plans:{name}",
            of_readers(("coordinator",), 200),
            ON_PART,
            post=of_readers(("coordinator",), 302),
            data={"reason": "We do not sign."},
            permission="plans.withhold_part",
        )
        for name in ("withhold_part", "give_part_back")
    ),
    Url(
        "plans:write_part",
        of_readers(WRITERS, 200),
        ON_PART,
        post=of_readers(WRITERS, 400),
        permission="plans.edit_part",
    ),
    Url("plans:write_part", of_readers(WRITERS, 200, within=tuple(ROLES)), ON_PART, world=ENGAGED),
    Url("plans:part_presence", of_readers(WRITERS, 200), ON_PART),
    Url("plans:part_presence", of_readers(WRITERS, 200, within=tuple(ROLES)), ON_PART, world=ENGAGED),
    Url("plans:write_part", only(*WRITERS), ON_PART, world=OPEN),
    Url(
        "plans:restore_part",
        of_readers(WRITERS, 200),
        number_of_written,
        post=of_readers(WRITERS, 302),
        data={"base": 2},
    ),
    *(Url(f"plans:{name}", everyone(), kwargs, world=OPEN) for name, kwargs in PART_PAGES),
    *(
        Url(f"plans:{name}", readers(*IN_THE_NETWORK), kwargs, permission="plans.see_drafts")
        for name, kwargs in PART_PAGES
    ),
    *(Url(f"plans:{name}", readers(*ROLES), kwargs, world=ENGAGED) for name, kwargs in PART_PAGES),
    Url("plans:give_role", only(*GIVERS), ON_PLAN, post=only(*GIVERS), permission="plans.give_role"),
    Url(
        "plans:take_role",
        only("lead_official"),
        {**ON_PLAN, "role": "clearing_officer", "holder": "clearing-officer"},
        post=only("lead_official", status=302),
    ),
    Url(
        "plans:take_role",
        only("steering_member"),
        {**ON_PLAN, "role": "coordinator", "holder": "coordinator"},
        post=only("steering_member", status=302),
    ),
    Url(
        "plans:change_rule",
        only(*LEADS),
        {**ON_PLAN, "rule": "minimum-days"},
        post=only(*LEADS, status=302),
        data={"new": 7, "reason": "The summer is short"},
        permission="plans.ask_rule_change",
    ),
    *rule_change_rows(),
]
