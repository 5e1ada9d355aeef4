"""A plan for the engaged only, whose final draft circulates: what the pages of a circulation can show."""

from datetime import timedelta

from django.utils import timezone

from commitments import services
from core import jobs
from network.choices import PostKind
from network.models import Post, User
from plans.models import Plan
from plans.services import create_plan
from publications import circulated_pdf, circulation
from publications.choices import Opened

LONG_AGO = timezone.now() - timedelta(days=60)


def circulate(people: dict[str, User]) -> None:
    """Makes the plan "circulated"; three are on its list, one has read it, and the PDF of another is made."""
    lead, coordinator = people["lead-official"], people["coordinator"]
    plan = start(people)
    found = circulation.start(
        plan, until=timezone.localdate() + timedelta(days=9), by=lead, note="Please say whether the dates hold."
    )
    minister = Post.objects.held_by(people["minister"]).get(kind=PostKind.MINISTER)
    circulation.add_reader(found, to=minister, by=lead)
    for name in ("member", "cso-representative"):
        circulation.add_reader(found, to=people[name], by=coordinator)
    circulation.open_text(found, what=Opened.PAGE, by=people["minister"])
    for name in ("minister", "member"):
        copy = circulated_pdf.copy_of(found, people[name])
        assert copy is not None
        circulated_pdf.prepare(copy)
    jobs.run_waiting()


def start(people: dict[str, User]) -> Plan:
    example, lead = Plan.objects.get(slug="example"), people["lead-official"]
    plan = create_plan(
        slug="circulated",
        title="A plan whose final draft circulates",
        country=example.country,
        template=example.template,
        network=example.network,
        openness="engaged",
        lead_post=Post.objects.held_by(lead).get(kind=PostKind.LEAD_OFFICIAL),
        by=lead,
    )
    services.propose(
        plan=plan,
        title="Publish the register of owners",
        origin="both",
        sections={"objective": "Everybody can find out who owns a company."},
        is_taken_up=True,
        by=None,
        at=LONG_AGO,
    )
    return plan
