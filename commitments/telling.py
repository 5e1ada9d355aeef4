"""Whom acts on a commitment and its working group are announced to.

Every transition announces itself, also those that other apps add to the machine: they are called from it. At once it
goes to those for whom the commitment waits in its new state, to everybody else who follows it in their digests.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.choices import AskOrigin, RequestState, State
from commitments.models import Ask, Commitment, GroupRequest
from network import roles
from network.choices import Role, Side
from network.models import Post, User
from notices import kinds
from notices import services as notices

if TYPE_CHECKING:
    from ledger.machine import Done

WaitsFor = Callable[[Commitment], Iterable["Post | User"]]

PROPOSED = "commitments.propose"
ASKED_TO_JOIN = "commitments.asked_to_join"
ANSWERED = "commitments.join_answered"
JOINED = "commitments.joined_group"
LEFT = "commitments.left_group"
ASKED = "commitments.ask_added"
ASK_ANSWERED = "commitments.ask_answered"
LEADS = {Side.GOVERNMENT: Role.LEAD_OFFICIAL, Side.CIVIL_SOCIETY: Role.COORDINATOR}
LONGEST_NAME = 100

TAKES_PART = gettext_lazy("you take part in it")
# What happened, and the state it brought the commitment into.
ACTS = {
    PROPOSED: (gettext_lazy("A commitment was proposed"), State.PROPOSED),
    "commitments.take_up": (gettext_lazy("A commitment was taken up"), State.DRAFTING),
    "commitments.take_up_again": (gettext_lazy("A commitment was taken up again from the annex"), State.DRAFTING),
    "commitments.merge_into": (gettext_lazy("A commitment was merged into another"), State.MERGED),
    "commitments.annex": (gettext_lazy("A commitment was carried to the annex"), State.ANNEXED),
    "commitments.withdraw": (gettext_lazy("A commitment was withdrawn"), State.WITHDRAWN),
    "commitments.decline": (gettext_lazy("A commitment was declined"), State.DECLINED),
    "commitments.agree": (gettext_lazy("Both sides agreed to a commitment"), State.AGREED),
    "commitments.send_for_clearance": (gettext_lazy("A commitment was sent for clearance"), State.CLEARANCE),
    "commitments.send_without_agreement": (
        gettext_lazy("A commitment was sent for clearance without civil society's agreement"),
        State.CLEARANCE,
    ),
    "commitments.return_to_drafting": (gettext_lazy("A department returned a commitment to drafting"), State.DRAFTING),
    "commitments.approve": (gettext_lazy("A commitment was approved"), State.APPROVED),
    "commitments.reopen": (gettext_lazy("A commitment was reopened"), State.DRAFTING),
    "commitments.object_to_correction": (
        gettext_lazy("A commitment was reopened: somebody who signed objects to a correction"),
        State.DRAFTING,
    ),
}
_waits: dict[str, WaitsFor] = {}


def register_waiting(state: str, waits_for: WaitsFor) -> None:
    """`waits_for(commitment)` are the posts (or people) whose decision a commitment that comes into `state` waits
    for."""
    _waits[state] = waits_for


def register_kinds() -> None:
    for verb, (label, state) in ACTS.items():
        kinds.register(verb, label, TAKES_PART, waiting=partial(Commitment.objects.filter, state=state))
    for state in State:
        came = format_lazy(gettext_lazy("A commitment came into the state “{state}”"), state=state.label)
        kinds.register(_came_into(state), came, TAKES_PART, waiting=partial(Commitment.objects.filter, state=state))
    kinds.register(
        ASKED_TO_JOIN,
        gettext_lazy("Somebody asks to join a working group"),
        gettext_lazy("you lead this plan"),
        waiting=lambda: GroupRequest.objects.filter(state=RequestState.WAITING),
    )
    for kind, label, why in (
        (ANSWERED, gettext_lazy("Your request was answered"), gettext_lazy("you asked to join")),
        (JOINED, gettext_lazy("You write in a working group now"), gettext_lazy("you were added to it")),
        (ASKED, gettext_lazy("An ask was put into the annex"), gettext_lazy("it came from your suggestion")),
        (ASK_ANSWERED, gettext_lazy("Government answered an ask of the annex"), TAKES_PART),
        (LEFT, gettext_lazy("You no longer write in a working group"), gettext_lazy("you were in it")),
    ):
        kinds.register(kind, label, why, asks_decision=False)


def proposed(commitment: Commitment, *, by: User | None, at: dt.datetime | None) -> None:
    _announce(PROPOSED, commitment, by=by, at=at)


def moved(done: Done) -> None:
    commitment = done.thing
    kind = done.verb if kinds.is_registered(done.verb) else _came_into(commitment.state)
    _announce(kind, commitment, by=done.by, at=done.at)


def _came_into(state: str) -> str:
    return f"commitments.now_{state}"


def _announce(kind: str, commitment: Commitment, *, by: Any, at: dt.datetime | None) -> None:
    waits_for = _waits.get(commitment.state)
    notices.announce(
        kind=kind,
        thing=commitment,
        title=name_of(commitment),
        address=commitment.get_absolute_url(),
        by=by,
        waits_for=waits_for(commitment) if waits_for else (),
        beside=[commitment.merged_into] if commitment.merged_into else [],
        at=at,
    )


def name_of(commitment: Commitment) -> str:
    return Truncator(commitment).chars(LONGEST_NAME)


def other_lead(commitment: Commitment) -> list[Post | User]:
    """Who takes up a proposal: the lead of the side that did not make it; either, if nobody's side is known."""
    return leads_of(commitment, *(side for side in LEADS if side != commitment.proposed_by_side))


def leads_of(commitment: Commitment, *sides: str) -> list[Post | User]:
    found = [one for side in sides if side in LEADS for one in roles.holders(commitment.plan, LEADS[Side(side)])]
    return [holder for one in found if (holder := one.post or one.person)]


# Working groups: an event names the group and never who asks, for it is kept when the request is gone.


def asked_to_join(request: GroupRequest) -> None:
    """Answered by the lead of their own side."""
    side = roles.side_of(request.person)
    _announce_group(
        ASKED_TO_JOIN,
        request.commitment,
        thing=request,
        by=request.person,
        waits_for=leads_of(request.commitment, side) if side else [],
        at=request.asked_at,
    )


def answered(request: GroupRequest) -> None:
    _announce_group(
        ANSWERED,
        request.commitment,
        thing=request,
        by=request.answered_by,
        to=[request.person],
        at=request.answered_at,
    )


def joined(commitment: Commitment, *, who: Post | User, by: User | None, at: dt.datetime | None) -> None:
    _announce_group(JOINED, commitment, thing=commitment.working_group, by=by, to=[who], at=at)


def left(commitment: Commitment, *, who: Post | User, by: User | None) -> None:
    _announce_group(LEFT, commitment, thing=commitment.working_group, by=by, to=[who], at=None)


def _announce_group(kind: str, commitment: Commitment, *, thing: Any, by: Any, at: Any, **people: Any) -> None:
    notices.announce(
        kind=kind,
        thing=thing,
        title=_("Working group on %(ref)s") % {"ref": commitment.ref},
        address=reverse("commitments:group", args=[commitment.plan.slug, commitment.ref]),
        by=by,
        at=at,
        tells_followers=False,
        **people,
    )


# The annex: an ask is named by its number, its words are read where it stands.


def ask_added(ask: Ask, *, by: User | None, at: dt.datetime | None) -> None:
    if ask.origin != AskOrigin.COMMITMENT:  # of that the commitment's own way into the annex tells
        suggestion = ask.origin_suggestion
        _announce_ask(ASKED, ask, by=by, at=at, to=[suggestion.author] if suggestion else [])


def ask_edited(ask: Ask, changed: Iterable[str], *, by: User) -> None:
    if {"status", "reason"} & set(changed):
        _announce_ask(ASK_ANSWERED, ask, by=by, at=None)


def _announce_ask(kind: str, ask: Ask, *, by: User | None, at: dt.datetime | None, to: Iterable[User] = ()) -> None:
    notices.announce(
        kind=kind,
        thing=ask,
        title=_("Ask %(ref)s of the annex") % {"ref": ask.ref},
        address=ask.get_absolute_url(),
        by=by,
        to=to,
        beside=[ask.origin_commitment] if ask.origin_commitment else [],
        at=at,
    )
