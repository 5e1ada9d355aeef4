from tests.access.table import Url, everyone, only
from tests.world import World

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


def upload(world: World) -> dict[str, str]:
    return {"sha256": "0" * 64}


ROWS = [
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
