"""Who circulates the final draft, who chooses its readers, and who reads it."""

from typing import Any

from tests.access.table import Statuses, Url, only
from tests.world import World

LEADS = ("lead_official", "coordinator")
ENGAGED = {"openness": "engaged"}


def on_plan(world: World) -> dict[str, str]:
    return {"plan": world.plan.slug}


def circulating(**more: object) -> Any:
    """The plan's draft in circulation: government put its minister's post on the list, the network a member."""

    def kwargs(world: World) -> dict[str, object]:
        from tests.publications.circulating import add, start
        from tests.publications.conftest import add_commitment

        if not world.plan.circulations.exists():
            add_commitment(world, "1")
            add(world, start(world), "minister", "member")
        return {"plan": world.plan.slug, **more}

    return kwargs


def nobody_else(*who: str, status: int = 200) -> Statuses:
    """To all others there is none."""
    return only(*who, status=status, otherwise=404)


ON_LIST = ("minister", "member")

ROWS = [
    Url("publications:circulation", nobody_else(*LEADS), kwargs=on_plan),
    Url("publications:circulation", nobody_else(*LEADS), kwargs=on_plan, world=ENGAGED),
    Url("publications:circulation", nobody_else(*LEADS, *ON_LIST), kwargs=circulating(), world=ENGAGED),
    Url("publications:read_circulated", nobody_else(), kwargs=on_plan, world=ENGAGED),
    Url(
        "publications:read_circulated",
        nobody_else(*ON_LIST),
        kwargs=circulating(),
        world=ENGAGED,
        permission="publications.read_circulated",
    ),
    Url("publications:circulated_pdf", nobody_else(*ON_LIST, status=202), kwargs=circulating(), world=ENGAGED),
    Url(
        "publications:make_circulated_pdf_again",
        None,
        kwargs=circulating(),
        post=nobody_else(*ON_LIST, status=302),
        world=ENGAGED,
    ),
    Url(
        "publications:circulate",
        only(*LEADS),
        kwargs=on_plan,
        post=only(*LEADS),  # no day: the form comes back
        world=ENGAGED,
        permission="publications.circulate",
    ),
    Url(
        "publications:end_circulation",
        only(*LEADS),
        kwargs=circulating(),
        post=only(*LEADS, status=302),
        world=ENGAGED,
        permission="publications.circulate",
    ),
    Url("publications:end_circulation", only(*LEADS, status=404), kwargs=on_plan, world=ENGAGED),
    Url(
        "publications:add_reader",
        only(*LEADS),
        kwargs=circulating(),
        post=only("coordinator", status=302, lead_official=200),  # a member is not of government's side
        data={"post": "", "email": "cs-drafter@demo.test"},
        world=ENGAGED,
    ),
    Url(
        "publications:add_earlier_readers",
        None,
        kwargs=circulating(),
        post=only(*LEADS, status=302),
        world=ENGAGED,
    ),
    Url(
        "publications:remove_reader",
        only("lead_official"),
        kwargs=circulating(number=1),
        post=only("lead_official", status=302),
        data={"reason": "Moved to another ministry"},
        world=ENGAGED,
        permission="publications.choose_reader",
    ),
    Url(
        "publications:remove_reader",
        only("coordinator"),
        kwargs=circulating(number=2),
        post=only("coordinator", status=302),
        data={"reason": "No longer a member"},
        world=ENGAGED,
        permission="publications.choose_reader",
    ),
]
