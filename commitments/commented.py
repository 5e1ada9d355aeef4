"""What drafting asks about comments on a section: where they are, and who reads them."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from commitments.models import Section
from network.readers import Readers
from plans import readers as plan_readers


def address(section: Section, key: UUID) -> str:
    commitment = section.commitment
    return reverse("commitments:thread", args=[commitment.plan.slug, commitment.ref, section.template_section.key, key])


def readers(section: Section) -> Readers:
    return plan_readers.of(section.commitment.plan, section.commitment)
