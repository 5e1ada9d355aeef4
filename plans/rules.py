"""Who may do what to a plan. The table is read by has_perm, by the help page and by the tests."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from network import roles
from network.choices import PostKind, Role, Side
from network.rights import Standing, allow, capability, declare
from plans.choices import Openness, Owner

LEADS = (Role.LEAD_OFFICIAL, Role.COORDINATOR)

# Which roles may give (and take back) which: nobody appoints the other side, and nobody appoints themselves.
GIVEN_BY: dict[Role, frozenset[Role]] = {
    Role.LEAD_OFFICIAL: frozenset({Role.MINISTER}),
    Role.COORDINATOR: frozenset({Role.STEERING_MEMBER}),
    Role.DRAFTER: frozenset(LEADS),
    Role.CLEARING_OFFICER: frozenset({Role.LEAD_OFFICIAL}),
    Role.MINISTER: frozenset({Role.LEAD_OFFICIAL}),
    Role.PRIVATE_OFFICE: frozenset({Role.LEAD_OFFICIAL}),
    Role.STEERING_MEMBER: frozenset({Role.COORDINATOR}),
    Role.REPRESENTATIVE: frozenset({Role.COORDINATOR}),
    Role.REVIEWER: frozenset(LEADS),
}


def plan_of(thing: Any) -> Iterable[models.Model]:
    return (thing.plan,) if hasattr(thing, "plan_id") else (thing,)


def is_open(user: Any, plan: Any) -> bool:
    return bool(plan.openness_at() == Openness.OPEN)


def is_open_to_network(user: Any, plan: Any) -> bool:
    return bool(plan.openness_at() in (Openness.OPEN, Openness.NETWORK))


def leads_somewhere(user: Any, thing: Any) -> bool:
    """In post as a lead official or a coordinator of any organisation or network."""
    kinds = (PostKind.LEAD_OFFICIAL, PostKind.COORDINATOR)
    return bool(user.is_authenticated and user.tenures.current().filter(post__kind__in=kinds).exists())


def owns_part(user: Any, part: Any) -> bool:
    side = roles.side_of(user)
    return side in (Side.GOVERNMENT, Side.CIVIL_SOCIETY) and part.owner in (Owner.BOTH, side)


def is_of_the_network(user: Any, part: Any) -> bool:
    return bool(part.owner in (Owner.CIVIL_SOCIETY, Owner.BOTH))


def is_of_both_sides(user: Any, part: Any) -> bool:
    return bool(part.owner == Owner.BOTH)


def is_asked_by_other_side(user: Any, change: Any) -> bool:
    return bool(roles.side_of(user) != change.asked_side)


def is_asked_by_own_side(user: Any, change: Any) -> bool:
    return bool(roles.side_of(user) == change.asked_side)


def gives(held: Iterable[Role]) -> list[Role]:
    """The roles that a holder of these may give, in the order of the table."""
    return [role for role, givers in GIVEN_BY.items() if not givers.isdisjoint(held)]


def side_for(role: Role, giver: Side | None) -> frozenset[Side | None]:
    """The sides to which this giver may give the role: their own; a reviewer stands on neither."""
    if role == Role.REVIEWER:
        return frozenset({Side.INDEPENDENT, None})
    return frozenset({giver}) - {None}


declare(
    capability("plans.see", _("Read about a plan: themes, timetable, who holds which role"), allow(Standing.EVERYONE)),
    capability(
        "plans.see_drafts",
        _("Read what is still a draft"),
        allow(*Role),
        allow(
            Standing.MEMBER,
            Standing.OFFICIAL,
            when=is_open_to_network,
            note=_("unless the plan is for the engaged only"),
        ),
        allow(Standing.EVERYONE, when=is_open, note=_("if the plan is open")),
    ),
    capability(
        "plans.create",
        _("Start a plan"),
        allow(Standing.SIGNED_IN, when=leads_somewhere, note=_("in post as lead official or coordinator")),
        on=lambda plan: (),
    ),
    capability(
        "plans.edit_template",
        _("Make a new version of a template"),
        allow(Standing.SIGNED_IN, when=leads_somewhere, note=_("in post as lead official or coordinator")),
        on=lambda template: (),
    ),
    capability("plans.edit", _("Edit what a plan says about itself"), allow(*LEADS)),
    capability("plans.edit_timetable", _("Plan the timetable"), allow(*LEADS)),
    capability("plans.edit_theme", _("Add, edit and order themes"), allow(*LEADS), on=plan_of),
    capability("plans.arrange_parts", _("Add and order narrative parts"), allow(*LEADS), on=plan_of),
    capability(
        "plans.edit_part",
        _("Write a narrative part, or the partnership agreement"),
        allow(Role.DRAFTER, *LEADS, when=owns_part, note=_("their own side's, and those of both sides")),
        on=plan_of,
    ),
    capability(
        "plans.agree_part",
        _("Agree to a narrative part, the scope or the partnership agreement for one's side, or send it back"),
        allow(*LEADS, when=owns_part, note=_("their own side's, and those of both sides")),
        on=plan_of,
    ),
    capability(
        "plans.withhold_part",
        _("Withhold a narrative part from the plan, or give it back"),
        allow(Role.COORDINATOR, when=is_of_the_network, note=_("civil society's own, and those of both sides")),
        on=plan_of,
    ),
    capability(
        "plans.suggest_part",
        _("Suggest other words for a narrative part, or the partnership agreement"),
        allow(Role.DRAFTER, *LEADS, Role.CLEARING_OFFICER, Role.REPRESENTATIVE, Role.STEERING_MEMBER),
        allow(Standing.MEMBER, when=lambda user, part: True, note=_("where they may read it")),
        allow(Role.REVIEWER, when=is_of_both_sides, note=_("those of both sides")),
        on=plan_of,
    ),
    capability(
        "plans.comment_part",
        _("Comment on a narrative part, or the partnership agreement"),
        allow(Role.DRAFTER, *LEADS, Role.CLEARING_OFFICER, Role.REPRESENTATIVE, Role.STEERING_MEMBER),
        allow(Standing.MEMBER, when=lambda user, part: True, note=_("where they may read it")),
        allow(Role.REVIEWER, when=is_of_both_sides, note=_("those of both sides")),
        on=plan_of,
    ),
    capability(
        "plans.give_role",
        _("Give roles on a plan and take them back"),
        allow(Role.LEAD_OFFICIAL, when=lambda user, plan: True, note=_("to posts of government")),
        allow(Role.COORDINATOR, when=lambda user, plan: True, note=_("to posts and people of civil society")),
        allow(Role.MINISTER, when=lambda user, plan: True, note=_("the lead official's")),
        allow(Role.STEERING_MEMBER, when=lambda user, plan: True, note=_("the coordinator's")),
    ),
    capability("plans.ask_rule_change", _("Ask to change a rule of the plan"), allow(*LEADS)),
    capability(
        "plans.answer_rule_change",
        _("Agree to a changed rule, or refuse"),
        allow(*LEADS, when=is_asked_by_other_side, note=_("asked for by the other side")),
        on=plan_of,
    ),
    capability(
        "plans.take_back_rule_change",
        _("Take back a change of a rule that was asked for"),
        allow(*LEADS, when=is_asked_by_own_side, note=_("asked for by their own side")),
        on=plan_of,
    ),
)
