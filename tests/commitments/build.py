"""A commitment in the small country of tests.world, in any state, with its working group of both sides."""

from typing import Any

from commitments import services, workflow
from commitments.choices import Origin, State
from commitments.models import Commitment
from network import roles
from network.choices import Role
from tests.world import World

SECTION = "what"


def propose(world: World, by: str = "cs_drafter", **fields: Any) -> Commitment:
    """Proposed by civil society unless said otherwise, with `gov_drafter` and `cs_drafter` in the working group."""
    fields = {"title": "Company owners", "origin": Origin.CIVIL_SOCIETY, "plan": world.plan, **fields}
    commitment = services.propose(by=world.person(by), **fields)
    roles.grant(Role.DRAFTER, commitment, to=world.post("gov_drafter"), by=None)
    roles.grant(Role.DRAFTER, commitment, to=world.person("cs_drafter"), by=None)
    return commitment


def commitment_in(world: World, state: str, *, by: str = "cs_drafter", **fields: Any) -> Commitment:
    """Brought to the state by the acts that lead there."""
    commitment = propose(world, by, **fields)
    proposer_is_government = commitment.proposed_by_side == "government"
    person = world.person
    if state in (State.DRAFTING, State.ANNEXED):
        workflow.take_up(commitment, by=person("coordinator" if proposer_is_government else "lead_official"))
    if state == State.ANNEXED:
        workflow.annex(commitment, by=person("coordinator"), reason="Government will not")
    if state == State.DECLINED:
        workflow.decline(commitment, by=person("lead_official"), reason="Too dear")
    if state == State.WITHDRAWN:
        workflow.withdraw(
            commitment, by=person("lead_official" if proposer_is_government else "coordinator"), reason="No longer"
        )
    if state == State.MERGED:
        target = services.propose(plan=world.plan, title="The other", origin=Origin.BOTH, by=person("cs_drafter"))
        workflow.merge_into(commitment, target=target, by=person("coordinator"), reason="The same")
    return commitment
