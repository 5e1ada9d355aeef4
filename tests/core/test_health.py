"""/healthz says whether pages can be served and whether jobs keep up."""

from datetime import timedelta

from django.utils import timezone

from core.models import Job


def test_all_is_well(client, db):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"database": "ok", "cache": "ok", "jobs": "ok"})


def test_jobs_that_nobody_does_are_late_but_pages_go_on(client, db):
    waiting = timezone.now() - timedelta(minutes=11)
    Job.objects.create(name="x", argument="1", key="1", run_after=waiting)
    response = client.get("/healthz")
    assert (response.status_code, response.json()["jobs"]) == (200, "late")


def test_a_database_that_is_away_is_503(client, db, monkeypatch):
    def refuse():
        raise ConnectionError

    monkeypatch.setattr("core.health._ask_database", refuse)
    response = client.get("/healthz")
    assert (response.status_code, response.json()["database"]) == (503, "failed")
