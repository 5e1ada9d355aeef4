"""What drafting asks about comments on a narrative part: where they are, who reads them."""

from uuid import UUID

from django.urls import reverse

from network.readers import Readers
from plans import readers as plan_readers
from plans.models import NarrativePart


def address(part: NarrativePart, key: UUID) -> str:
    return reverse("plans:part_thread", args=[part.plan.slug, part.slug, key])


def readers(part: NarrativePart) -> Readers:
    return plan_readers.of(part.plan)
