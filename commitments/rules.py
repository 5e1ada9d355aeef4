"""Who may do what to a commitment and to the annex. The table is read by has_perm, the help page and the tests."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commitments.choices import Part
from network import roles
from network.choices import PostKind, Role, Side
from network.rights import Standing, allow, capability, declare
from plans.rules import LEADS, is_open, is_open_to_network

WHILE_WRITTEN = _("while proposed or in drafting")


def commitment_and_plan(thing: Any) -> Iterable[models.Model]:
    """Roles on the commitment count, and roles on its plan."""
    commitment = thing if hasattr(thing, "proposed_by_side") else thing.commitment
    return (commitment, commitment.plan)


def plan_of(thing: Any) -> Iterable[models.Model]:
    return (getattr(thing, "plan", thing),)


def is_editable(user: Any, thing: Any) -> bool:
    return bool((thing if hasattr(thing, "proposed_by_side") else thing.commitment).is_editable)


def writes_here(user: Any, thing: Any) -> bool:
    """In the working group; being a drafter elsewhere in the plan is not enough."""
    commitment = thing if hasattr(thing, "proposed_by_side") else thing.commitment
    return roles.holds(user, Role.DRAFTER, commitment)


def writes_here_now(user: Any, thing: Any) -> bool:
    return is_editable(user, thing) and writes_here(user, thing)


def writes_in_plan(user: Any, plan: Any) -> bool:
    """In the working group of one of its commitments."""
    return roles.things(user, plan.commitments.model, Role.DRAFTER).filter(plan=plan).exists()


def acts_for_civil_society(user: Any, thing: Any) -> bool:
    return roles.side_of(user) == Side.CIVIL_SOCIETY


def other_side_proposed(user: Any, commitment: Any) -> bool:
    side = roles.side_of(user)
    return side in (Side.GOVERNMENT, Side.CIVIL_SOCIETY) and side != commitment.proposed_by_side


def own_side_proposed(user: Any, commitment: Any) -> bool:
    return bool(commitment.proposed_by_side) and roles.side_of(user) == commitment.proposed_by_side


def asked_by_other_side(user: Any, change: Any) -> bool:
    return roles.side_of(user) in (Side.GOVERNMENT, Side.CIVIL_SOCIETY) and roles.side_of(user) != change.asked_side


def asked_by_own_side(user: Any, change: Any) -> bool:
    return bool(roles.side_of(user) == change.asked_side)


def is_past_cut_off(user: Any, plan: Any) -> bool:
    return bool(plan.is_past_cut_off())


def signed_what_was_corrected(user: Any, commitment: Any) -> bool:
    """In a post from which words were signed that a correction changed, while its holder may object."""
    from drafting import corrections

    rows = corrections.of([commitment]).get(commitment.pk, [])
    return any(corrections.mine(correction, user) for correction in rows)


def corrected_commitment_and_plan(thing: Any) -> Iterable[models.Model]:
    """Of a commitment, or of a correction proposed of it."""
    return commitment_and_plan(getattr(thing, "commitment", thing))


def clears_for_its_department(user: Any, commitment: Any) -> bool:
    """In post, as clearing officer or their deputy, for a department that leads or supports the commitment. A deputy's
    department is that of the post they act for, wherever they sit."""
    parts = commitment.parts.filter(part__in=[Part.LEAD, Part.SUPPORTING_GOVERNMENT])
    departments = parts.values("organisation")
    own = Q(post__kind=PostKind.CLEARING_OFFICER, post__organisation__in=departments)
    acting = Q(post__deputy_of__kind=PostKind.CLEARING_OFFICER, post__deputy_of__organisation__in=departments)
    return bool(user.tenures.current().filter(own | acting).exists())


def may_ask_to_join(user: Any, commitment: Any) -> bool:
    """Who acts for a side and does not write here already, as drafters of the group and both leads do."""
    return (
        bool(commitment.is_editable)
        and roles.side_of(user) in (Side.GOVERNMENT, Side.CIVIL_SOCIETY)
        and not writes_here(user, commitment)
        and not roles.holds(user, LEADS, commitment.plan)
    )


def plan_is_open(user: Any, commitment: Any) -> bool:
    return is_open(user, commitment.plan)


def plan_is_open_to_network(user: Any, commitment: Any) -> bool:
    return is_open_to_network(user, commitment.plan)


WRITERS = (
    allow(*LEADS, when=is_editable, note=WHILE_WRITTEN),
    allow(Role.DRAFTER, when=writes_here_now, note=_("in their own working groups, while proposed or in drafting")),
)

declare(
    capability(
        "commitments.suggest",
        _("Suggest other words for a section of a commitment"),
        allow(
            Role.DRAFTER,
            *LEADS,
            Role.CLEARING_OFFICER,
            Role.REPRESENTATIVE,
            Role.STEERING_MEMBER,
            Role.REVIEWER,
            Standing.MEMBER,
            when=is_editable,
            note=WHILE_WRITTEN,
        ),
        on=commitment_and_plan,
    ),
    capability(
        "commitments.comment",
        _("Comment on a section of a commitment"),
        allow(
            Role.DRAFTER,
            *LEADS,
            Role.CLEARING_OFFICER,
            Role.REPRESENTATIVE,
            Role.STEERING_MEMBER,
            Role.REVIEWER,
            Standing.MEMBER,
        ),
        on=commitment_and_plan,
    ),
    capability(
        "commitments.decide_suggestion",
        _("Decide on suggestions, with a reason"),
        allow(*LEADS),
        allow(Role.DRAFTER, when=writes_here, note=_("in their own working groups")),
        on=commitment_and_plan,
    ),
    capability(
        "commitments.see",
        _("Read a commitment before it is published"),
        allow(*Role),
        allow(
            Standing.MEMBER,
            Standing.OFFICIAL,
            when=plan_is_open_to_network,
            note=_("unless the plan is for the engaged only"),
        ),
        allow(Standing.EVERYONE, when=plan_is_open, note=_("if the plan is open")),
        on=commitment_and_plan,
    ),
    capability(
        "commitments.see_group",
        _("See who is in a working group, what it is for and what came of it"),
        allow(*Role),
        allow(Standing.MEMBER, Standing.OFFICIAL),
        allow(Standing.EVERYONE, when=plan_is_open, note=_("if the plan is open")),
        on=commitment_and_plan,
    ),
    capability(
        "commitments.propose",
        _("Propose a commitment"),
        allow(Role.DRAFTER, *LEADS),
        allow(Standing.SIGNED_IN, when=writes_in_plan, note=_("who write in one of its working groups")),
        on=plan_of,
    ),
    capability("commitments.edit", _("Edit the details of a commitment"), *WRITERS, on=commitment_and_plan),
    capability("commitments.edit_section", _("Write a section of a commitment"), *WRITERS, on=commitment_and_plan),
    capability("commitments.edit_milestones", _("Add, edit and order milestones"), *WRITERS, on=commitment_and_plan),
    capability(
        "commitments.take_up",
        _("Take up a proposed commitment"),
        allow(*LEADS, when=other_side_proposed, note=_("proposed by the other side")),
        on=commitment_and_plan,
    ),
    capability(
        "commitments.withdraw",
        _("Withdraw a commitment"),
        allow(Role.DRAFTER, *LEADS, when=own_side_proposed, note=_("proposed by their own side")),
        on=commitment_and_plan,
    ),
    capability(
        "commitments.decline",
        _("Decline a commitment, with a public reason"),
        allow(Role.LEAD_OFFICIAL, Role.MINISTER, Role.PRIVATE_OFFICE),
        on=commitment_and_plan,
    ),
    capability("commitments.merge", _("Merge a commitment into another"), allow(*LEADS), on=commitment_and_plan),
    capability(
        "commitments.annex", _("Carry a commitment to the annex"), allow(Role.COORDINATOR), on=commitment_and_plan
    ),
    capability(
        "commitments.take_up_again",
        _("Take up again what stands in the annex"),
        allow(Role.LEAD_OFFICIAL),
        on=commitment_and_plan,
    ),
    capability(
        "commitments.agree",
        _("Agree to a commitment for one's side, or send it back"),
        allow(*LEADS),
        on=commitment_and_plan,
    ),
    capability(
        "commitments.send_for_clearance",
        _("Send an agreed commitment for clearance"),
        allow(Role.LEAD_OFFICIAL),
        on=commitment_and_plan,
    ),
    capability(
        "commitments.send_without_agreement",
        _("Send a commitment for clearance without civil society's agreement, with a public reason"),
        allow(Role.LEAD_OFFICIAL),
        on=commitment_and_plan,
    ),
    capability(
        "commitments.clear",
        _("Clear a commitment for a department, or return it"),
        allow(
            Role.CLEARING_OFFICER, when=clears_for_its_department, note=_("of a department that leads or supports it")
        ),
        on=commitment_and_plan,
    ),
    capability(
        "commitments.approve",
        _("Approve a commitment"),
        allow(Role.MINISTER, Role.PRIVATE_OFFICE),
        on=commitment_and_plan,
    ),
    capability("commitments.reopen", _("Reopen a commitment"), allow(*LEADS), on=commitment_and_plan),
    capability(
        "commitments.ask_late_change",
        _("Ask for the other side's consent to a change after the cut-off"),
        allow(*LEADS, when=is_past_cut_off, note=_("after the cut-off")),
        on=plan_of,
    ),
    capability(
        "commitments.answer_late_change",
        _("Consent to a change after the cut-off, or refuse it"),
        allow(*LEADS, when=asked_by_other_side, note=_("asked for by the other side")),
        on=plan_of,
    ),
    capability(
        "commitments.take_back_late_change",
        _("Take back what one's side asked for after the cut-off"),
        allow(*LEADS, when=asked_by_own_side, note=_("asked for by their own side")),
        on=plan_of,
    ),
    capability(
        "commitments.correct",
        _("Propose an editorial correction of what was agreed, and declare it with the other side's lead"),
        allow(*LEADS),
        on=corrected_commitment_and_plan,
    ),
    capability(
        "commitments.object_to_correction",
        _("Object to an editorial correction of what one has signed"),
        allow(Standing.SIGNED_IN, when=signed_what_was_corrected, note=_("in a post from which it was signed")),
        on=lambda commitment: (),
    ),
    capability("commitments.freeze", _("Freeze an edition of a commitment"), allow(*LEADS), on=commitment_and_plan),
    capability(
        "commitments.ask_to_join",
        _("Ask to join a working group"),
        allow(
            Standing.MEMBER,
            Standing.OFFICIAL,
            *Role,
            when=may_ask_to_join,
            note=_("acting for a side, while proposed or in drafting, if not writing there already"),
        ),
        on=commitment_and_plan,
    ),
    capability(
        "commitments.edit_group",
        _("Answer who asks to join a working group, add and remove drafters"),
        allow(*LEADS),
        on=commitment_and_plan,
    ),
    capability("commitments.see_board", _("See the board of a plan's commitments"), allow(*LEADS), on=plan_of),
    capability(
        "commitments.add_ask",
        _("Put an ask into the annex"),
        allow(Role.COORDINATOR),
        allow(Role.DRAFTER, when=acts_for_civil_society, note=_("of civil society")),
        on=plan_of,
    ),
    capability(
        "commitments.edit_ask",
        _("Edit the words of an ask"),
        allow(Role.COORDINATOR),
        allow(Role.DRAFTER, when=acts_for_civil_society, note=_("of civil society")),
        on=plan_of,
    ),
    capability("commitments.answer_ask", _("Say where an ask stands, and why"), allow(Role.LEAD_OFFICIAL), on=plan_of),
)
