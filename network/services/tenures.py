"""Who holds which post, from when until when, and what the one hands to the next."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.history import save_as
from ledger.services import record
from network.choices import MANDATED_KINDS, Side
from network.models import Handover, Membership, Post, Tenure, User
from network.periods import current_membership, day_of
from network.telling import Act, tell


@transaction.atomic
def appoint(
    person: User,
    post: Post,
    *,
    by: User | None,
    starts: date | None = None,
    ends: date | None = None,
    mandate: str = "",
    mandated_on: date | None = None,
    named_by_operator: bool = False,
    at: datetime | None = None,
) -> Tenure:
    """Put a person in a post from `starts` (today) until the day before `ends` (open).

    Raises ValidationError, by field, when the post is taken, the person stands on the other side, the mandate that
    the kind of post needs is missing, or somebody appoints themselves. `by=None`: named by the operator.
    """
    named_by_operator = named_by_operator or by is None
    starts = starts or day_of(at)
    if named_by_operator and not mandate:
        mandate, mandated_on = _("Named by the operator of this site"), starts
    tenure = Tenure(
        person=User.objects.select_for_update().get(pk=person.pk),
        post=Post.objects.select_for_update().get(pk=post.pk),
        starts=starts,
        ends=ends,
        mandate=mandate.strip(),
        mandated_on=mandated_on,
        named_by_operator=named_by_operator,
    )
    check_tenure(tenure, by=by)
    for left in _due_handovers(at).filter(post=post):
        open_handover(left, at=at)
    save_as(tenure, by=by, at=at)
    refresh_group(post, at)
    record(
        verb="network.appoint",
        thing=post,
        by=by,
        at=at,
        statement=f"{tenure.person}: {post}. {tenure.mandate}".strip(),
        data={"tenure": tenure.pk, **_dates(tenure), "named_by_operator": named_by_operator},
    )
    tell(Act.APPOINTED, tenure, by=by, at=at)
    return tenure


@transaction.atomic
def end_tenure(
    tenure: Tenure,
    *,
    by: User | None,
    ends: date | None = None,
    note: str = "",
    reason: str = "",
    at: datetime | None = None,
) -> Handover:
    """End it on `ends` (today: what the person held by the post is gone at once) and open the handover."""
    today = day_of(at)
    tenure = Tenure.objects.select_for_update().select_related("post", "person").get(pk=tenure.pk)
    ends = max(ends or today, tenure.starts)
    if tenure.ends is not None and tenure.ends <= today:
        raise ValidationError(_("This tenure has already ended."))
    if ends < today or (tenure.ends is not None and ends > tenure.ends):
        raise ValidationError({"ends": _("Choose a day from today on, and not after the end that was agreed.")})
    tenure.ends = ends
    save_as(tenure, by=by, reason=reason, at=at)
    handover = open_handover(tenure, note=note, at=at)
    refresh_group(tenure.post, at)
    record(
        verb="network.end_tenure",
        thing=tenure.post,
        by=by,
        at=at,
        reason=reason,
        statement=str(tenure),
        data={"tenure": tenure.pk, **_dates(tenure)},
    )
    tell(Act.HANDOVER_OPENED, handover, by=by, at=at)
    return handover


def open_handover(tenure: Tenure, *, note: str = "", at: datetime | None = None) -> Handover:
    handover, _is_new = Handover.objects.get_or_create(
        tenure=tenure, defaults={"opened_at": at or timezone.now(), "note": note.strip()}
    )
    return handover


@transaction.atomic
def write_handover(handover: Handover, *, note: str, by: User, at: datetime | None = None) -> Handover:
    """The leaver's note, until the successor accepts. What it says stays out of the ledger."""
    handover = _locked_open(handover)
    handover.note = note.strip()
    handover.save(update_fields=["note"])
    return handover


@transaction.atomic
def accept_handover(handover: Handover, *, by: User, at: datetime | None = None) -> Handover:
    handover = _locked_open(handover)
    post = handover.tenure.post
    successor = post.tenures.current(at).filter(person=by).exclude(pk=handover.tenure_id).first()
    if successor is None:
        raise ValidationError(_("Only who now holds the post accepts its handover."))
    handover.accepted_by, handover.accepted_at = successor, at or timezone.now()
    handover.save(update_fields=["accepted_by", "accepted_at"])
    # with it go those that a predecessor never accepted; their notes stood on the same page
    earlier = Handover.objects.open().filter(tenure__post=post, tenure__ends__lte=handover.tenure.ends)
    earlier.update(accepted_by=successor, accepted_at=handover.accepted_at)
    record(
        verb="network.accept_handover",
        thing=post,
        by=by,
        at=at,
        data={"from_tenure": handover.tenure_id, "to_tenure": successor.pk},
    )
    tell(Act.HANDOVER_ACCEPTED, handover, by=by, at=at)
    return handover


@transaction.atomic
def open_due_handovers(*, at: datetime | None = None) -> int:
    """Open the handovers of tenures that ended by their own date, and put the groups right. Returns how many."""
    today = day_of(at)
    due = list(_due_handovers(at).select_related("post"))
    for tenure in due:
        tell(Act.HANDOVER_OPENED, open_handover(tenure, at=at), by=None, at=at)
        refresh_group(tenure.post, at)
    starting = Post.objects.filter(tenures__starts=today)
    for post in starting:
        refresh_group(post, at)
    return len(due)


def refresh_group(post: Post, at: datetime | None = None) -> None:
    """The group's members are a cache for the admin site; nothing asks them for a right."""
    post.group.user_set.set(User.objects.filter(tenures__in=post.tenures.current(at)))


def _due_handovers(at: datetime | None) -> QuerySet[Tenure]:
    """Tenures that were the last of their post, have ended, and were not handed over."""
    later = Tenure.objects.filter(post=OuterRef("post"), starts__gte=OuterRef("ends")).exclude(pk=OuterRef("pk"))
    ended = Tenure.objects.filter(ends__lte=day_of(at), ends__gt=F("starts"), handover__isnull=True)
    return ended.exclude(Exists(later))


def _locked_open(handover: Handover) -> Handover:
    found: Handover = (
        Handover.objects.select_for_update(of=("self",)).select_related("tenure__post").get(pk=handover.pk)
    )
    if not found.is_open:
        raise ValidationError(_("This handover has been accepted."))
    return found


def check_tenure(tenure: Tenure, *, by: User | None) -> None:
    """Raise ValidationError, by field, if the person cannot be put in the post for that time."""
    person, post = tenure.person, tenure.post
    if not person.is_active:
        raise ValidationError({"person": _("This account is closed.")})
    if by is not None and by.pk == person.pk and not tenure.named_by_operator:
        raise ValidationError({"person": _("Nobody appoints themselves.")})
    if tenure.ends is not None and tenure.ends < tenure.starts:
        raise ValidationError({"ends": _("The end must not be before the beginning.")})
    _check_mandate(tenure)
    if post.tenures.overlapping(tenure.starts, tenure.ends).exists():
        raise ValidationError({"starts": _("Somebody holds this post at that time. End their tenure first.")})
    others = person.tenures.overlapping(tenure.starts, tenure.ends).exclude(post__side=post.side)
    if other := others.select_related("post__organisation", "post__network").first():
        raise ValidationError(
            {"person": _("They stand on another side at that time, as %(post)s.") % {"post": other.post}}
        )
    _check_membership(tenure)


def _check_mandate(tenure: Tenure) -> None:
    if tenure.post.kind in MANDATED_KINDS and not (tenure.mandate or tenure.named_by_operator):
        raise ValidationError({"mandate": _("Say who decided it, and how: this post binds others.")})
    if bool(tenure.mandate) != bool(tenure.mandated_on):
        field = "mandated_on" if tenure.mandate else "mandate"
        raise ValidationError({field: _("A mandate has its words and its date.")})
    if tenure.mandated_on and tenure.mandated_on > tenure.starts:
        raise ValidationError({"mandated_on": _("A mandate is given before the post is taken up, or on that day.")})


def _check_membership(tenure: Tenure) -> None:
    if tenure.post.side == Side.CIVIL_SOCIETY:
        return
    held = Membership.objects.filter(person=tenure.person)
    if held.filter(current_membership(tenure.starts)).exists() or held.filter(since__gt=tenure.starts).exists():
        raise ValidationError(
            {"person": _("They are a member of the civil-society network. Their membership has to end first.")}
        )


def _dates(tenure: Tenure) -> dict[str, Any]:
    return {"starts": tenure.starts.isoformat(), "ends": tenure.ends.isoformat() if tenure.ends else None}
