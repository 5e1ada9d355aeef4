"""What drafting asks about comments on a section: where they are, who reads them; and how many wait on its page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count
from django.urls import reverse

from commitments.models import Commitment, Section
from drafting.choices import ThreadState
from drafting.models import Thread
from network.readers import Readers
from plans import readers as plan_readers


def address(section: Section, key: UUID) -> str:
    commitment = section.commitment
    return reverse("commitments:thread", args=[commitment.plan.slug, commitment.ref, section.template_section.key, key])


def readers(section: Section) -> Readers:
    return plan_readers.of(section.commitment.plan, section.commitment)


def open_counts(commitment: Commitment, user: Any) -> dict[int, int]:
    """By key of the text: conversations that wait for an answer, of those that this person may read."""
    waiting = Thread.objects.visible_to(user).filter(text__section__commitment=commitment, state=ThreadState.OPEN)
    return dict(waiting.order_by().values_list("text").annotate(Count("pk")))
