"""What a person may see of commitments: one queryset for pages, lists, counts, search, exports and history alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Prefetch, Q, QuerySet

from commitments.choices import EDITABLE_STATES, MAIN_BODY_STATES, Part
from network import roles
from plans.models import Plan
from plans.rules import LEADS

if TYPE_CHECKING:
    from commitments.models import (  # noqa: F401 (named in the base classes)
        Ask,
        Commitment,
        GroupRequest,
        Section,
        WorkingGroup,
    )


class CommitmentQuerySet(QuerySet["Commitment"]):
    def visible_to(self, user: Any) -> CommitmentQuerySet:
        """As the plan's openness says: all, the network and officials, or holders of a role on the plan; and always
        those who hold a role on the commitment itself."""
        return self.filter(
            Q(plan__in=Plan.objects.with_drafts_visible_to(user).values("pk"))
            | Q(pk__in=roles.things(user, self.model).values("pk"))
        )

    def with_group_visible_to(self, user: Any) -> CommitmentQuerySet:
        """That a working group is at work, for what and with whom, the network and officials know whatever is open
        of its drafts. Twin of the rule `commitments.see_group`."""
        knows = user.is_authenticated and (roles.is_member(user) or roles.is_official(user))
        return self.all() if knows else self.visible_to(user)

    def in_main_body(self) -> CommitmentQuerySet:
        """Those on the way into the plan: neither declined, withdrawn, merged nor in the annex."""
        return self.filter(state__in=MAIN_BODY_STATES)

    def editable(self) -> CommitmentQuerySet:
        return self.filter(state__in=EDITABLE_STATES)

    def led_by(self, organisation: Any) -> CommitmentQuerySet:
        return self.filter(parts__organisation=organisation, parts__part=Part.LEAD)

    def mentioning(self, words: str) -> CommitmentQuerySet:
        """Those whose reference, title or present sections have all of the words."""
        found = self
        for word in words.split()[:8]:
            in_section = _model("Section").objects.filter(text__latest__body__icontains=word)
            found = found.filter(
                Q(ref__iexact=word) | Q(title__icontains=word) | Q(pk__in=in_section.values("commitment"))
            )
        return found

    def with_card(self) -> CommitmentQuerySet:
        """Everything a row or card shows, in a constant number of queries."""
        leads = _model("CommitmentOrganisation").objects.filter(part=Part.LEAD).select_related("organisation")
        return self.select_related("plan", "theme").prefetch_related(Prefetch("parts", queryset=leads, to_attr="leads"))

    def with_content(self) -> CommitmentQuerySet:
        """Everything an edition says of each commitment, in a constant number of queries.

        Joined and not prefetched where the relation goes forward: for that Django 5.2 asks SQLite one condition for
        each row, and SQLite refuses a thousand.
        """
        parts = _model("CommitmentOrganisation").objects.select_related("organisation")
        sections = _model("Section").objects.select_related("template_section", "text__latest")
        responsible = _model("MilestoneOrganisation").objects.select_related("organisation")
        milestones = _model("Milestone").objects.prefetch_related(Prefetch("parts", responsible))
        return self.select_related("plan__template", "theme", "continues__plan").prefetch_related(
            Prefetch("parts", parts), Prefetch("sections", sections), Prefetch("milestones", milestones)
        )


class SectionQuerySet(QuerySet["Section"]):
    def visible_to(self, user: Any) -> SectionQuerySet:
        return self.filter(commitment__in=_model("Commitment").objects.visible_to(user).values("pk"))


class WorkingGroupQuerySet(QuerySet["WorkingGroup"]):
    def visible_to(self, user: Any) -> WorkingGroupQuerySet:
        return self.filter(commitment__in=_model("Commitment").objects.with_group_visible_to(user).values("pk"))


class GroupRequestQuerySet(QuerySet["GroupRequest"]):
    def visible_to(self, user: Any) -> GroupRequestQuerySet:
        """One's own, and those on plans that one leads: there they are counted and answered."""
        if not user.is_authenticated:
            return self.none()
        led = roles.things(user, Plan, LEADS)
        return self.filter(Q(person=user.pk) | Q(commitment__plan__in=led.values("pk")))


class AskQuerySet(QuerySet["Ask"]):
    def visible_to(self, user: Any) -> AskQuerySet:
        return self.filter(
            Q(plan__in=Plan.objects.with_drafts_visible_to(user).values("pk"))
            | Q(origin_commitment__in=_model("Commitment").objects.visible_to(user).values("pk"))
        )


def _model(name: str) -> Any:
    """Models stand above querysets; the registry finds them without an import."""
    return apps.get_model("commitments", name)
