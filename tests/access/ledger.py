from tests.access.table import Url, everyone
from tests.world import World


def first_act(world: World) -> dict[str, int]:
    """The first act on record; one is made if building the world left none."""
    from django.db import transaction

    from ledger.models import Entry
    from ledger.services import record

    if not Entry.objects.exists():
        with transaction.atomic():
            record(verb="plans.start", thing=world.plan, by=world.person("lead_official"))
    return {"index": 0}


def from_first_to_first(world: World) -> dict[str, int]:
    first_act(world)
    return {"first": 1, "second": 1}


ROWS = [
    Url("ledger:index", everyone()),
    Url("ledger:checkpoint", everyone()),
    Url("ledger:consistency", everyone(), kwargs=from_first_to_first),
    Url("ledger:detail", everyone(), kwargs=first_act),
    Url("ledger:proof", everyone(), kwargs=first_act),
]
