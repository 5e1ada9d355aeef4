"""A plan for the engaged only, with a commitment, and its final draft in circulation."""

from types import SimpleNamespace

from core.canonical import sha256
from network.models import Post, User
from publications import circulation
from publications.models import Circulation, CirculationReader
from tests.publications.conftest import add_commitment
from tests.world import World, build_world, days

LEAD_OF = {"government": "lead_official", "civil_society": "coordinator"}
WHY = "Moved to another ministry"


def engaged_world() -> World:
    world = build_world(openness="engaged")
    add_commitment(world, "1")
    return world


def start(world: World, by: str = "lead_official", **more) -> Circulation:
    return circulation.start(world.plan, by=world.person(by), until=more.pop("until", days(7)), **more)


def add(world: World, found: Circulation, *personas: str) -> list[CirculationReader]:
    """The post of a persona that has one, else the person; each by the lead of their side."""
    return [add_one(world, found, world.posts.get(name) or world.person(name)) for name in personas]


def add_one(world: World, found: Circulation, one: Post | User) -> CirculationReader:
    side = one.side if isinstance(one, Post) else "civil_society"
    return circulation.add_reader(found, to=one, by=world.person(LEAD_OF[side]))


def remove(world: World, reader: CirculationReader) -> None:
    circulation.remove_reader(reader, reason=WHY, by=world.person(LEAD_OF[reader.side]))


def at(name: str, world: World, **more) -> str:
    from django.urls import reverse

    return reverse(f"publications:{name}", kwargs={"plan": world.plan.slug, **more})


def quick_render(html: str, **more) -> SimpleNamespace:
    """A file for each document, at once: how PDFs look is tested elsewhere."""
    return SimpleNamespace(pdf=f"%PDF {sha256(html)}".encode(), seconds=0.1, peak_kib=1, warnings=[])
