"""Circulating the final draft: who may read it until when, and who has opened it.

Every right is read from the rows at the moment of asking. Whoever opens the text, keeps a file of it, changes the list
or ends the circulation locks its row first, so that nothing is opened or kept for somebody who was removed before.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drafting import editions
from ledger.machine import NotAllowed, ReasonNeeded
from ledger.services import record
from network import acting, roles
from network.models import Post, User
from plans.choices import Openness
from plans.models import Plan
from publications import agreeing, circulated_pdf, telling
from publications.choices import Opened
from publications.models import Circulation, CirculationOpening, CirculationReader
from publications.workflow import ChangedMeanwhile, NothingNew

if TYPE_CHECKING:
    from network.choices import Side

START, END = "publications.circulate", "publications.end_circulation"
ADD, REMOVE = "publications.add_reader", "publications.remove_reader"


class TooOpen(ValidationError):
    """More people than the engaged read the drafts of this plan: a list of readers would mean nothing."""


class Over(ValidationError):
    """The circulation was ended, or its last day is over."""

    def __init__(self) -> None:
        super().__init__(_("This circulation is over."))


class NotOnTheList(NotAllowed):
    """Removed, or never on it, or the circulation is over."""


# Starting and ending


@transaction.atomic
def start(
    plan: Plan, *, until: date, by: User, note: str = "", seen_sha256: str = "", at: datetime | None = None
) -> Circulation:
    """Freeze the plan as it stands and let those who will be put on the list read it until the end of the day `until`.

    An earlier circulation ends. Raises NotAllowed, TooOpen, ChangedMeanwhile (the plan is no longer `seen_sha256`),
    NothingNew (exactly this text circulates already), or ValidationError for a day that is over and an empty plan.
    """
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if not by.has_perm("publications.circulate", plan):
        raise NotAllowed("publications.circulate")
    moment = at or timezone.now()
    _check(plan, until, moment)
    earlier = Circulation.objects.select_for_update(of=("self",)).filter(plan=plan, ended_at=None).first()
    edition = editions.freeze(plan, by=by, at=at)
    if seen_sha256 and edition.sha256 != seen_sha256:
        raise ChangedMeanwhile(_("The plan was changed while you were reading. Read what is new, then circulate it."))
    if earlier and earlier.is_running(moment) and earlier.edition_id == edition.pk:
        raise NothingNew(_("Exactly this text circulates already. To set another day, end that circulation first."))
    if earlier:
        _end(earlier, by=by, moment=moment)
    circulation = Circulation.objects.create(
        plan=plan, edition=edition, until=until, note=note.strip(), started_by=by, started_at=moment
    )
    _record(START, circulation, by=by, at=moment, data={"until": until.isoformat()})
    return circulation


def _check(plan: Plan, until: date, moment: datetime) -> None:
    if problem := too_open(plan, moment):
        raise TooOpen(problem)
    if until < timezone.localdate(moment):
        raise ValidationError({"until": _("Choose today or a day that is still to come.")})
    if problems := agreeing.nothing_in_it(plan):
        raise ValidationError(problems)


def too_open(plan: Plan, at: datetime | None = None) -> str:
    """Why nothing can be circulated now, in words that say where to change it; nothing if it can."""
    openness = plan.openness_at(at)
    if openness == Openness.ENGAGED:
        return ""
    words = _(
        "The final draft circulates when only those who hold a role can read drafts. This plan is “%(openness)s”. "
        "Both leads can change that together, under “Rules of this plan”."
    )
    return words % {"openness": openness.label}


@transaction.atomic
def end(circulation: Circulation, *, by: User, at: datetime | None = None) -> None:
    """Nobody reads it any more. Nothing happens to one that was ended before."""
    circulation = _lock(circulation)
    if not by.has_perm("publications.circulate", circulation.plan):
        raise NotAllowed("publications.circulate")
    if circulation.ended_at is None:
        _end(circulation, by=by, moment=at or timezone.now())


def _end(circulation: Circulation, *, by: User, moment: datetime) -> None:
    circulation.ended_by, circulation.ended_at = by, moment
    circulation.save(update_fields=["ended_by", "ended_at"])
    circulated_pdf.forget_all(circulation)
    _record(END, circulation, by=by, at=moment)


# The list


@transaction.atomic
def add_reader(circulation: Circulation, *, to: Post | User, by: User, at: datetime | None = None) -> CirculationReader:
    """Put a post, or a person who reads by name, on the list and tell them. Raises NotAllowed for somebody who is not
    of `by`'s side, Over, or ValidationError for those who are on it."""
    circulation, moment = _lock(circulation), at or timezone.now()
    reader = CirculationReader(circulation=circulation, side=_side_of(to) or "")
    reader.post, reader.person = (to, None) if isinstance(to, Post) else (None, to)
    if not by.has_perm("publications.choose_reader", reader):
        raise NotAllowed("publications.choose_reader")
    if not circulation.is_running(moment):
        raise Over
    if circulation.readers.on_list().filter(post=reader.post, person=reader.person).exists():
        raise ValidationError(_("%(reader)s is on the list already.") % {"reader": reader})
    reader.number, reader.added_by, reader.added_at = circulation.readers.count() + 1, by, moment
    reader.save()
    _record_reader(ADD, reader, by=by, at=moment)
    telling.circulated(reader, by=by)
    return reader


@transaction.atomic
def add_earlier_readers(circulation: Circulation, *, by: User, at: datetime | None = None) -> list[CirculationReader]:
    """Put those of `by`'s side who were on the list of the circulation before, and still are of it, on this one."""
    return [add_reader(circulation, to=one, by=by, at=at) for one in earlier_readers(circulation, by)]


def earlier_readers(circulation: Circulation, by: User) -> list[Post | User]:
    """Of the circulation before: the posts and people of `by`'s side who were never on this list."""
    before = circulation.plan.circulations.filter(pk__lt=circulation.pk).first()
    if before is None:
        return []
    here = set(circulation.readers.values_list("post", "person"))
    side, entries = roles.side_of(by), before.readers.on_list().select_related("person", *POST)
    missing = [one for one in entries.filter(side=side) if (one.post_id, one.person_id) not in here]
    people = [one.person for one in missing if one.person and one.person.is_active]
    sides = roles.sides_of(person.pk for person in people)
    still = [person for person in people if sides.get(person.pk) == side]
    return [*(one.post for one in missing if one.post), *still]


@transaction.atomic
def remove_reader(reader: CirculationReader, *, reason: str, by: User, at: datetime | None = None) -> None:
    """Take an entry off the list: from this moment nothing is opened, kept or sent by it. Its files are deleted."""
    circulation = _lock(reader.circulation)
    reader = circulation.readers.select_related("person", *POST).get(pk=reader.pk)
    reader.circulation = circulation
    if not by.has_perm("publications.choose_reader", reader):
        raise NotAllowed("publications.choose_reader")
    if not reason.strip():
        raise ReasonNeeded
    if reader.removed_at is not None:
        return
    reader.removed_by, reader.removed_at, reader.removed_because = by, at or timezone.now(), reason.strip()
    reader.save(update_fields=["removed_by", "removed_at", "removed_because"])
    circulated_pdf.forget(reader)
    _record_reader(REMOVE, reader, by=by, at=reader.removed_at, reason=reason)


# Opening


@transaction.atomic
def open_text(
    circulation: Circulation, *, what: Opened, by: User, at: datetime | None = None
) -> list[CirculationReader]:
    """Log that `by` opens the text, for every entry that means them. Raises NotOnTheList; then nothing may be shown."""
    moment = at or timezone.now()
    entries = list(_lock(circulation).readers.visible_to(by, moment))
    if not entries:
        raise NotOnTheList("publications.read_circulated")
    CirculationOpening.objects.bulk_create(
        CirculationOpening(reader=entry, person=by, what=what, opened_at=moment) for entry in entries
    )
    return entries


# Inside

POST = ("post__organisation", "post__network")


def _lock(circulation: Circulation) -> Circulation:
    found = Circulation.objects.select_for_update(of=("self",)).select_related("plan", "edition")
    return found.defer("edition__content").get(pk=circulation.pk)


def _side_of(one: Post | User) -> Side | str | None:
    return one.side if isinstance(one, Post) else roles.side_of(one)


def _record(verb: str, circulation: Circulation, *, by: User, at: datetime, **more: Any) -> None:
    edition = circulation.edition
    data = {"edition": edition.number, "sha256": edition.sha256, **more.pop("data", {})}
    actor = acting.actor_for(by, circulation.plan)
    record(verb=verb, thing=circulation, by=by, actor=actor, data=data, at=at, **more)


def _record_reader(verb: str, reader: CirculationReader, *, by: User, at: datetime, reason: str = "") -> None:
    """Who is on the list is not public: posts stand in the act's private part, people only in the statement, of
    which the leaf holds a commitment that can be erased."""
    private = {"post": reader.post.slug} if reader.post else None
    _record(
        verb, reader.circulation, by=by, at=at, reason=reason, private=private, statement=str(reader),
        data={"number": reader.number, "side": reader.side},
    )  # fmt: skip
