"""Asking departments for clearance and taking their answers. Whoever writes here holds the lock on the commitment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments import workflow
from commitments.choices import State
from commitments.models import Commitment
from core.history import save_as
from drafting import agreement, signing
from drafting.models import Correction, Edition, Signature
from ledger.machine import Blocked, Done, NotAllowed, ReasonNeeded, WrongState
from ledger.services import record
from network import roles
from network.choices import Role, Side
from network.models import Organisation, Tenure
from signoffs import clearance, seats, telling
from signoffs.models import ClearanceRequest, ClearanceTerms, Sending
from signoffs.models.clearance import USUAL_DAYS

if TYPE_CHECKING:
    from network.models import User
    from network.proving import Proof
    from plans.models import Plan, Stage

AllCleared = Callable[[Commitment, Edition, Any, "datetime | None"], None]
_all_cleared: list[AllCleared] = []


def when_all_cleared(follow: AllCleared) -> None:
    """`follow(commitment, edition, by, at)` is called in the transaction in which the last department clears, or in
    which words are sent that all have cleared already: the minister's turn."""
    _all_cleared.append(follow)


def follow(done: Done) -> None:
    """What follows from a commitment's transitions, in their own transaction."""
    if done.transition.target == State.CLEARANCE:
        send(done.thing, by=done.by, at=done.at)
    elif done.came_from == State.CLEARANCE:
        end_sending(done.thing, at=done.at)


def send(commitment: Commitment, *, by: User, at: datetime | None = None) -> Sending:
    """Ask every department that leads or supports it about the edition that was agreed. Raises Blocked without any."""
    departments = clearance.asked_of(commitment)
    if not departments:
        raise Blocked(
            [_("No department of government leads or supports it. Name one among its organisations: it clears it.")]
        )
    moment = at or timezone.now()
    edition = _edition_to_send(commitment)
    sending = Sending.objects.create(commitment=commitment, edition=edition, sent_at=moment)
    due_on = due_for(commitment.plan, at=moment)
    posts = clearance.clearing_posts(one.pk for one in departments)
    for organisation in departments:
        request = ClearanceRequest(sending=sending, organisation=organisation, asked_at=moment, due_on=due_on)
        request.post = posts.get(organisation.pk, clearance.ClearingPost()).post
        save_as(request, by=by, at=at)
    _let_in(commitment, posts.values(), by=by, at=at)
    data = {
        "edition": edition.number,
        "sha256": edition.sha256,
        "departments": [one.slug for one in departments],
        "due_on": due_on.isoformat(),
    }
    record(verb="signoffs.ask_departments", thing=commitment, by=by, data=data, at=at)
    telling.asked(sending, by=by, at=at)
    _tell_if_all_cleared(commitment, edition, by, at)
    return sending


def follow_correction(commitment: Commitment, correction: Correction, by: User, at: datetime | None) -> None:
    """An editorial correction of what is, or was, in clearance: from now on the corrected words are those that count.
    Departments keep their day, and whoever has cleared the words before is not asked again unless they object."""
    moment = at or timezone.now()
    earlier = Sending.objects.open().filter(commitment=commitment).first()
    if commitment.state not in (State.CLEARANCE, State.APPROVED):
        return
    ended_at = None if commitment.state == State.CLEARANCE else moment
    end_sending(commitment, at=at)
    sending = Sending.objects.create(commitment=commitment, edition=correction.after, sent_at=moment, ended_at=ended_at)
    for request in earlier.requests.all() if earlier else ():
        again = ClearanceRequest(sending=sending, organisation_id=request.organisation_id, post_id=request.post_id)
        again.asked_at, again.due_on = request.asked_at, request.due_on
        save_as(again, by=by, at=at)
    if commitment.state == State.CLEARANCE:
        _tell_if_all_cleared(commitment, correction.after, by, at)


def end_sending(commitment: Commitment, *, at: datetime | None = None) -> None:
    """It has left clearance: nobody is asked any more; what was answered stays."""
    Sending.objects.open().filter(commitment=commitment).update(ended_at=at or timezone.now())


@transaction.atomic
def clear(
    commitment: Commitment,
    organisation: Organisation,
    *,
    by: User,
    seen_sha256: str,
    remark: str = "",
    proof: Proof | None = None,
    at: datetime | None = None,
) -> Signature:
    """The department's yes to the words on the screen. Said twice to the same words it is one yes.

    Raises WrongState, NotAllowed, NoMandate, OtherWords, SeatTaken or NotProved; then nothing is written.
    """
    request, tenure = _lock(commitment, organisation, by, at)
    edition, said = request.sending.edition, clearance.answers_of(commitment, organisation)
    seats.check(edition, by, verb=clearance.CLEAR.name, organisation=organisation)
    _state, answer = clearance.stand_of(said, edition.sha256, is_asked=True)
    if answer is not None and answer.is_yes and answer.edition.sha256 == edition.sha256 == seen_sha256:
        return answer
    signature = _sign(clearance.CLEAR, request, tenure, by, said, seen_sha256, remark, proof, at)
    telling.cleared(signature, commitment)
    _tell_if_all_cleared(commitment, edition, by, at)
    return signature


@transaction.atomic
def return_to_drafting(
    commitment: Commitment,
    organisation: Organisation,
    *,
    by: User,
    seen_sha256: str,
    reason: str,
    proof: Proof | None = None,
    at: datetime | None = None,
) -> Signature:
    """The department does not clear it; the commitment is drafted again, and everybody is told why."""
    request, tenure = _lock(commitment, organisation, by, at)
    said = clearance.answers_of(commitment, organisation)
    signature = _sign(clearance.RETURN, request, tenure, by, said, seen_sha256, reason, proof, at)
    asked = list(request.sending.requests.exclude(pk=request.pk).select_related("post"))
    workflow.return_to_drafting(commitment, by=by, reason=reason, at=at)
    telling.returned(signature, commitment, also=asked)
    return signature


@transaction.atomic
def change_due(
    requests: Iterable[ClearanceRequest], *, due_on: date, reason: str, by: User, at: datetime | None = None
) -> None:
    """Give departments another date, with a reason that they are told. Raises ReasonNeeded, ValidationError."""
    if not reason.strip():
        raise ReasonNeeded
    if due_on < timezone.localdate(at):
        raise ValidationError({"due_on": _("Choose a day from today on.")})
    keys = [request.pk for request in requests]
    locked = ClearanceRequest.objects.open().select_for_update(of=("self",)).filter(pk__in=keys)
    related = locked.select_related("organisation", "post", "sending__commitment__plan")
    changed = [one for one in related if one.due_on != due_on]
    for request in changed:
        before, request.due_on = request.due_on, due_on
        save_as(request, by=by, reason=reason, at=at)
        data = {
            "organisation": request.organisation.slug,
            "from": before.isoformat(),
            "to": due_on.isoformat(),
        }
        record(
            verb="signoffs.change_due",
            thing=request.sending.commitment,
            by=by,
            reason=reason,
            reason_is_public=True,
            data=data,
            at=at,
        )
    telling.due_changed(changed, by=by, at=at)


@transaction.atomic
def ask_post(request: ClearanceRequest, *, by: User, at: datetime | None = None) -> ClearanceRequest:
    """Ask a department again: the clearing post that it has now, and those that act for it now.

    Raises ValidationError while there is none.
    """
    request = (
        ClearanceRequest.objects.open()
        .select_for_update(of=("self",))
        .select_related("organisation", "sending__commitment__plan")
        .get(pk=request.pk)
    )
    clearing = clearance.clearing_posts([request.organisation_id]).get(request.organisation_id)
    if clearing is None:
        raise ValidationError(_("This department has no clearing post yet. Create it first."))
    request.post = clearing.post
    save_as(request, by=by, at=at)
    _let_in(request.sending.commitment, [clearing], by=by, at=at)
    data = {"organisation": request.organisation.slug, "post": request.post.slug if request.post else None}
    record(verb="signoffs.ask_post", thing=request.sending.commitment, by=by, data=data, at=at)
    telling.asked(request.sending, by=by, at=at, only=request)
    return request


@transaction.atomic
def set_terms(
    plan: Plan, *, days: int, stage: Stage | None, by: User, reason: str, at: datetime | None = None
) -> ClearanceTerms:
    """How long departments have from now on. What is asked for already keeps its date."""
    if not reason.strip():
        raise ReasonNeeded
    terms = ClearanceTerms.objects.select_for_update().filter(plan=plan).first() or ClearanceTerms(plan=plan)
    terms.days, terms.stage = days, stage
    save_as(terms, by=by, reason=reason, at=at)
    data = {"days": days, "stage": stage.slug if stage else None}
    record(verb="signoffs.set_terms", thing=plan, by=by, reason=reason, reason_is_public=True, data=data, at=at)
    return terms


def due_for(plan: Plan, *, at: datetime | None = None) -> date:
    """The last day of the stage that the plan names for it, while that is to come; else a number of days from now."""
    today = timezone.localdate(at)
    terms = ClearanceTerms.objects.filter(plan=plan).select_related("stage").first()
    ends = terms.stage.ends if terms and terms.stage else None
    if ends and ends > today:
        return ends
    return today + timedelta(days=terms.days if terms else USUAL_DAYS)


def statement(verb: signing.Verb, request: ClearanceRequest, tenure: Tenure) -> str:
    """The sentence above the button, which the signature keeps."""
    words = {
        clearance.CLEAR: _("For %(whom)s, I clear edition %(number)d of “%(thing)s”, exactly as it stands here."),
        clearance.RETURN: _("For %(whom)s, I return edition %(number)d of “%(thing)s” to drafting."),
    }
    whom = str(request.organisation)
    if tenure.post.deputy_of:
        values = {"department": whom, "post": tenure.post.deputy_of.title}
        whom = _("%(department)s and on behalf of its %(post)s") % values
    sending = request.sending
    return words[verb] % {"whom": whom, "number": sending.edition.number, "thing": str(sending.commitment)}


def _edition_to_send(commitment: Commitment) -> Edition:
    """The edition to which both sides agreed; without civil society's agreement, the one to which government did."""
    edition = agreement.agreed_edition(commitment)
    if commitment.is_without_agreement:
        edition = agreement.answers(commitment)[Side.GOVERNMENT].edition
    if edition is None:
        raise Blocked([_("Nobody has agreed to an edition of it yet.")])
    return edition


def _let_in(
    commitment: Commitment, clearing: Iterable[clearance.ClearingPost], *, by: User, at: datetime | None = None
) -> None:
    """Posts that clear, and those that act for them, read the commitment and may answer, however open the plan is."""
    held = [
        holding for thing in (commitment.plan, commitment) for holding in roles.holders(thing, Role.CLEARING_OFFICER)
    ]
    known = {holding.post.pk for holding in held if holding.post}
    for one in clearing:
        for post in (one.post, *one.deputies):
            if post is not None and post.pk not in known:
                roles.grant(Role.CLEARING_OFFICER, commitment, to=post, by=by, at=at)


def _lock(
    commitment: Commitment, organisation: Organisation, by: User, at: datetime | None
) -> tuple[ClearanceRequest, Tenure]:
    """Nobody else writes to the commitment until the transaction ends; then state, right and mandate are asked."""
    commitment.refresh_from_db(from_queryset=Commitment._base_manager.select_for_update())
    if commitment.state != State.CLEARANCE:
        raise WrongState("it is not in clearance")
    if not by.has_perm("commitments.clear", commitment):
        raise NotAllowed("commitments.clear")
    asked = ClearanceRequest.objects.open().filter(sending__commitment=commitment, organisation=organisation)
    request = asked.select_related("organisation", "post", "sending__edition", "sending__commitment__plan").first()
    tenure = clearance.mandate_of(by, request, at) if request else None
    if request is None or tenure is None:
        raise NotAllowed("another department is asked, or this person does not clear for it")
    if not (tenure.mandate and tenure.mandated_on):
        raise signing.NoMandate("a mandate with a date is needed to clear for a department")
    return request, tenure


def _sign(
    verb: signing.Verb,
    request: ClearanceRequest,
    tenure: Tenure,
    by: User,
    said: list[Signature],
    seen_sha256: str,
    remark: str,
    proof: Proof | None,
    at: datetime | None,
) -> Signature:
    return signing.sign(
        request.sending.edition,
        verb,
        by=by,
        tenure=tenure,
        statement=statement(verb, request, tenure),
        seen_sha256=seen_sha256,
        proof=proof,
        remark=remark,
        organisation=request.organisation,
        on_behalf_of=tenure.post.deputy_of,
        supersedes=said[0] if said else None,
        at=at,
    )


def _tell_if_all_cleared(commitment: Commitment, edition: Edition, by: Any, at: datetime | None) -> None:
    if clearance.all_departments_cleared(commitment, by) is None:
        for tell in _all_cleared:
            tell(commitment, edition, by, at)
