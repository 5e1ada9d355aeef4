"""Workers that are killed (kill -9) while many mails are due: none missing, at most one twice for each kill.

MAILS=500 KILLS=20 pytest tests/notices/test_killed_workers.py -s   # the whole of it; by default a small one

With Redis and PostgreSQL at hand, as production has them: a Celery worker of one process and its clock; and in any case
the worker inside the process that serves pages, on SQLite.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import closing
from email import message_from_bytes
from pathlib import Path

import psycopg
import pytest
import redis

ROOT = Path(__file__).resolve().parents[2]
MAILS = int(os.environ.get("MAILS", "30"))
KILLS = int(os.environ.get("KILLS", "2"))
LONGEST = 600
PREPARE = """
import sys, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.db import transaction
from network.models import Network, User
from notices import kinds, services
kinds.register("tests.asked", "A suggestion was made", "you write this text")
network = Network.objects.create(name="Open Government Network", slug="uk")
people = User.objects.bulk_create(User(email=f"p{n}@example.org", name=f"P {n}") for n in range(int(sys.argv[1])))
with transaction.atomic():
    services.announce(kind="tests.asked", thing=network, title="T", address="/network/uk/", by=None, waits_for=people)
"""
# What would take minutes: heartbeats, leases and messages to the broker grow old, and pauses before another try end.
AGE = (
    "UPDATE core_job SET heartbeat_at = '2020-01-01' WHERE state = 'running'",
    "UPDATE core_job SET sent_at = '2020-01-01', run_after = '2020-01-01' WHERE state = 'queued'",
    "UPDATE notices_mail SET not_before = '2020-01-01' WHERE state IN ('waiting', 'sending')",
)
BEGUN = "SELECT count(*) FROM notices_mail"
LEFT = """
SELECT (SELECT count(*) FROM notices_message WHERE mail_id IS NULL AND kept_back = '')
     + (SELECT count(*) FROM notices_mail WHERE state <> 'sent')
"""

pytestmark = pytest.mark.slow


class Site:
    """A database, a folder that takes in mails, and workers in processes of their own."""

    def __init__(self, folder, database_url, redis_url="", **more):
        self.sink = folder / "sink"
        self.sink.mkdir()
        self.folder = folder
        self.redis_url = redis_url
        self.processes = []
        kept = {key: os.environ[key] for key in ("PATH", "HOME", "SSL_CERT_FILE") if key in os.environ}
        self.environment = {
            **kept,
            "DEBUG": "on",
            "VAR_DIR": str(folder),
            "REDIS_URL": redis_url,
            "REDIS_PREFIX": f"killed-{os.getpid()}",
            "LOG_LEVEL": "ERROR",
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "ogpnap.settings",
            "PYTHONPATH": str(ROOT),
            "MAIL_SINK": str(self.sink),
            "MAIL_SINK_BEFORE": "0.01",
            "MAIL_SINK_AFTER": "0.02",
            **more,
        }

    def prepare(self, mails):
        assert self._run(sys.executable, "-c", PREPARE, str(mails)).wait(LONGEST) == 0

    def start(self):
        worker = ("-m", "celery", "-A", "tests.notices.workers", "worker", "--concurrency", "1", "--loglevel", "error")
        return self._run(sys.executable, *(worker if self.redis_url else ("-m", "tests.notices.workers")))

    def start_clock(self):
        """Where there is Redis, the process that says when to sweep; it lives through all kills."""
        if not self.redis_url:
            return
        schedule = str(self.folder / "beat")
        beat = ("celery", "-A", "tests.notices.workers", "beat", "--schedule", schedule, "--loglevel", "error")
        self._run(sys.executable, "-m", *beat)

    def close(self):
        for process in self.processes:
            if process.poll() is None:
                kill(process)

    def _run(self, *command):
        nothing = subprocess.DEVNULL
        process = subprocess.Popen(
            command, env=self.environment, cwd=ROOT, stdout=nothing, stderr=nothing, start_new_session=True
        )
        self.processes.append(process)
        return process

    def ask(self, *questions):
        """The first column of the first row of the last; what the others change is kept."""
        url = self.environment["DATABASE_URL"]
        path = url.removeprefix("sqlite:///")
        connection = psycopg.connect(url) if path == url else sqlite3.connect(path, timeout=60)
        with closing(connection), connection:
            answers = [connection.execute(question) for question in questions]
            return answers[-1].fetchone()[0] if answers[-1].description else None

    @property
    def handed_over(self):
        return [name for name in os.listdir(self.sink) if not name.startswith(".")]

    @property
    def is_handing_over(self):
        return any(name.startswith(".") for name in os.listdir(self.sink))


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql and redis", marks=[pytest.mark.postgres, pytest.mark.redis])]
)
def site(request, tmp_path):
    if request.param == "sqlite":
        with closing(Site(tmp_path, f"sqlite:///{tmp_path / 'site.sqlite3'}")) as made:
            yield made
        return
    server = os.environ["DATABASE_URL"].split("?")[0]
    name = f"{os.environ.get('TEST_DATABASE_NAME', 'test')}_killed"
    with closing(psycopg.connect(server, autocommit=True)) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
        with closing(Site(tmp_path, f"{server.rpartition('/')[0]}/{name}", os.environ["REDIS_URL"])) as made:
            yield made
        broker = redis.from_url(os.environ["REDIS_URL"])
        for key in broker.scan_iter(f"*killed-{os.getpid()}*"):
            broker.delete(key)
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def kill(process):
    """With the processes it started, as when its machine goes off."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(30)


def wait_until(is_so, worker):
    for _look in range(LONGEST * 100):
        if is_so():
            return
        assert worker.poll() is None, "the worker ended by itself"
        time.sleep(0.01)
    pytest.fail("nothing happens any more")


def finish(site):
    """The last worker, which nobody kills."""
    worker = site.start()
    wait_until(lambda: time.sleep(0.2) or site.ask(LEFT) == 0, worker)
    kill(worker)


def complaints(site, mails, kills):
    """What is wrong with the mails that were handed over."""
    received = defaultdict(list)
    for name in site.handed_over:
        letter = message_from_bytes((site.sink / name).read_bytes())
        received[letter["To"]].append(letter["Message-ID"])
    missing = mails - len(received)
    doubles = sum(len(ids) - 1 for ids in received.values())
    renamed = sum(len({*ids}) > 1 for ids in received.values())
    shared = len(received) - len({key for ids in received.values() for key in ids})
    said = f"\n{mails} mails, {kills} kills: {missing} missing, {doubles} handed over twice"
    sys.stdout.write(f"{said} ({renamed} of them under another Message-ID)\n")
    found = {
        "somebody got nothing": missing > 0,
        "more doubles than kills": doubles > kills,
        "a double is another message": renamed > 0,
        "two people got one message": shared > 0,
    }
    return [words for words, is_so in found.items() if is_so]


def test_killed_workers_lose_nothing_and_double_one_mail_each_at_most(site):
    site.prepare(MAILS)
    site.start_clock()
    for round_ in range(KILLS):
        worker = site.start()
        if round_ == 0:  # while mails are put together
            wait_until(lambda: site.ask(BEGUN) > 0, worker)
        else:
            goal = round_ * MAILS // KILLS
            wait_until(lambda goal=goal: len(site.handed_over) >= goal, worker)
        time.sleep(random.uniform(0, 0.1))  # noqa: S311 (anywhere between two mails)
        assert worker.poll() is None
        kill(worker)
        assert site.ask(LEFT) > 0
        site.ask(*AGE)
    finish(site)
    assert complaints(site, MAILS, KILLS) == []


# The control: with a fault put in, the same questions find it


@pytest.mark.parametrize(
    ("fault", "kills_when", "complaint"),
    [
        ("sent_before_it_is_handed_over", "is_handing_over", "somebody got nothing"),
        ("another_message_id_for_each_try", "handed_over", "a double is another message"),
    ],
)
def test_the_control_a_fault_is_found(tmp_path, fault, kills_when, complaint):
    slow = {"MAIL_SINK_BEFORE": "0.5", "MAIL_SINK_AFTER": "0.5"}
    with closing(Site(tmp_path, f"sqlite:///{tmp_path / 'site.sqlite3'}", FAULT=fault, **slow)) as site:
        site.prepare(2)
        worker = site.start()
        wait_until(lambda: getattr(site, kills_when), worker)
        kill(worker)
        site.ask(*AGE)
        finish(site)
        assert complaints(site, 2, 1) == [complaint]
