"""An organisation takes a stance, and what was said becomes public with the plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commitments.models import Commitment
from drafting import signing
from ledger.machine import Blocked, NotAllowed
from network.proving import Proof
from plans.models import Plan
from signoffs import endorsement_telling as telling
from signoffs import endorsing
from signoffs.choices import NEEDS_STATEMENT, Stance
from signoffs.endorsing import Thing
from signoffs.models import Endorsement, MadePublic

if TYPE_CHECKING:
    from network.models import Organisation, User


class SaidMeanwhile(ValidationError):
    """Somebody else spoke for the same organisation after the page was shown."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else took a stance for your organisation while you were reading. See it, then decide again."),
            code="said_meanwhile",
        )


@transaction.atomic
def endorse(
    thing: Thing,
    *,
    organisation: Organisation,
    stance: Stance,
    statement: str = "",
    is_name_public: bool,
    by: User,
    seen_sha256: str,
    replaces: Endorsement | None = None,
    proof: Proof | None = None,
    at: datetime | None = None,
) -> Endorsement:
    """`by` says for the organisation what it thinks of the words on their screen; the same said again changes nothing.

    `replaces` is what the page showed as the organisation's stance until now. Raises NotAllowed, NoMandate, Blocked,
    SaidMeanwhile, OtherWords, NotProved or ValidationError; then nothing is written.
    """
    thing = _lock(thing)
    if not by.has_perm("signoffs.endorse", thing):
        raise NotAllowed("signoffs.endorse")
    tenure = endorsing.mandate(by, thing, organisation, at)
    if tenure is None:
        raise signing.NoMandate("no dated mandate to speak for this organisation")
    before = endorsing.standing(thing, organisation)
    if before != replaces:
        raise SaidMeanwhile
    edition = endorsing.edition_now(thing)
    reasons = endorsing.objections(thing, edition)
    if stance not in endorsing.stances_open_to(before, reasons):
        raise Blocked(reasons or [str(_("This stance cannot be taken now."))])
    if stance in NEEDS_STATEMENT and not statement.strip():
        raise ValidationError({"statement": _("Say why: readers see it beside your organisation's stance.")})
    edition = edition or (before.signature.edition if before else None)
    assert edition is not None, "without words there is nothing to say, and nothing to take back"
    words = statement.strip()
    said = {"stance": stance, "statement": words, "is_name_public": is_name_public}
    if before and before.signature.edition_id == edition.pk and all(getattr(before, k) == v for k, v in said.items()):
        return before
    named = before.signature.edition if before and stance == Stance.WITHDRAWN else edition
    signature = signing.sign(
        edition,
        endorsing.YES if stance in (Stance.SUPPORTS, Stance.RESERVATIONS) else endorsing.NO,
        by=by,
        tenure=tenure,
        statement=endorsing.sentence(stance, organisation, thing, named),
        seen_sha256=seen_sha256,
        proof=proof,
        remark=words or _without_words(stance),
        organisation=organisation,
        supersedes=before.signature if before else None,
        data={"stance": str(stance), "is_name_public": is_name_public},
        at=at,
    )
    endorsement = Endorsement.objects.create(
        signature=signature,
        plan=endorsing.plan_of(thing),
        commitment=thing if isinstance(thing, Commitment) else None,
        organisation=organisation,
        previous=before,
        **said,
    )
    telling.said(endorsement, thing, tenure)
    return endorsement


@transaction.atomic
def make_public(
    plan: Plan, *, name: str, sha256: str, commitments: Iterable[tuple[Commitment, str, str]], at: datetime
) -> None:
    """Called by publications in the transaction that publishes a final or amended edition: from now on what
    organisations say of the plan and of these commitments (with name and SHA-256 as published) is public."""
    rows = [MadePublic(plan=plan, name=name, sha256=sha256, at=at)]
    rows += [
        MadePublic(plan=plan, commitment=commitment, name=called, sha256=digest, at=at)
        for commitment, called, digest in commitments
    ]
    MadePublic.objects.bulk_create(rows)


def _lock(thing: Thing) -> Thing:
    """Nobody else writes to the thing, or takes a stance on it, until the transaction ends."""
    type(thing)._base_manager.select_for_update(of=("self",)).get(pk=thing.pk)
    thing.refresh_from_db()
    return thing


def _without_words(stance: Stance) -> str:
    """A no on record has a reason; taking a stance back needs none."""
    return "" if stance == Stance.SUPPORTS else str(_("Taken back without a statement."))
