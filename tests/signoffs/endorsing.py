"""Organisations with representatives in the small country of tests.world, and what they say of a commitment."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from commitments.models import Commitment
from drafting import editions
from drafting.models import Edition
from network import roles
from network.choices import OrganisationKind, PostKind, Role, Side
from network.models import Membership, Organisation, Post, Tenure, User
from signoffs import endorsing
from signoffs.choices import Stance
from signoffs.models import Endorsement
from signoffs.services import endorsements as services
from tests.world import World, days


def organisation(world: World, name: str, *, person: User | None = None, **mandate: Any) -> User:
    """A member organisation whose representative holds the role on the plan; the person is called after it, unless it
    is somebody who is there already."""
    slug = name.lower().replace(" ", "-")
    body = Organisation.objects.create(name=name, slug=slug, kind=OrganisationKind.CSO, side=Side.CIVIL_SOCIETY)
    Membership.objects.create(network=world.network, organisation=body, since=days(-400))
    post = Post.objects.create(
        title="Representative",
        slug=f"representative-{slug}",
        kind=PostKind.REPRESENTATIVE,
        side=Side.CIVIL_SOCIETY,
        organisation=body,
        group=Group.objects.create(name=f"representative {slug}"),
    )
    person = person or User.objects.create(email=f"{slug}@demo.test", name=f"Person of {name}", password="!")
    held = {"mandate": "Decided by the board", "mandated_on": days(-30), "starts": days(-30), **mandate}
    Tenure.objects.create(person=person, post=post, **held)
    roles.grant(Role.REPRESENTATIVE, world.plan, to=post, by=None)
    world.people[slug], world.posts[slug], world.organisations[slug] = person, post, body
    return person


def say(
    world: World,
    thing: Any,
    stance: Stance = Stance.SUPPORTS,
    *,
    persona: str = "representative",
    statement: str = "",
    is_name_public: bool = True,
    **changes: Any,
) -> Endorsement:
    """The persona's organisation says it of the words as they are; an edition of them is frozen if there is none."""
    person = world.person(persona)
    if isinstance(thing, Commitment) and thing.is_editable:
        editions.freeze(thing, by=world.person("coordinator"))
    body = world.post(persona).organisation
    values = {
        "organisation": body,
        "stance": stance,
        "statement": statement or ("Too little, too late." if stance in NEEDS else ""),
        "is_name_public": is_name_public,
        "by": person,
        "seen_sha256": endorsing.sha256_now(thing),
        "replaces": endorsing.standing(thing, body),
        **changes,
    }
    return services.endorse(thing, **values)


def say_unfrozen(world: World, commitment: Commitment, stance: Stance = Stance.SUPPORTS) -> Endorsement:
    """While the text is written: what is on the page is the edition of which the organisation spoke last."""
    return services.endorse(
        commitment,
        organisation=world.cso,
        stance=stance,
        is_name_public=True,
        by=world.person("representative"),
        seen_sha256=Edition.objects.of(commitment).first().sha256,
        replaces=endorsing.standing(commitment, world.cso),
    )


NEEDS = (Stance.RESERVATIONS, Stance.DOES_NOT_SUPPORT)


def make_public(commitment: Commitment) -> None:
    """As publishing a final edition does it, without the rest of publishing."""
    plan = commitment.plan
    digest = endorsing.sha256_now(commitment)
    services.make_public(
        plan,
        name=plan.title,
        sha256=endorsing.sha256_now(plan) or "0" * 64,
        commitments=[(commitment, str(commitment), digest)],
        at=timezone.now(),
    )


def rewrite(world: World, commitment: Commitment, words: str) -> None:
    """Another text in the same section."""
    from drafting.services import save_text

    section = commitment.sections.select_related("text__latest").first()
    save_text(section.text, body=words, base=section.text.latest, by=world.person("coordinator"))
