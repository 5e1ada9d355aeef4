"""Pages against a bare view that sends as many bytes through the same middleware, and their queries."""

import os

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.measure import cpu_seconds, heading, line, milliseconds
from commitments.models import Commitment
from commitments.services.commitments import propose
from network.models import User
from plans.models import Plan
from portal.example.loader import load_example

COMMITMENTS = int(os.environ.get("BENCH_COMMITMENTS", "1000"))


def measure() -> None:
    plan, _new = load_example()
    _grow(plan, COMMITMENTS)
    count = Commitment.objects.filter(plan=plan).count()
    heading(f"Pages, signed in as a lead, {count:,} commitments in the plan (CPU of the whole request)")
    client = Client()
    client.force_login(
        User.objects.get(email="lead-official@demo.test"), backend="django.contrib.auth.backends.ModelBackend"
    )
    for name, address in (
        ("The list of commitments", f"/plans/{plan.slug}/commitments/"),
        ("The list, searched", f"/plans/{plan.slug}/commitments/?q=register"),
        ("The board", f"/plans/{plan.slug}/board/"),
        ("A commitment", f"/plans/{plan.slug}/commitments/1.1/"),
        ("A commitment's history", f"/plans/{plan.slug}/commitments/1.1/history/"),
        ("The plan's page", f"/plans/{plan.slug}/"),
        ("The desk", "/desk/"),
        ("Home", "/"),
        ("Search over everything", "/search/?q=register"),
    ):
        page(client, name, address)
    heading("The published plan, as a visitor")
    page(Client(), "Read the plan", f"/plans/{plan.slug}/read/")


def _grow(plan: Plan, count: int) -> None:
    """Commitments with words in every section, made by the verb that people use."""
    by, words = (
        User.objects.get(email="cso-drafter@demo.test"),
        "A promise with a date and somebody who keeps it. " * 12,
    )
    themes = list(plan.themes.all())
    keys = [section.key for section in plan.template.sections.all()]
    for number in range(count - plan.commitments.count()):
        propose(
            plan=plan,
            title=f"Promise number {number} of the register of promises",
            theme=themes[number % len(themes)],
            origin="civil_society",
            by=by,
            ref=f"B{number}",
            sections=dict.fromkeys(keys, f"{number} {words}"),
        )


def page(client: Client, name: str, address: str) -> None:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        count = len(connection.queries_log) - queries.initial_queries
    assert response.status_code == 200, f"{address}: {response.status_code}"
    size = len(response.content)
    page = cpu_seconds(lambda: client.get(address))
    bare = cpu_seconds(lambda: client.get(f"/bare/{size}/"))
    against = f"bare view, {size // 1024} kB: {milliseconds(bare)}"
    line(f"{name} ({count} queries)", milliseconds(page), against, page / bare)
