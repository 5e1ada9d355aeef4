"""Publishing: freezes what a plan says now, records it, signs for it, and has it printed."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import jobs
from drafting import editions
from ledger import checkpoints
from ledger.services import record
from plans.models import Plan
from publications import agreeing, presenting, telling
from publications.choices import Kind
from publications.models import PlanEdition
from publications.services import JOB

STATEMENT = "Publishes this edition as a consultation draft. It can never be changed or taken away."


class NothingNew(ValidationError):
    """The plan says exactly what a published edition says already."""


class ChangedMeanwhile(ValidationError):
    """Somebody changed the plan after the preview was shown; what is published must be what was read."""


@transaction.atomic
def publish_consultation_draft(
    plan: Plan, *, by: Any, change_note: str = "", seen_sha256: str = "", at: datetime | None = None
) -> PlanEdition:
    """Make the plan as it stands public for good, as its next edition.

    `seen_sha256` is the content that the person saw in the preview; something else is refused.
    """
    if by is not None and not by.has_perm("publications.publish", plan):
        raise PermissionDenied("publications.publish")
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    edition = editions.freeze(plan, by=by, at=at)
    if seen_sha256 and edition.sha256 != seen_sha256:
        raise ChangedMeanwhile(_("The plan was changed while you were reading. Read what is new, then publish."))
    if PlanEdition.objects.filter(edition=edition).exists():
        raise NothingNew(_("Nothing has changed since the last edition, so there is nothing to publish."))
    latest = PlanEdition.objects.of(plan).first()
    if latest and not change_note.strip():
        raise ValidationError({"change_note": _("Say what changed since the last edition.")})
    published = _publish(plan, edition, number=latest.number + 1 if latest else 1, note=change_note, by=by, at=at)
    jobs.enqueue(JOB, published.pk)
    telling.published(published, by=by)
    return published


def _publish(plan: Plan, edition: Any, *, number: int, note: str, by: Any, at: datetime | None) -> PlanEdition:
    kind, agreed = Kind.CONSULTATION_DRAFT, agreeing.agreed_by(plan, edition.sha256)
    way = presenting.draft_presented_as(plan, edition)
    entry = record(
        verb="publications.publish",
        thing=plan,
        by=by,
        reason=note,
        reason_is_public=True,
        statement=STATEMENT,
        data={
            "kind": str(kind),
            "number": number,
            "sha256": edition.sha256,
            "agreed_by": agreed,
            "presented_as": str(way),
        },
        at=at,
    )
    checkpoint = checkpoints.covering(entry)
    return PlanEdition.objects.create(
        plan=plan,
        edition=edition,
        number=number,
        kind=kind,
        agreed_by=agreed,
        presented_as=way,
        change_note=note.strip(),
        published_at=at or timezone.now(),
        published_by=by,
        ledger_index=entry.index,
        checkpoint_size=checkpoint.size,
        checkpoint_note=checkpoint.note,
    )
