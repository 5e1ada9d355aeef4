"""Whom an endorsement is announced to, and who is asked to look at words that were changed. The one place that does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from commitments.choices import State
from commitments.models import Commitment
from network import roles
from notices import services as notices
from plans.rules import LEADS
from signoffs import endorsing
from signoffs.choices import Stance
from signoffs.models import Endorsement

if TYPE_CHECKING:
    from ledger.machine import Done
    from network.models import Tenure
    from signoffs.endorsing import Thing

SAID = "signoffs.stance_taken"
MOVED_ON = "signoffs.endorsed_text_changed"


def said(endorsement: Endorsement, thing: Thing, tenure: Tenure) -> None:
    """The leads of both sides; not those who follow it, who may be anybody. Which organisation, the page says."""
    notices.announce(
        kind=SAID,
        thing=thing,
        title=str(thing),
        address=address(thing),
        by=tenure.person,
        to=_leads(thing),
        at=endorsement.signature.signed_at,
        tells_followers=False,
    )


def text_moved_on(done: Done) -> None:
    """Follows a transition: when a commitment has new words that are agreed or sent, those who took a stance on
    earlier ones are asked to look again."""
    if done.transition.target not in (State.AGREED, State.CLEARANCE) or not isinstance(done.thing, Commitment):
        return
    said = Endorsement.objects.of(done.thing).standing().exclude(stance=Stance.WITHDRAWN)
    found = list(said.select_related("signature__edition", "signature__post"))
    digest = endorsing.sha256_now(done.thing) if found else ""
    posts = [one.signature.post for one in found if one.signature.edition.sha256 != digest]
    if posts:
        notices.announce(
            kind=MOVED_ON,
            thing=done.thing,
            title=str(done.thing),
            address=endorse_address(done.thing),
            by=done.by,
            waits_for=posts,
            at=done.at,
            bulk_key=f"{MOVED_ON}:{done.thing.pk}:{digest}",
            tells_followers=False,
        )


def address(thing: Thing) -> str:
    """Where what organisations say of it stands."""
    plan = endorsing.plan_of(thing)
    anchor = f"#commitment-{thing.ref}" if isinstance(thing, Commitment) else ""
    return reverse("signoffs:endorsements", args=[plan.slug]) + anchor


def endorse_address(thing: Thing) -> str:
    if isinstance(thing, Commitment):
        return reverse("signoffs:endorse", args=[thing.plan.slug, thing.ref])
    return reverse("signoffs:endorse_plan", args=[thing.slug])


def _leads(thing: Thing) -> Iterable[Any]:
    found = [holding for role in LEADS for holding in roles.holders(endorsing.plan_of(thing), role)]
    return [holding.post or holding.person for holding in found if holding.post or holding.person]
