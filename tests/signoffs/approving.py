"""Commitments that wait for the minister, and the private office, in the small country of tests.world."""

from typing import Any

from commitments import workflow
from commitments.models import Commitment
from network import roles
from network.choices import PostKind, Role
from network.models import Post, User
from network.services import create_post
from signoffs.models import Contacts, SigningLink
from signoffs.services import approval, links
from tests.signoffs.build import agreed, clear, edition_of, hold, in_clearance, person, reopen, reword
from tests.world import World, days


def ready(world: World, **fields: Any) -> Commitment:
    """All departments have cleared it."""
    commitment = in_clearance(world, **fields)
    clear(commitment, world.department, world.person("clearing_officer"))
    return commitment


def approve(commitment: Commitment, by: User, **more: Any) -> Any:
    return approval.approve(commitment, by=by, seen_sha256=edition_of(commitment).sha256, **more)


def decline(commitment: Commitment, by: User, reason: str = "Too dear", **more: Any) -> Any:
    return approval.decline(commitment, by=by, seen_sha256=edition_of(commitment).sha256, reason=reason, **more)


def sent_again(world: World, commitment: Commitment, body: str = "") -> Commitment:
    """Reopened, reworded if there are words for it, agreed and sent, as far as the minister."""
    reopen(world, commitment)
    if body:
        reword(world, commitment, body)
    agreed(world, commitment)
    workflow.send_for_clearance(commitment, by=world.person("lead_official"))
    clear(commitment, world.department, world.person("clearing_officer"))
    return commitment


def contacts(world: World, first: str = "office@minister.test", second: str = "phone@minister.test") -> Contacts:
    """The minister has recorded where links and codes go."""
    tenure = world.post("minister").current_tenure()
    assert tenure is not None
    return links.record_contacts(tenure, first=first, second=second, by=tenure.person)


def link_to(world: World, commitment: Commitment, **more: Any) -> SigningLink:
    """Asked for by the lead official; its mail is on its way."""
    return links.send_link(commitment, world.post("minister"), by=world.person("lead_official"), **more)


def private_office(world: World, holder: User | None = None, deputy_of: Post | None = None) -> User:
    """Somebody in the private office of the minister, with its role on the plan."""
    holder = holder or person("private-office")
    post = create_post(
        title="Private secretary",
        kind=PostKind.PRIVATE_OFFICE,
        organisation=world.cabinet_office,
        deputy_of=deputy_of or world.post("minister"),
        by=None,
        created_on=days(-30),
    )
    hold(post, holder)
    roles.grant(Role.PRIVATE_OFFICE, world.plan, to=post, by=None)
    return holder
