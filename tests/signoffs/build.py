"""Commitments in clearance in the small country of tests.world, with as many departments as a test needs.

`department` leads or supports with the persona clearing_officer in its clearing post; `second` is another department
with a clearing officer of its own, and a deputy.
"""

import datetime as dt
from typing import Any

from django.utils import timezone

from commitments import services, workflow
from commitments.choices import State
from commitments.models import Commitment
from drafting import agreement
from drafting.models import Edition
from drafting.services import save_text
from network.choices import OrganisationKind, PostKind, Side
from network.models import Organisation, Post, User
from network.services import appoint, create_organisation, create_person, create_post
from signoffs.clearance import edition_in_clearance
from signoffs.services import clearance
from tests.commitments.build import propose
from tests.world import World, days

LONG_AGO = dt.timedelta(days=40)


def person(name: str) -> User:
    return create_person(email=f"{name}@demo.test", name=name.title(), password="a long password")


def department(name: str) -> Organisation:
    return create_organisation(
        name=f"Department of {name}",
        acronym=name[:3].upper(),
        kind=OrganisationKind.DEPARTMENT,
        side=Side.GOVERNMENT,
        by=None,
    )


def clearing_post(organisation: Organisation, holder: User | None = None) -> Post:
    post = create_post(
        title="Clearing officer",
        kind=PostKind.CLEARING_OFFICER,
        organisation=organisation,
        by=None,
        created_on=days(-30),
    )
    if holder:
        hold(post, holder)
    return post


def deputy_of(post: Post, holder: User | None = None) -> Post:
    made = create_post(
        title="Deputy clearing officer",
        kind=PostKind.DEPUTY,
        organisation=post.organisation,
        deputy_of=post,
        by=None,
        created_on=days(-30),
    )
    if holder:
        hold(made, holder)
    return made


def hold(post: Post, holder: User) -> None:
    appoint(holder, post, by=None, starts=days(-20), mandate="Decided in writing", mandated_on=days(-21))


def appointed(post: Post, name: str) -> User:
    """Somebody new in a post that its holder has left."""
    holder = person(name)
    appoint(holder, post, by=None, mandate="Decided in writing", mandated_on=days(0))
    return holder


def drafted(
    world: World, lead: Any = None, supporting: Any = (), at: dt.datetime | None = None, **fields: Any
) -> Commitment:
    """Complete, taken up, and long enough ago to be agreed."""
    moment = (at or timezone.now()) - LONG_AGO
    one = propose(world, at=moment, **fields)
    by = world.person("cs_drafter")
    for section in one.sections.select_related("text__latest"):
        save_text(section.text, body="We will publish the owners of companies.", base=None, by=by)
    services.set_organisations(
        one, by=by, lead=[world.department] if lead is None else lead, supporting_government=list(supporting)
    )
    services.add_milestone(one, by=by, text="Publish", ends_text="March 2015", lead=[world.department])
    services.edit_details(one, by=by, theme=world.theme, ends_text="2015", values=["Access To Information"])
    workflow.take_up(one, by=world.person("lead_official"), at=moment)
    return one


def agreed(world: World, commitment: Commitment, at: dt.datetime | None = None) -> Commitment:
    for persona in ("coordinator", "lead_official"):
        one = Commitment.objects.get(pk=commitment.pk)
        if one.state == State.AGREED:  # by the earlier yes of both to the very same words
            break
        agreement.agree(one, by=world.person(persona), seen_sha256=agreement.current_sha256(one), at=at)
    commitment.refresh_from_db()
    return commitment


def sent(world: World, commitment: Commitment, at: dt.datetime | None = None) -> Commitment:
    agreed(world, commitment, at)
    workflow.send_for_clearance(commitment, by=world.person("lead_official"), at=at)
    return commitment


def in_clearance(world: World, lead: Any = None, supporting: Any = (), **fields: Any) -> Commitment:
    at = fields.get("at")
    return sent(world, drafted(world, lead, supporting, **fields), at)


def edition_of(commitment: Commitment) -> Edition:
    edition = edition_in_clearance(commitment)
    assert edition is not None
    return edition


def clear(commitment: Commitment, organisation: Organisation, by: User, **more: Any) -> Any:
    return clearance.clear(commitment, organisation, by=by, seen_sha256=edition_of(commitment).sha256, **more)


def give_back(commitment: Commitment, organisation: Organisation, by: User, reason: str = "Too vague") -> Any:
    return clearance.return_to_drafting(
        commitment, organisation, by=by, seen_sha256=edition_of(commitment).sha256, reason=reason
    )


def reopen(world: World, commitment: Commitment) -> Commitment:
    workflow.reopen(commitment, by=world.person("coordinator"), reason="A word is missing")
    return commitment


def reword(world: World, commitment: Commitment, body: str = "We will publish all owners of companies.") -> Commitment:
    """The first section says something else; while it is drafted."""
    assert commitment.state == State.DRAFTING
    section = commitment.sections.select_related("text__latest").first()
    assert section is not None
    save_text(section.text, body=body, base=section.text.latest, by=world.person("cs_drafter"))
    return commitment
