"""Who may do what about signing off; who clears and approves is said in commitments.rules."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from commitments.rules import commitment_and_plan
from network.choices import PostKind, Role
from network.rights import Standing, allow, capability, declare
from plans.rules import LEADS, is_open, is_open_to_network
from signoffs import mandates


def plan_of(thing: Any) -> Iterable[models.Model]:
    return (getattr(thing, "plan", thing),)


def nowhere(thing: Any) -> tuple[()]:
    """Who holds a post is asked, not who has a role on a thing."""
    return ()


def holds_ministers_post(user: Any, post: Any) -> bool:
    return post.kind == PostKind.MINISTER and bool(user.tenures.current().filter(post=post).exists())


def speaks_for_an_organisation(user: Any, thing: Any) -> bool:
    return bool(mandates.of_representative(user, thing))


def speaks_for_the_network(user: Any, thing: Any) -> bool:
    return bool(mandates.of_steering_member(user, getattr(thing, "plan", thing)))


declare(
    capability(
        "signoffs.see_board",
        _("See who has signed what: the board of sign-offs"),
        allow(*Role),
        allow(
            Standing.MEMBER,
            Standing.OFFICIAL,
            when=is_open_to_network,
            note=_("unless the plan is for the engaged only"),
        ),
        allow(Standing.EVERYONE, when=is_open, note=_("if the plan is open")),
        on=plan_of,
    ),
    capability(
        "signoffs.change_due",
        _("Say until when departments clear, and ask a clearing post that was made later"),
        allow(Role.LEAD_OFFICIAL),
        on=commitment_and_plan,
    ),
    capability(
        "signoffs.set_terms",
        _("Say how long the departments of a plan have to clear"),
        allow(Role.LEAD_OFFICIAL),
        on=plan_of,
    ),
    capability(
        "signoffs.see_approvals",
        _("See the list of what waits for the minister and what was approved, with its hashes"),
        allow(*LEADS, Role.MINISTER, Role.PRIVATE_OFFICE),
        on=plan_of,
    ),
    capability(
        "signoffs.send_link",
        _("Have a personal link sent to the minister, see what becomes of it, and take it back"),
        allow(Role.LEAD_OFFICIAL),
        on=commitment_and_plan,
    ),
    capability(
        "signoffs.record_contacts",
        _("Say where the personal links and codes of a minister's post go"),
        allow(Standing.SIGNED_IN, when=holds_ministers_post, note=_("whoever holds the post, and nobody else")),
        on=nowhere,
    ),
    capability(
        "signoffs.see_reminders",
        _("See which reminders were and will be sent, and why not"),
        allow(*LEADS),
        on=plan_of,
    ),
    capability(
        "signoffs.endorse",
        _("Say for an organisation whether it supports a commitment or the plan"),
        allow(
            Role.REPRESENTATIVE,
            when=speaks_for_an_organisation,
            note=_("in post as its representative, with a dated mandate"),
        ),
        on=mandates.places,
    ),
    capability(
        "signoffs.state_partnership",
        _("State or withhold, for the network, that the plan is a partnership"),
        allow(Role.STEERING_MEMBER, when=speaks_for_the_network, note=_("in post in the plan's network")),
        on=plan_of,
    ),
)
