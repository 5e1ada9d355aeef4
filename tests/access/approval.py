"""Who may use the minister's addresses."""

from tests.access.commitments import acts, of, on_plan
from tests.access.table import Url, only
from tests.signoffs.approving import ready
from tests.signoffs.build import edition_of

ANSWERS = {"permission": "commitments.approve"}


def waiting(world):
    return of(ready(world))


def answer(world):
    return {"answer": "approve", "seen": edition_of(world.plan.commitments.get()).sha256}


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
]
