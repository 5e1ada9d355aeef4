"""Real workers in processes of their own, on a SQLite file: beside the pages, and with Redis. Some are killed."""

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVE = """
import sys, time, django
django.setup()
import tests.ogpnap.work, ogpnap.wsgi
from core import jobs
name, argument = sys.argv[1:]
from core.choices import LIVE
from core.models import Job
job = jobs.enqueue(name, argument)
until = time.monotonic() + 40
while Job.objects.filter(state__in=LIVE).exists() and time.monotonic() < until:
    time.sleep(0.05)
job.refresh_from_db()
print(job.state)
"""
MAKE_THE_TABLE = """
import django
django.setup()
from django.db import connection
from core.models import Job
with connection.schema_editor() as editor:
    editor.create_model(Job)
"""
ENQUEUE = """
import sys, django
django.setup()
import tests.ogpnap.work
from core import jobs
jobs.enqueue(*sys.argv[1:])
"""

pytestmark = pytest.mark.slow


@pytest.fixture
def site(tmp_path):
    """A site of its own: its environment, with a database that has the jobs' table."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "SSL_CERT_FILE") if key in os.environ}
    environment = {
        **kept,
        "DEBUG": "on",
        "VAR_DIR": str(tmp_path),
        "REDIS_URL": "",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "ogpnap.settings",
        "PYTHONPATH": str(ROOT),
    }
    run(environment, "-c", MAKE_THE_TABLE)
    return environment


def run(environment, *arguments):
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    return done.returncode, done.stdout.strip().rpartition("\n")[2]


def row(environment, sql="SELECT state, tries FROM core_job"):
    with sqlite3.connect(Path(environment["VAR_DIR"]) / "site.sqlite3", timeout=20) as database:
        return database.execute(sql).fetchone()


def let_the_heartbeat_grow_old(environment):
    row(environment, "UPDATE core_job SET heartbeat_at = '2020-01-01', run_after = '2020-01-01'")


def wait_for(environment, expected, seconds=30):
    until = time.monotonic() + seconds
    while (found := row(environment)) != expected and time.monotonic() < until:
        time.sleep(0.1)
    return found


def test_what_serves_pages_does_the_jobs_beside_them(site, tmp_path):
    file = tmp_path / "file"
    assert run(site, "-c", SERVE, "tests.write", str(file)) == (0, "done")
    assert file.read_text() == "done\n"


def test_a_command_leaves_its_jobs_to_what_serves_pages(site, tmp_path):
    run(site, "-c", ENQUEUE, "tests.write", str(tmp_path / "first"))
    assert row(site) == ("queued", 0)
    assert run(site, "-c", SERVE, "tests.write", str(tmp_path / "second")) == (0, "done")
    assert (tmp_path / "first").read_text() == "done\n"


def test_a_job_whose_process_was_killed_is_done_after_the_restart(site, tmp_path):
    file = tmp_path / "file"
    code, _output = run(site, "-c", SERVE, "tests.die_once", str(file))
    assert (code, row(site)) == (-9, ("running", 1))
    let_the_heartbeat_grow_old(site)
    run(site, "manage.py", "run_jobs", "--skip-checks")
    assert row(site) == ("queued", 1)
    let_the_heartbeat_grow_old(site)
    assert run(site, "-c", SERVE, "tests.die_once", str(file)) == (0, "done")
    assert (file.read_text(), row(site)) == ("died\ndone\n", ("done", 2))


@pytest.mark.redis
def test_a_redis_worker_that_is_killed_loses_nothing(site, tmp_path):
    file = tmp_path / "file"
    site |= {"REDIS_URL": os.environ["REDIS_URL"], "REDIS_PREFIX": f"test-{os.getpid()}"}
    celery = [sys.executable, "-m", "celery", "-A", "ogpnap", "worker", "-c", "1", "-I", "tests.ogpnap.work"]
    worker = subprocess.Popen(celery, env=site, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        run(site, "-c", ENQUEUE, "tests.die_once", str(file))
        assert wait_for(site, ("running", 1)) == ("running", 1)
        for expected in [("queued", 1), ("done", 2)]:
            let_the_heartbeat_grow_old(site)
            run(site, "-c", "import django; django.setup(); from core import jobs; jobs.sweep()")
            assert wait_for(site, expected) == expected
        assert file.read_text() == "died\ndone\n"
    finally:
        worker.terminate()
        worker.wait(20)
