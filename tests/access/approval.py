"""Who may use the minister's addresses."""

from signoffs.links import token_of
from tests.access.commitments import acts, of, on_plan
from tests.access.table import Url, everyone, only
from tests.signoffs.approving import contacts, link_to, ready
from tests.signoffs.build import edition_of

MINISTER = {"post": "minister"}
ANSWERS = {"permission": "commitments.approve"}


def waiting(world):
    return of(ready(world))


def answer(world):
    return {"answer": "approve", "seen": edition_of(world.plan.commitments.get()).sha256}


def to_minister(world):
    contacts(world)
    return MINISTER


def with_link(world):
    contacts(world)
    commitment = ready(world)
    link_to(world, commitment)
    return of(commitment)


def a_link(world):
    contacts(world)
    return {"token": token_of(link_to(world, ready(world)))}


ROWS = [
    Url("signoffs:approve", acts("minister"), kwargs=waiting, **ANSWERS),
    Url("signoffs:approve", None, kwargs=waiting, post=acts("minister", status=302), data=answer),
    Url("signoffs:approve_pdf", acts("minister"), kwargs=waiting, **ANSWERS),
    Url(
        "signoffs:approvals",
        only("minister", "lead_official", "coordinator"),
        kwargs=on_plan,
        permission="signoffs.see_approvals",
    ),
    Url("signoffs:send_link", acts("lead_official"), kwargs=waiting, permission="signoffs.send_link"),
    Url("signoffs:send_link", None, kwargs=waiting, post=acts("lead_official", status=302), data=to_minister),
    Url("signoffs:take_back_link", None, kwargs=with_link, post=acts("lead_official", status=302), data=MINISTER),
    Url("by_link:contacts", only("minister"), kwargs=MINISTER, permission="signoffs.record_contacts"),
    # Whoever has a link may use it, signed in or not; without one there is nothing here for anybody.
    Url("by_link:sign", everyone(404)),
    Url("by_link:enter", everyone(404), kwargs={"token": "A" * 64}),
    Url("by_link:enter", everyone(302), kwargs=a_link),
    Url("by_link:paper", everyone(404)),
]
