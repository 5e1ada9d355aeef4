"""What drafting asks about suggestions on a section: where they are, who decides, what may follow a refusal."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.models import Ask, Commitment, Section
from drafting.models import Suggestion
from drafting.owners import AfterRefusal, Next
from network import roles
from network.choices import Role, Side
from network.models import Post, User
from plans.models import Plan

LEADS = {Side.GOVERNMENT: Role.LEAD_OFFICIAL, Side.CIVIL_SOCIETY: Role.COORDINATOR}


def address(section: Section, number: int) -> str:
    place = [section.commitment.plan.slug, section.commitment.ref, section.template_section.key]
    return reverse("commitments:suggestion", args=[*place, number])


def deciders(section: Section) -> list[Post | User]:
    """The drafters of its working group; for a side that has none there, its lead on the plan."""
    commitment = section.commitment
    found = roles.holders(commitment, Role.DRAFTER)
    sides = {holding.side for holding in found}
    for side, role in LEADS.items():
        if side not in sides:
            found += roles.holders(commitment.plan, role)
    recipients = [holding.post or holding.person for holding in found]
    return [one for one in recipients if one is not None]


def decided_by(user: Any) -> QuerySet[Section]:
    """Twin of `deciders` for one person, in a constant number of queries."""
    commitments = Q(pk__in=roles.things(user, Commitment, Role.DRAFTER).values("pk"))
    for side, role in LEADS.items():
        written = roles.held_for(side, Commitment, Role.DRAFTER)
        led = Commitment.objects.filter(plan__in=roles.things(user, Plan, role).values("pk"))
        commitments |= Q(pk__in=led.exclude(pk__in=written.values("pk")).values("pk"))
    return Section.objects.filter(commitment__in=Commitment.objects.filter(commitments).values("pk"))


def after_refusal(section: Section, user: Any) -> AfterRefusal:
    return carrying(section.commitment, user)


def carrying(commitment: Commitment, user: Any) -> AfterRefusal:
    """A button to carry a suggestion to the annex, or the way to the ask that it became: two questions for all."""
    may_carry = user.has_perm("commitments.add_ask", commitment.plan)
    visible = Ask.objects.visible_to(user).filter(origin_suggestion__text__section__commitment=commitment)
    asks = {ask.origin_suggestion_id: ask for ask in visible.select_related("plan")}
    sections = {one.text_id: one.template_section.key for one in commitment.sections.select_related("template_section")}

    def next_for(suggestion: Suggestion) -> Next | None:
        ask = asks.get(suggestion.pk)
        if ask:
            return Next(_("In the annex as %(ref)s") % {"ref": ask.ref}, ask.get_absolute_url())
        if not may_carry:
            return None
        place = [commitment.plan.slug, commitment.ref, sections[suggestion.text_id], suggestion.number]
        return Next(_("Carry to the annex"), reverse("commitments:carry_suggestion", args=place), is_button=True)

    return next_for
