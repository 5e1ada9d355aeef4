from typing import Any

from drafting import agreement
from drafting.services import save_text
from plans.models import Plan
from tests.access.commitments import acts, reads
from tests.access.table import Url, everyone, only
from tests.world import ROLES, World

LEADS = ("lead_official", "coordinator")


def on_plan(world: World) -> dict[str, str]:
    return {"plan": world.plan.slug}


def published(world: World) -> dict[str, object]:
    """The world's plan with a commitment that nobody proposed by themselves, and its first edition."""
    from commitments.models import Commitment
    from commitments.services import propose
    from publications.models import PlanEdition
    from publications.workflow import publish_consultation_draft

    lead = world.person("lead_official")
    if not Commitment.objects.filter(plan=world.plan).exists():
        propose(plan=world.plan, title="Open the budget", origin="both", theme=world.theme, by=None, is_taken_up=True)
    if not PlanEdition.objects.filter(plan=world.plan).exists():
        publish_consultation_draft(world.plan, by=lead)
    return {"plan": world.plan.slug}


def edition(world: World) -> dict[str, object]:
    return {**published(world), "number": 1}


def of_theme(world: World) -> dict[str, object]:
    return {**published(world), "theme": world.theme.slug}


def pair(world: World) -> dict[str, object]:
    return {**published(world), "old": 1, "new": 1}


def sealed(world: World) -> dict[str, object]:
    """The world's plan with one approved commitment, sealed as its final edition."""
    from commitments.choices import State
    from core.canonical import sha256
    from publications import releases
    from publications.content import plan_content
    from tests.commitments.build import commitment_in

    if not world.plan.releases.exists():
        commitment_in(world, State.APPROVED)
        seen = sha256(plan_content(world.plan))
        releases.seal(world.plan, by=world.person("lead_official"), seen_sha256=seen)
    return {"plan": world.plan.slug}


def upload(world: World) -> dict[str, str]:
    return {"sha256": "0" * 64}


def drafted(**more: object) -> Any:
    """The world's plan with two drafts of the whole to which the lead official agreed."""

    def kwargs(world: World) -> dict[str, object]:
        place = {"plan": world.plan.slug, **more}
        for body in ("We agree.", "We agree to all of it."):
            save_text(world.part.text, body=body, base=world.part.text.latest, by=world.person("cs_drafter"))
            plan = Plan.objects.get(pk=world.plan.pk)
            digest = agreement.current_sha256(plan)
            agreement.agree(plan, by=world.person("lead_official"), seen_sha256=digest)
        return place

    return kwargs


def of_the_draft(world: World) -> dict[str, object]:
    plan = Plan.objects.get(pk=world.plan.pk)
    digest = agreement.current_sha256(plan)
    return {"seen": digest, "number": agreement.next_number(plan, digest), "reason": "Not yet"}


DRAFT_PAGES = [
    ("draft", on_plan),
    ("draft_signatures", drafted()),
    ("draft_edition", drafted(number=1)),
    ("compare_draft_editions", drafted(old=1, new=2)),
]

ROWS = [
    *(Url(f"publications:{name}", reads(), kwargs=kwargs) for name, kwargs in DRAFT_PAGES),
    *(
        Url(f"publications:{name}", reads(set(ROLES)), kwargs=kwargs, world={"openness": "engaged"})
        for name, kwargs in DRAFT_PAGES
    ),
    *(
        Url(
            f"publications:{name}",
            acts(*LEADS),
            kwargs=drafted(),
            post=acts(*LEADS, status=302),
            data=of_the_draft,
            permission="publications.agree",
        )
        for name in ("agree_draft", "send_draft_back")
    ),
    Url("publications:read", everyone(), kwargs=published, permission="publications.see"),
    Url("publications:read", everyone(404), kwargs=on_plan),
    Url("publications:read", everyone(), kwargs=published, world={"openness": "engaged"}),
    Url("publications:read_theme", everyone(), kwargs=of_theme),
    Url("publications:edition", everyone(), kwargs=edition),
    Url("publications:edition_theme", everyone(), kwargs=lambda world: {**of_theme(world), "number": 1}),
    Url("publications:editions", everyone(), kwargs=on_plan),
    Url("publications:compare", everyone(), kwargs=pair),
    Url("publications:plan_pdf", everyone(202), kwargs=published),
    Url("publications:plan_json", everyone(), kwargs=published),
    Url("publications:commitments_csv", everyone(), kwargs=published),
    Url("publications:edition_pdf", everyone(202), kwargs=edition),
    Url("publications:edition_json", everyone(), kwargs=edition),
    Url("publications:edition_csv", everyone(), kwargs=edition),
    Url("publications:commitment_pdf", everyone(404), kwargs=lambda world: {**published(world), "ref": "99"}),
    Url("publications:release", only(*ROLES), kwargs=on_plan, permission="publications.see_release"),
    Url("publications:release", only(*ROLES), kwargs=sealed),
    Url(
        "publications:seal",
        only("lead_official"),
        kwargs=on_plan,
        post=only("lead_official"),  # nothing is approved: the form comes back
        permission="publications.seal",
    ),
    Url(
        "publications:sign",
        only(*LEADS),
        kwargs=sealed,
        post=only(*LEADS),  # without the hash of what was read: the form comes back
        permission="publications.sign",
    ),
    Url(
        "publications:schedule",
        only("lead_official"),
        kwargs=sealed,
        post=only("lead_official"),  # no hour: the form comes back
        permission="publications.schedule",
    ),
    Url(
        "publications:cancel",
        only("lead_official"),
        kwargs=sealed,
        post=only("lead_official", status=302),
        data={"reason": "A wrong date"},
        permission="publications.seal",
    ),
    Url(
        "publications:render_again",
        None,
        kwargs=edition,
        post=only(*LEADS, status=302),
    ),
    Url(
        "publications:publish",
        only("lead_official"),
        kwargs=on_plan,
        post=only("lead_official"),
        permission="publications.publish",
    ),
    Url("publications:export_plan", only(*LEADS), kwargs=on_plan, permission="publications.export"),
    Url(
        "publications:import_plan",
        only("lead_official"),
        post=only("lead_official"),
        permission="publications.import_plan",
    ),
    Url(
        "publications:confirm_import",
        only("lead_official", status=404),
        kwargs=upload,
        post=only("lead_official", status=404),
    ),
]
