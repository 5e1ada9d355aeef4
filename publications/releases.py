"""The final edition on its way: seal, sign, set the hour, publish. Only this module writes the state of a release.

Sealing freezes the plan and has every file made, for each way in which it may be presented. Publication is then one
transaction that only writes rows: everything is there at once, or nothing is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import jobs
from core.canonical import sha256
from core.history import save_as
from drafting import editions, signing
from drafting.models import Signature
from ledger import checkpoints
from ledger.machine import Blocked, Machine, NotAllowed, Transition, register_guard
from ledger.services import record
from network import acting, roles
from network.choices import Role, Side
from notices import services as notices
from plans.models import Plan
from publications import coverage, presenting, readiness, standing_beside
from publications.choices import LIVE_RELEASES, Kind, ReleaseState
from publications.models import PlanEdition, Release
from publications.services import PREPARE, kept_plan_pdf
from publications.workflow import ChangedMeanwhile, NothingNew

if TYPE_CHECKING:
    from network.models import User
    from network.proving import Proof

SIGN = signing.register(signing.Verb(readiness.SIGN, gettext_lazy("Signed the final edition of the plan"), is_yes=True))
SEALED, SIGNED, STOPPED = "publications.sealed", "publications.signed", "publications.stopped"
PUBLISHED = "publications.published"

machine = Machine(
    "publications.Release",
    (
        Transition(
            "schedule",
            gettext_lazy("Set the hour of publication"),
            (ReleaseState.SEALED, ReleaseState.SCHEDULED, ReleaseState.STOPPED),
            ReleaseState.SCHEDULED,
            "publications.schedule",
            done=gettext_lazy("Set the hour of publication"),
            guards=("ready",),
            statement=gettext_lazy("At this hour the plan is public, for good."),
        ),
        Transition(
            "cancel",
            gettext_lazy("Cancel this final edition"),
            LIVE_RELEASES,
            ReleaseState.CANCELLED,
            "publications.seal",
            done=gettext_lazy("Cancelled a final edition"),
            needs_reason=True,
            statement=gettext_lazy("It is not published. Who signed it is told why."),
            is_warning=True,
        ),
    ),
    initial=ReleaseState.SEALED,
)


def ready(release: Release, by: Any) -> str | None:
    return " ".join(readiness.before_publishing(release)) or None


register_guard("publications.Release", "schedule", "ready", ready)


class NotYet(Blocked):
    """The plan is not ready to be sealed; `needs` say what is missing and from whom."""

    def __init__(self, needs: Iterable[readiness.Need]) -> None:
        self.needs = list(needs)
        super().__init__([need.text for need in self.needs])


@transaction.atomic
def seal(
    plan: Plan,
    *,
    by: User,
    seen_sha256: str,
    change_note: str = "",
    reasons: dict[str, str] | None = None,
    at: datetime | None = None,
) -> Release:
    """Freeze the plan as its final edition (or the next, amended one), for both leads to sign.

    `reasons` say, by kind of coverage, why some of it stays unanswered. Raises NotAllowed, NotYet, ChangedMeanwhile,
    NothingNew, or ValidationError where one is on its way already.
    """
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if not by.has_perm("publications.seal", plan):
        raise NotAllowed("publications.seal")
    if plan.releases.filter(state__in=LIVE_RELEASES).exists():
        raise ValidationError(_("A final edition is on its way already. Cancel it before you seal another."))
    if needs := readiness.before_sealing(plan, reasons):
        raise NotYet(needs)
    edition = editions.freeze(plan, by=by, at=at)
    if edition.sha256 != seen_sha256:
        raise ChangedMeanwhile(_("The plan was changed while you were reading. Read what is new, then seal it."))
    kind, number = _next(plan, edition, change_note)
    moment = at or timezone.now()
    open_list = _open_list(plan, reasons or {})
    entry = record(
        verb="publications.seal",
        thing=plan,
        by=by,
        reason=change_note,
        reason_is_public=True,
        statement=str(gettext_lazy("This is the final text. It is published as it stands when the leads have signed.")),
        data={"kind": str(kind), "number": number, "sha256": edition.sha256, "open_sha256": sha256(open_list)},
        at=moment,
    )
    checkpoint = checkpoints.covering(entry)
    release = Release(
        plan=plan,
        edition=edition,
        number=number,
        kind=kind,
        change_note=change_note.strip(),
        open_list=open_list,
        sealed_by=by,
        sealed_at=moment,
        ledger_index=entry.index,
        checkpoint_size=checkpoint.size,
        checkpoint_note=checkpoint.note,
    )
    save_as(release, by=by, at=at)
    _tell(SEALED, release, by=by, waits_for=[*_leads(plan, Role.LEAD_OFFICIAL), *_leads(plan, Role.COORDINATOR)])
    return release


@transaction.atomic
def sign(
    release: Release, *, by: User, seen_sha256: str, proof: Proof | None = None, at: datetime | None = None
) -> Signature:
    """A lead signs the sealed edition for their side. Raises NotAllowed, Blocked, OtherWords, NoMandate, NotProved."""
    release = _lock(release)
    plan, edition = release.plan, release.edition
    if not by.has_perm("publications.sign", plan):
        raise NotAllowed("publications.sign")
    if release.state not in LIVE_RELEASES:
        raise Blocked([_("This edition is no longer on its way.")])
    tenure = acting.tenure_for(by, plan)
    if tenure is None:
        raise signing.NoMandate("a plan is signed from a post")
    before = readiness.signatures(edition).get(Side(tenure.post.side))
    if before is not None:
        return before
    signature = signing.sign(
        edition,
        SIGN,
        by=by,
        tenure=tenure,
        statement=statement(release, Side(tenure.post.side)),
        seen_sha256=seen_sha256,
        proof=proof,
        at=at,
    )
    _tell(SIGNED, release, by=by)
    return signature


def statement(release: Release, side: Side) -> str:
    words = {
        Side.GOVERNMENT: _("For government, I sign edition %(number)d of “%(plan)s”, exactly as it is sealed."),
        Side.CIVIL_SOCIETY: _("For civil society, I sign edition %(number)d of “%(plan)s”, exactly as it is sealed."),
    }
    return words[side] % {"number": release.number, "plan": release.plan.title}


@transaction.atomic
def schedule(release: Release, *, publish_at: datetime, by: User, at: datetime | None = None) -> None:
    """Set the hour, or set it anew; the files are made at once. Raises Blocked with what stands against it."""
    if publish_at < (at or timezone.now()).replace(second=0, microsecond=0):
        raise ValidationError({"publish_at": _("Choose an hour that is still to come.")})

    def effect(row: Release) -> dict[str, str]:
        row.publish_at, row.stopped_because = publish_at, ""
        return {"publish_at": publish_at.isoformat(), "sha256": row.edition.sha256}

    machine.perform(release, "schedule", by=by, at=at, effect=effect)
    _prepare(release, standing_beside.taken(release.plan, release.edition))


def cancel(release: Release, *, by: User, reason: str, at: datetime | None = None) -> None:
    machine.perform(release, "cancel", by=by, reason=reason, at=at)


def variants(release: Release) -> list[PlanEdition]:
    """Each way in which it may be presented when its hour comes: the network may give or take back its word until
    then, and nothing may have to be made at that moment."""
    assert release.publish_at is not None
    beside = standing_beside.taken(release.plan, release.edition)
    return [release.as_published(way, release.publish_at, beside) for way in presenting.WAYS]


def is_prepared(release: Release) -> bool:
    return all(kept_plan_pdf(variant) is not None for variant in variants(release))


def publish_due(at: datetime | None = None) -> list[PlanEdition]:
    """Publish what is due; stop, and tell the leads, what may no longer be. Called every minute.

    What waits for its hour is looked after: an organisation may have taken a stance, which is printed in the files.
    """
    moment = at or timezone.now()
    scheduled = Release.objects.filter(state=ReleaseState.SCHEDULED).select_related("plan", "edition")
    for release in scheduled.filter(publish_at__gt=moment):
        if not is_prepared(release):
            _prepare(release, standing_beside.taken(release.plan, release.edition))
    found = [publish(release, at=moment) for release in scheduled.filter(publish_at__lte=moment)]
    return [one for one in found if one is not None]


@transaction.atomic
def publish(release: Release, *, at: datetime | None = None) -> PlanEdition | None:
    """All formats or none, in one transaction. None if it was done, is not prepared, or had to be stopped."""
    Plan.objects.select_for_update(of=("self",)).get(pk=release.plan_id)
    release = _lock(release)
    if release.state != ReleaseState.SCHEDULED or release.publish_at is None:
        return None
    if reasons := readiness.before_publishing(release):
        _stop(release, reasons, at)
        return None
    way = presenting.presented_as(release.plan, release.edition)
    row = release.as_published(way, release.publish_at, standing_beside.taken(release.plan, release.edition))
    if kept_plan_pdf(row) is None:  # or an organisation took a stance a moment ago, which is printed in it
        _prepare(release, row.beside)
        return None
    row.published_by = release.sealed_by
    row.save(force_insert=True)
    standing_beside.publish(release.plan, release.edition, at=at or timezone.now())
    release.state, release.published = ReleaseState.PUBLISHED, row
    save_as(release, by=None, at=at)
    record(
        verb="publications.publish",
        thing=release.plan,
        by=None,
        reason=release.change_note,
        reason_is_public=True,
        data={
            "kind": release.kind,
            "number": release.number,
            "sha256": release.edition.sha256,
            "presented_as": way,
            "beside_sha256": sha256(row.beside),
            "signed_by": sorted(readiness.signatures(release.edition)),
        },
        at=at,
    )
    _tell(PUBLISHED, release, by=None, to=[release.sealed_by])
    return row


def _prepare(release: Release, beside: dict[str, Any]) -> None:
    assert release.publish_at is not None
    key = f"{release.pk}:{release.publish_at.isoformat()}:{sha256(beside)[:16]}"
    jobs.enqueue(PREPARE, release.pk, key=key)


def _stop(release: Release, reasons: list[str], at: datetime | None) -> None:
    release.state, release.stopped_because = ReleaseState.STOPPED, "\n".join(reasons)
    save_as(release, by=None, at=at)
    record(
        verb="publications.stop",
        thing=release.plan,
        by=None,
        reason=release.stopped_because,
        reason_is_public=False,
        data={"number": release.number, "sha256": release.edition.sha256},
        at=at,
    )
    leads = [*_leads(release.plan, Role.LEAD_OFFICIAL), *_leads(release.plan, Role.COORDINATOR)]
    _tell(STOPPED, release, by=None, waits_for=leads)


def _next(plan: Plan, edition: Any, change_note: str) -> tuple[Kind, int]:
    latest = PlanEdition.objects.of(plan).first()
    is_amendment = plan.editions.exclude(kind=Kind.CONSULTATION_DRAFT).exists()
    if latest is not None and latest.edition_id == edition.pk and is_amendment:
        raise NothingNew(_("Nothing has changed since the last edition, so there is nothing to publish."))
    if latest is not None and not change_note.strip():
        raise ValidationError({"change_note": _("Say what changed since the last edition.")})
    return (Kind.AMENDED if is_amendment else Kind.FINAL), (latest.number + 1 if latest else 1)


def _open_list(plan: Plan, reasons: dict[str, str]) -> list[dict[str, Any]]:
    """What is published of the coverage: per kind the numbers, and for what is open each item and the reason."""
    return [
        {
            "kind": one.kind,
            "label": str(one.label),
            "total": one.total,
            "answered": one.answered,
            "reason": "" if one.is_full else reasons[one.kind].strip(),
            "open": [item.text for item in one.open],
        }
        for one in coverage.of(plan)
    ]


def _lock(release: Release) -> Release:
    return Release.objects.select_for_update(of=("self",)).select_related("plan", "edition").get(pk=release.pk)


def _leads(plan: Plan, role: Role) -> list[Any]:
    return [one for holding in roles.holders(plan, role) if (one := holding.post or holding.person)]


def _tell(kind: str, release: Release, *, by: Any, **recipients: Any) -> None:
    notices.announce(
        kind=kind, thing=release, title=str(release), address=release.get_absolute_url(), by=by, **recipients
    )
