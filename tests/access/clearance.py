"""Who may use the board of sign-offs and the pages of clearance."""

from signoffs.models import Sending
from tests.access.commitments import ENGAGED, OPEN, REASON, acts, of, on_plan, on_the_plan, reads
from tests.access.table import Url
from tests.signoffs import build
from tests.world import PERSONAS, ROLES

READERS = {*ROLES, "member", "official"}


def in_clearance(world, **more):
    """Its lead department has the clearing officer of the world."""
    return of(build.in_clearance(world), **more)


def to_ask(world):
    return in_clearance(world, department="department")


def answer(world):
    return {"answer": "clear", "seen": Sending.objects.get().edition.sha256}


def sees_board(readers=READERS):
    return on_the_plan(*readers)


ROWS = [
    Url("signoffs:board", sees_board(), kwargs=on_plan, permission="signoffs.see_board"),
    Url("signoffs:board", sees_board(set(ROLES)), kwargs=on_plan, world=ENGAGED),
    Url("signoffs:board", dict.fromkeys(PERSONAS, 200), kwargs=on_plan, world=OPEN),
    Url("signoffs:board", sees_board(), kwargs=on_plan, query="?print=1&show=waiting"),
    Url("signoffs:clearance", reads(), kwargs=in_clearance),
    Url("signoffs:clearance", reads(set(ROLES)), kwargs=in_clearance, world=ENGAGED),
    Url("signoffs:clearance", reads(set(PERSONAS)), kwargs=in_clearance, world=OPEN),
    Url(
        "signoffs:clear",
        acts("clearing_officer"),
        kwargs=in_clearance,
        post=acts("clearing_officer", status=302),
        data=answer,
        permission="commitments.clear",
    ),
    Url("signoffs:clear", acts("clearing_officer", readers=set(ROLES)), kwargs=in_clearance, world=ENGAGED),
    Url(
        "signoffs:change_due",
        acts("lead_official"),
        kwargs=in_clearance,
        post=acts("lead_official", status=302),
        data=REASON | {"department": "department", "due_on_day": "1", "due_on_month": "6", "due_on_year": "2040"},
        permission="signoffs.change_due",
    ),
    Url("signoffs:ask_post", None, kwargs=to_ask, post=acts("lead_official", status=302)),
    Url(
        "signoffs:reminders",
        on_the_plan("lead_official", "coordinator"),
        kwargs=on_plan,
        permission="signoffs.see_reminders",
    ),
    Url(
        "signoffs:set_terms",
        on_the_plan("lead_official"),
        kwargs=on_plan,
        post=on_the_plan("lead_official", status=302),
        data=REASON | {"days": "10"},
        permission="signoffs.set_terms",
    ),
]
