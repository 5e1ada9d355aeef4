"""Editorial corrections in the small country of tests.world."""

from typing import Any

from commitments import corrections as verbs
from commitments.models import Commitment, ProposedCorrection
from drafting import signing
from drafting.models import Correction, Edition, Signature
from tests.commitments.build import SECTION, commitment_in
from tests.world import World

CORRECTED = "Words that say something, spelt well."
# A yes of a department, as signoffs has it: here a verb of the test's own, so that nothing else follows from it.
CLEARED = signing.register(signing.Verb("tests.clear", "Cleared", is_yes=True))


def propose(
    world: World, commitment: Commitment, by: str = "lead_official", body: str = CORRECTED, **more: Any
) -> ProposedCorrection:
    one, who = Commitment.objects.get(pk=commitment.pk), world.person(by)
    return verbs.propose(one, bodies={SECTION: body}, reason="A comma", by=who, **more)


def declare(world: World, proposed: ProposedCorrection, *personas: str, **more: Any) -> ProposedCorrection:
    for persona in personas:
        one = ProposedCorrection.objects.get(pk=proposed.pk)
        seen = {"seen_sha256": one.edition.sha256, "seen_corrected": one.corrected_sha256, **more}
        verbs.declare(one, by=world.person(persona), **seen)
    proposed.refresh_from_db()
    return proposed


def cleared(world: World, commitment: Commitment, by: str = "clearing_officer") -> Signature:
    """The yes of the clearing officer to the edition that both sides agreed."""
    edition = Edition.objects.of(commitment).first()
    tenure = world.post(by).tenures.get()
    return signing.sign(
        edition,
        CLEARED,
        by=world.person(by),
        tenure=tenure,
        statement="I clear it",
        seen_sha256=edition.sha256,
        proof=None,
        organisation=world.department,
    )


def corrected(world: World, state: str = "clearance", **more: Any) -> tuple[Commitment, Signature, Correction]:
    """A commitment with a clearance, of which both leads declared a correction."""
    commitment = commitment_in(world, state)
    yes = cleared(world, commitment)
    proposed = declare(world, propose(world, commitment, **more), "lead_official", "coordinator")
    return Commitment.objects.get(pk=commitment.pk), yes, proposed.correction
