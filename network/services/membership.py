"""Joining and leaving a network. Who asked and what they were told stands in Applicant alone (DESIGN 4.10)."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.history import save_as
from core.jobs import enqueue
from ledger.services import record
from network.choices import ApplicantKind, OrganisationKind, PostKind, RequestState, Side
from network.models import Applicant, Membership, MembershipRequest, Network, Organisation, User
from network.periods import day_of
from network.services.organisations import create_organisation
from network.telling import Act, tell

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is read as another


@transaction.atomic
def ask_to_join(
    network: Network,
    *,
    name: str,
    email: str,
    statement: str,
    kind: str = ApplicantKind.PERSON,
    organisation_name: str = "",
    account: User | None = None,
    at: datetime | None = None,
) -> MembershipRequest:
    """Open to anyone, with or without an account."""
    request = MembershipRequest.objects.create(
        network=network,
        reference="".join(secrets.choice(LETTERS) for _letter in range(8)),
        submitted_at=at or timezone.now(),
    )
    Applicant.objects.create(
        request=request,
        kind=kind,
        name=name,
        email=email,
        statement=statement,
        organisation_name=organisation_name if kind == ApplicantKind.ORGANISATION else "",
        account=account,
    )
    tell(Act.ASKED_TO_JOIN, request, by=account, at=request.submitted_at)
    return request


@transaction.atomic
def answer_request(
    request: MembershipRequest, *, is_accepted: bool, reason: str, by: User | None, at: datetime | None = None
) -> MembershipRequest:
    """Accept or decline with a reason, which the applicant reads by e-mail and on their page.

    An organisation becomes a member at once; a person with their account, or when they take it up with one.
    """
    request = MembershipRequest.objects.select_for_update(of=("self",)).select_related("network").get(pk=request.pk)
    if not request.is_waiting:
        raise ValidationError(_("This request has been answered."))
    if not reason.strip():
        raise ValidationError({"reason": _("Enter the reason; every request is answered with one.")})
    applicant = request.applicant
    request.state = RequestState.ACCEPTED if is_accepted else RequestState.DECLINED
    request.answered_at = at or timezone.now()
    if by is not None:
        coordinating = request.network.posts.held_by(by, at).filter(kind=PostKind.COORDINATOR)
        request.answered_for = coordinating.first()
    applicant.reply = reason.strip()
    applicant.save(update_fields=["reply"])
    if is_accepted:
        request.membership = _admit_applicant(request.network, applicant, by=by, at=at)
    request.save()
    verb = "network.accept_request" if is_accepted else "network.decline_request"
    record(verb=verb, thing=request, by=by, at=at, data={"network": request.network.slug})
    enqueue("network.send_reply", request.pk)
    return request


@transaction.atomic
def take_up_membership(request: MembershipRequest, *, by: User, at: datetime | None = None) -> Membership:
    """The accepted applicant, who came by the secret address of their page, takes the membership with an account."""
    request = MembershipRequest.objects.select_for_update(of=("self",)).select_related("network").get(pk=request.pk)
    if request.state != RequestState.ACCEPTED or request.membership_id:
        raise ValidationError(_("There is no membership to take up here."))
    request.membership = admit(request.network, person=by, by=by, at=at)
    request.save(update_fields=["membership"])
    Applicant.objects.filter(request=request).update(account=by)
    return request.membership


@transaction.atomic
def admit(
    network: Network,
    *,
    by: User | None,
    person: User | None = None,
    organisation: Organisation | None = None,
    at: datetime | None = None,
) -> Membership:
    """A person or an organisation becomes a member; who already is one keeps that membership."""
    if person is not None:
        person = User.objects.select_for_update().get(pk=person.pk)
        if person.tenures.overlapping(day_of(at), None).exclude(post__side=Side.CIVIL_SOCIETY).exists():
            raise ValidationError(_("Who holds a post outside civil society cannot be a member at the same time."))
    if organisation is not None and organisation.side == Side.GOVERNMENT:
        raise ValidationError(_("A government organisation cannot be a member of the civil-society network."))
    held: Membership | None = (
        Membership.objects.current(at).filter(network=network, person=person, organisation=organisation).first()
    )
    if held:
        return held
    membership = Membership(network=network, person=person, organisation=organisation, since=day_of(at))
    try:
        with transaction.atomic():
            save_as(membership, by=by, at=at)
    except IntegrityError:
        raise ValidationError(_("They are a member already, or will be.")) from None
    data = {"membership": membership.pk} | ({"organisation": organisation.slug} if organisation else {})
    record(verb="network.admit", thing=network, by=by, at=at, data=data)
    return membership


@transaction.atomic
def end_membership(
    membership: Membership, *, by: User | None, reason: str = "", at: datetime | None = None
) -> Membership:
    membership = Membership.objects.select_for_update(of=("self",)).select_related("network").get(pk=membership.pk)
    if membership.until is not None and membership.until <= day_of(at):
        raise ValidationError(_("This membership has already ended."))
    membership.until = max(day_of(at), membership.since)
    save_as(membership, by=by, at=at)
    data = {"membership": membership.pk}
    record(verb="network.end_membership", thing=membership.network, by=by, at=at, reason=reason, data=data)
    tell(Act.MEMBERSHIP_ENDED, membership, by=by, at=at)
    return membership


@transaction.atomic
def erase_applicant(request: MembershipRequest, *, by: User | None) -> None:
    """Delete all personal data of an answered request; that it was made and answered stays."""
    request = MembershipRequest.objects.select_for_update().get(pk=request.pk)
    if request.is_waiting:
        raise ValidationError(_("Answer the request first."))
    deleted, _by_model = Applicant.objects.filter(request=request).delete()
    if deleted:
        record(verb="network.erase_applicant", thing=request, by=by, data={})


def _admit_applicant(
    network: Network, applicant: Applicant, *, by: User | None, at: datetime | None
) -> Membership | None:
    if applicant.kind == ApplicantKind.PERSON:
        return admit(network, person=applicant.account, by=by, at=at) if applicant.account else None
    organisation = Organisation.objects.filter(name__iexact=applicant.organisation_name).first()
    if organisation is None:
        organisation = create_organisation(
            name=applicant.organisation_name, kind=OrganisationKind.CSO, side=Side.CIVIL_SOCIETY, by=by, at=at
        )
    return admit(network, organisation=organisation, by=by, at=at)
