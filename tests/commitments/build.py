"""A commitment in the small country of tests.world, in any state, with its working group of both sides."""

import datetime as dt
from typing import Any

from django.utils import timezone

from commitments import services, workflow
from commitments.choices import Origin, State
from commitments.models import Commitment
from drafting import agreement
from drafting.services import save_text
from network import roles
from network.choices import Role
from tests.world import World

SECTION = "what"
PAST_DRAFTING = (State.AGREED, State.CLEARANCE, State.APPROVED)


def propose(world: World, by: str = "cs_drafter", **fields: Any) -> Commitment:
    """Proposed by civil society unless said otherwise, with `gov_drafter` and `cs_drafter` in the working group."""
    fields = {"title": "Company owners", "origin": Origin.CIVIL_SOCIETY, "plan": world.plan, **fields}
    commitment = services.propose(by=world.person(by), **fields)
    roles.grant(Role.DRAFTER, commitment, to=world.post("gov_drafter"), by=None)
    roles.grant(Role.DRAFTER, commitment, to=world.person("cs_drafter"), by=None)
    return commitment


def fill(world: World, commitment: Commitment) -> Commitment:
    """Everything that the template asks for: it can be agreed."""
    by = world.person("cs_drafter")
    for section in commitment.sections.select_related("text__latest"):
        if not section.text.body:
            save_text(section.text, body="Words that say something.", base=None, by=by)
    services.set_organisations(commitment, by=by, lead=[world.cabinet_office], supporting_other=[world.cso])
    services.add_milestone(commitment, by=by, text="Publish", ends_text="March 2015", lead=[world.department])
    services.edit_details(commitment, by=by, theme=world.theme, ends_text="2015", values=["Access To Information"])
    return commitment


def complete(world: World, by: str = "cs_drafter", **fields: Any) -> Commitment:
    """In drafting, nothing is missing, and proposed so long ago that it can be agreed today."""
    fields = {"at": timezone.now() - dt.timedelta(days=40), **fields}
    return fill(world, commitment_in(world, State.DRAFTING, by=by, **fields))


def agree(world: World, commitment: Commitment, *personas: str) -> None:
    """Each for their side, to the words as they are."""
    for persona in personas or ("coordinator", "lead_official"):
        seen = agreement.current_sha256(Commitment.objects.get(pk=commitment.pk))
        agreement.agree(commitment, by=world.person(persona), seen_sha256=seen)


def commitment_in(world: World, state: str, *, by: str = "cs_drafter", **fields: Any) -> Commitment:
    """Brought to the state by the acts that lead there."""
    if state in PAST_DRAFTING:
        return _past_drafting(world, State(state), complete(world, by, **fields))
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


def _past_drafting(world: World, state: State, commitment: Commitment) -> Commitment:
    """Agreed by both sides; in clearance and approved without the signatures that signoffs asks for."""
    agree(world, commitment)
    if state != State.AGREED:
        workflow.send_for_clearance(commitment, by=world.person("lead_official"))
    if state == State.APPROVED:
        commitment.state = state
        commitment.save()
    return commitment
