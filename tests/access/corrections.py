"""Who may use the pages of editorial corrections."""

from drafting.models import Signature
from tests.access.commitments import ENGAGED, LEADS, REASON, acts, of, reads, state
from tests.access.table import Url
from tests.commitments.build import SECTION, commitment_in
from tests.commitments.correcting import CORRECTED, corrected, propose
from tests.world import ROLES


def proposed(world):
    return of(propose(world, commitment_in(world, "agreed")).commitment, number=1)


def made(world):
    return of(corrected(world, "agreed")[0], number=1)


def the_one(world):
    return world.plan.commitments.get().proposed_corrections.get()


ROWS = [
    Url(
        "commitments:propose_correction",
        acts(*LEADS),
        kwargs=state("agreed"),
        post=acts(*LEADS, status=302),
        data={f"section_{SECTION}": CORRECTED, "reason": "A comma"},
        permission="commitments.correct",
    ),
    Url(
        "commitments:correction",
        reads(),
        kwargs=proposed,
        post=acts(*LEADS, status=302) | {"visitor": 404},
        data=lambda w: {"seen": the_one(w).edition.sha256, "corrected": the_one(w).corrected_sha256},
    ),
    Url("commitments:correction", reads(set(ROLES)), kwargs=proposed, world=ENGAGED),
    Url(
        "commitments:drop_correction",
        acts(*LEADS),
        kwargs=proposed,
        post=acts(*LEADS, status=302),
        data=REASON,
        permission="commitments.correct",
    ),
    Url(
        "commitments:object_to_correction",
        acts("clearing_officer"),
        kwargs=made,
        post=acts("clearing_officer", status=302),
        data=lambda w: (
            REASON
            | {
                "seen": the_one(w).correction.after.sha256,
                "about": str(Signature.objects.get(verb="tests.clear").pk),
            }
        ),
        permission="commitments.object_to_correction",
    ),
]
