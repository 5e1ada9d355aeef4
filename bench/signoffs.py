"""The board of sign-offs: 60 commitments × 25 organisations, against a bare view of the same size."""

import os

from django.test import Client

from bench.measure import heading
from bench.pages import page
from commitments import services, workflow
from commitments.models import Commitment
from drafting import agreement
from network import roles
from network.choices import OrganisationKind, PostKind, Role, Side
from network.models import Organisation, User
from network.services import appoint, create_organisation, create_person, create_post
from plans.models import Plan, Theme
from portal.example.loader import load_example
from signoffs.clearance import edition_in_clearance
from signoffs.models import ClearanceRequest
from signoffs.services import clear

COMMITMENTS = int(os.environ.get("BENCH_SIGNOFFS", "60"))
DEPARTMENTS = 25
ASKED = 4  # departments of each commitment


def measure() -> None:
    load_example()
    plan = _plan()
    lead = User.objects.get(email="lead-official@demo.test")
    for number in range(COMMITMENTS):
        _commitment(plan, number, lead)
    client = Client()
    client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")
    heading(f"Sign-offs, {COMMITMENTS} commitments × {DEPARTMENTS} departments (CPU of the whole request)")
    for name, address in (
        ("The board", f"/plans/{plan.slug}/signoffs/"),
        ("The board, what waits", f"/plans/{plan.slug}/signoffs/?show=waiting"),
        ("The board for paper", f"/plans/{plan.slug}/signoffs/?print=1"),
        ("Reminders", f"/plans/{plan.slug}/signoffs/reminders/"),
        ("The clearance of one", f"/plans/{plan.slug}/commitments/S1/clearance/"),
    ):
        page(client, name, address)


def _plan() -> Plan:
    example = Plan.objects.get(slug="example")
    plan = Plan(
        slug="signoffs", title="Sixty promises", country="UK", template=example.template, network=example.network
    )
    plan.minimum_days = 0
    plan.save()
    Theme.objects.create(plan=plan, slug="all", title="All", position=1)
    for role in (Role.LEAD_OFFICIAL, Role.COORDINATOR):
        for holding in roles.holders(example, role):
            roles.grant(role, plan, to=holding.post or holding.person, by=None)
    for number in range(DEPARTMENTS):
        one = create_organisation(
            name=f"Department {number}",
            acronym=f"D{number}",
            kind=OrganisationKind.DEPARTMENT,
            side=Side.GOVERNMENT,
            by=None,
        )
        post = create_post(title="Clearing officer", kind=PostKind.CLEARING_OFFICER, organisation=one, by=None)
        officer = create_person(email=f"clears{number}@bench.test", name=f"Officer {number}", password="not used")
        appoint(officer, post, by=None)
    return plan


def _commitment(plan: Plan, number: int, lead: User) -> None:
    """A third cleared by half of its departments, a third waiting, a third opened again and written anew."""
    coordinator = User.objects.get(email="coordinator@demo.test")
    departments = list(Organisation.objects.filter(name__startswith="Department ").order_by("pk"))
    asked = [departments[(number * ASKED + index) % DEPARTMENTS] for index in range(ASKED)]
    words = dict.fromkeys([one.key for one in plan.template.sections.all()], "A promise with a date. " * 30)
    one = services.propose(
        plan=plan, title=f"Promise {number}", origin="both", by=None, ref=f"S{number}", is_taken_up=True, sections=words
    )
    services.edit_details(one, by=lead, theme=plan.themes.get(), ends_text="2015", values=["Access To Information"])
    services.set_organisations(one, by=lead, lead=asked[:1], supporting_government=asked[1:])
    for who in (coordinator, lead):
        one = Commitment.objects.get(pk=one.pk)
        agreement.agree(one, by=who, seen_sha256=agreement.current_sha256(one))
    workflow.send_for_clearance(one, by=lead)
    if number % 3:
        _clear(one)
    if number % 3 == 2:
        workflow.reopen(one, by=lead, reason="A date was wrong")
        services.edit_details(one, by=lead, ends_text="2016")


def _clear(commitment: Commitment) -> None:
    edition = edition_in_clearance(commitment)
    assert edition is not None
    for request in list(ClearanceRequest.objects.open().filter(sending__commitment=commitment))[: ASKED // 2]:
        assert request.post is not None
        tenure = request.post.current_tenure()
        assert tenure is not None
        clear(commitment, request.organisation, by=tenure.person, seen_sha256=edition.sha256)
