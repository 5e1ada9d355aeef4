"""Who may use the pages of the partnership agreement and of a plan's scope: both belong to both sides."""

from typing import Any

from drafting import agreement
from drafting.services import save_text
from drafting.suggestions import suggest
from plans.models import PartnershipAgreement, Scope
from tests.access.comments import COMMENT, COMMENTERS, rows_of
from tests.access.commitments import acts, reads
from tests.access.plans import ENGAGED, LEADS, ON_PLAN, SUGGESTERS
from tests.access.table import Url, everyone, only
from tests.world import ROLES, World

WRITERS = ("cs_drafter", "gov_drafter", "coordinator", "lead_official")
JOINT_SUGGESTERS = (*SUGGESTERS, "reviewer")
REASON = {"reason": "Because"}


def agreement_of(world: World) -> PartnershipAgreement:
    return PartnershipAgreement.objects.get(plan=world.plan)


def write(world: World, *bodies: str) -> PartnershipAgreement:
    found = agreement_of(world)
    for body in bodies:
        save_text(found.text, body=body, base=found.text.latest, by=world.person("cs_drafter"))
    return found


def written(**more: Any) -> Any:
    def kwargs(world: World) -> dict[str, Any]:
        write(world, "We meet every month.", "We meet every second week.")
        return {**ON_PLAN, **more}

    return kwargs


def sign(thing: Any, by: Any) -> None:
    agreement.agree(thing, by=by, seen_sha256=agreement.current_sha256(thing))


def agreed(**more: Any) -> Any:
    def kwargs(world: World) -> dict[str, Any]:
        for body in ("We meet every month.", "We meet every second week."):
            write(world, body)
            sign(agreement_of(world), world.person("lead_official"))
        return {**ON_PLAN, **more}

    return kwargs


def of_the_text(world: World) -> dict[str, Any]:
    return form_of(agreement_of(world))


def form_of(thing: Any) -> dict[str, Any]:
    digest = agreement.current_sha256(thing)
    return {"seen": digest, "number": agreement.next_number(thing, digest), **REASON}


def suggested(world: World) -> dict[str, Any]:
    """S1 of the member."""
    text = write(world, "We meet every month.").text
    place = {"base": text.latest, "quote_start": 0, "quote_end": 2}
    suggest(text, replacement="All", reason="Clearer", by=world.person("member"), **place)
    return {**ON_PLAN, "number": 1}


def scope_agreed(**more: Any) -> Any:
    def kwargs(world: World) -> dict[str, Any]:
        for title in ("Integrity", "Open data"):
            world.plan.themes.update(title=title)
            sign(Scope.objects.get(plan=world.plan), world.person("lead_official"))
        return {**ON_PLAN, **more}

    return kwargs


def scope_form(world: World) -> dict[str, Any]:
    return form_of(Scope.objects.get(plan=world.plan))


PAGES = [
    ("partnership", written()),
    ("partnership_history", written()),
    ("partnership_revision", written(number=1)),
    ("compare_partnership", written(old=1, new=2)),
    ("partnership_comments", written()),
    ("partnership_suggestions", written()),
    ("partnership_suggestion", suggested),
    ("partnership_signatures", agreed()),
    ("partnership_edition", agreed(number=1)),
    ("compare_partnership_editions", agreed(old=1, new=2)),
]
SUGGESTION = {"revision": "2", "from": "0", "to": "2", "replacement": "All", "reason": "Clearer"}
MET = {"base": "1", "body": "Last words", "outcome_1": "partly", "reason_1": "Some of it"}

ROWS = [
    *(Url(f"plans:{name}", reads(), kwargs) for name, kwargs in PAGES),
    *(Url(f"plans:{name}", reads(set(ROLES)), kwargs, world=ENGAGED) for name, kwargs in PAGES),
    Url(
        "plans:write_partnership",
        acts(*WRITERS),
        written(),
        post=acts(*WRITERS, status=302),
        data={"base": "2", "body": "We meet every week."},
        permission="plans.edit_part",
    ),
    Url("plans:partnership_presence", acts(*WRITERS), written()),
    Url(
        "plans:restore_partnership",
        acts(*WRITERS),
        written(number=1),
        post=acts(*WRITERS, status=302),
        data={"base": "2"},
    ),
    Url(
        "plans:start_partnership_comment",
        acts(*COMMENTERS),
        written(),
        post=acts(*COMMENTERS, status=302),
        data=COMMENT,
        permission="plans.comment_part",
    ),
    *rows_of(
        (
            "plans:partnership_thread",
            "plans:resolve_partnership_thread",
            "plans:reopen_partnership_thread",
            "plans:withdraw_partnership_comment",
        ),
        COMMENTERS,
        at=lambda world: (ON_PLAN, write(world, "We meet every month.").text),
    ),
    Url(
        "plans:suggest_partnership",
        acts(*JOINT_SUGGESTERS),
        written(),
        post=acts(*JOINT_SUGGESTERS, status=302),
        data=SUGGESTION,
        permission="plans.suggest_part",
    ),
    *(
        Url(
            f"plans:{act}_partnership_suggestion",
            acts(*WRITERS),
            suggested,
            post=acts(*WRITERS, status=302),
            data=data,
            permission="plans.edit_part",
        )
        for act, data in (("accept", REASON), ("write", MET), ("refuse", REASON))
    ),
    Url("plans:withdraw_partnership_suggestion", acts("member"), suggested, post=acts("member", status=302)),
    *(
        Url(
            f"plans:{name}",
            acts(*LEADS),
            kwargs,
            post=acts(*LEADS, status=302),
            data=of_the_text,
            permission="plans.agree_part",
        )
        for name, kwargs in (("agree_partnership", written()), ("send_partnership_back", agreed()))
    ),
    Url("plans:scope", everyone(), ON_PLAN),
    Url("plans:scope", everyone(), ON_PLAN, world=ENGAGED),
    Url("plans:scope_signatures", everyone(), scope_agreed()),
    Url("plans:scope_edition", everyone(), scope_agreed(number=1)),
    Url("plans:compare_scope_editions", everyone(), scope_agreed(old=1, new=2)),
    *(
        Url(
            f"plans:{name}",
            only(*LEADS),
            kwargs,
            post=only(*LEADS, status=302),
            data=scope_form,
            permission="plans.agree_part",
        )
        for name, kwargs in (("agree_scope", ON_PLAN), ("send_scope_back", scope_agreed()))
    ),
]
