"""Who reads the frozen editions of a commitment: those who read the commitment."""

from commitments import services
from drafting import editions
from tests.access.commitments import ENGAGED, of, reads
from tests.access.table import Url
from tests.commitments.build import propose
from tests.world import ROLES


def on_editions(**more):
    def kwargs(world):
        one = propose(world)
        editions.freeze(one, by=world.person("coordinator"))
        services.edit_details(one, by=world.person("coordinator"), title="Changed")
        editions.freeze(one, by=world.person("coordinator"))
        return of(one, **more)

    return kwargs


ROWS = [
    Url("commitments:editions", reads(), kwargs=on_editions()),
    Url("commitments:edition", reads(), kwargs=on_editions(number=1)),
    Url("commitments:edition", reads(set(ROLES)), kwargs=on_editions(number=1), world=ENGAGED),
    Url("commitments:edition_text", reads(), kwargs=on_editions(number=1)),
    Url("commitments:edition_text", reads(set(ROLES)), kwargs=on_editions(number=1), world=ENGAGED),
    Url("commitments:compare", reads(), kwargs=on_editions(old=1, new=2)),
    Url("commitments:compare", reads(set(ROLES)), kwargs=on_editions(old=1, new=2), world=ENGAGED),
]
