"""Who may say for an organisation what it thinks, and for the network whether the plan is a partnership."""

from drafting import editions
from signoffs import endorsing, partnership
from signoffs.models import PartnershipDecision
from tests.access.commitments import ENGAGED, REASON, acts, of, on_plan, on_the_plan, reads
from tests.access.table import Url, everyone
from tests.commitments.build import commitment_in
from tests.signoffs.endorsing import make_public
from tests.signoffs.test_partnership import prepared
from tests.world import PERSONAS, ROLES


def agreed(world):
    return of(commitment_in(world, "agreed"))


def on_plan_edition(world):
    editions.freeze(world.plan, by=None)
    return on_plan(world)


def of_commitment(world):
    return {"stance": "supports", "seen": endorsing.sha256_now(world.plan.commitments.get())}


def of_plan(world):
    return {"stance": "supports", "seen": endorsing.sha256_now(world.plan)}


def decision(world):
    return {**on_plan(world), "number": prepared(world).number}


def signed(world):
    return {"seen": partnership.sha256_of(PartnershipDecision.objects.get())}


def published(world):
    one = commitment_in(world, "agreed")
    make_public(one)
    return of(one)


DECISION = {
    "says": "stated",
    "statement": "We wrote it together",
    "decision": "Minute 4",
    "decided_on_day": "1",
    "decided_on_month": "6",
    "decided_on_year": "2013",
}


ROWS = [
    Url("signoffs:endorsements", everyone(), kwargs=on_plan),
    Url("signoffs:endorsements", everyone(), kwargs=on_plan, world=ENGAGED),
    Url(
        "signoffs:endorse",
        acts("representative"),
        kwargs=agreed,
        post=acts("representative", status=302),
        data=of_commitment,
        permission="signoffs.endorse",
    ),
    Url("signoffs:endorse", acts("representative", readers=set(ROLES)), kwargs=agreed, world=ENGAGED),
    Url(
        "signoffs:endorse_plan",
        on_the_plan("representative"),
        kwargs=on_plan_edition,
        post=on_the_plan("representative", status=302),
        data=of_plan,
        permission="signoffs.endorse",
    ),
    Url("signoffs:partnership", everyone(), kwargs=on_plan),
    Url("signoffs:partnership", everyone(), kwargs=on_plan, world=ENGAGED),
    Url(
        "signoffs:decide_partnership",
        on_the_plan("steering_member"),
        kwargs=on_plan,
        post=on_the_plan("steering_member", status=302),
        data=DECISION,
        permission="signoffs.state_partnership",
    ),
    Url(
        "signoffs:sign_partnership",
        on_the_plan("steering_member"),
        kwargs=decision,
        post=on_the_plan("steering_member", status=302),
        data=signed,
    ),
    Url(
        "signoffs:drop_partnership",
        on_the_plan("steering_member"),
        kwargs=decision,
        post=on_the_plan("steering_member", status=302),
        data=REASON,
    ),
    Url("publications:journey", reads(), kwargs=agreed),
    Url("publications:journey", reads(set(ROLES)), kwargs=agreed, world=ENGAGED),
    Url("publications:journey", reads(set(PERSONAS)), kwargs=published, world=ENGAGED),
]
