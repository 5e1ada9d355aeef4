"""Workers that are killed (kill -9) while many mails are due: none missing, at most one twice for each kill.

MAILS=500 KILLS=20 pytest tests/notices/test_killed_workers.py      # the whole of it; by default a small one
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAILS = int(os.environ.get("MAILS", "30"))
KILLS = int(os.environ.get("KILLS", "2"))
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
WORK = """
import time, django
from django.conf import settings
settings.EMAIL_BACKEND = "tests.notices.sink.EmailBackend"
django.setup()
from django.utils import timezone
from core import jobs
from core.models import Job
from notices import kinds, tasks
from notices.choices import MailState
from notices.models import Mail, Message
kinds.register("tests.asked", "A suggestion was made", "you write this text")
while True:
    jobs.sweep(is_start=True)
    tasks.sweep()
    Job.objects.filter(state="queued").update(run_after=timezone.now())  # do not pause before another try
    jobs.run_waiting()
    is_done = not Message.objects.filter(mail=None, kept_back="").exists()
    if is_done and not Mail.objects.exclude(state=MailState.SENT).exists():
        break
    time.sleep(0.02)
"""
AGE = """
UPDATE core_job SET heartbeat_at = '2020-01-01', run_after = '2020-01-01' WHERE state IN ('queued', 'running');
UPDATE notices_mail SET not_before = '2020-01-01' WHERE state IN ('waiting', 'sending');
"""

pytestmark = pytest.mark.slow


@pytest.fixture
def site(tmp_path):
    sink = tmp_path / "sink"
    sink.mkdir()
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "SSL_CERT_FILE") if key in os.environ}
    return {
        **kept,
        "DEBUG": "on",
        "VAR_DIR": str(tmp_path),
        "REDIS_URL": "",
        "LOG_LEVEL": "ERROR",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "ogpnap.settings",
        "PYTHONPATH": str(ROOT),
        "MAIL_SINK": str(sink),
    }


def start(site):
    return subprocess.Popen([sys.executable, "-c", WORK], env=site, cwd=ROOT, stderr=subprocess.DEVNULL)


def handed_over(site):
    return [name for name in os.listdir(site["MAIL_SINK"]) if not name.startswith(".")]


def let_leases_run_out(site):
    """What would take minutes: the killed worker's heartbeats and leases grow old."""
    with sqlite3.connect(Path(site["VAR_DIR"]) / "site.sqlite3", timeout=20) as database:
        database.executescript(AGE)


def test_killed_workers_lose_nothing_and_double_one_mail_each_at_most(site):
    subprocess.run([sys.executable, "-c", PREPARE, str(MAILS)], env=site, cwd=ROOT, check=True, timeout=300)
    kills = 0
    for round_ in range(KILLS):
        worker = start(site)
        goal = (round_ + 1) * MAILS // (KILLS + 1)
        until = time.monotonic() + 120
        while len(handed_over(site)) < goal and worker.poll() is None and time.monotonic() < until:
            time.sleep(0.002)
        time.sleep(random.uniform(0, 0.02))  # noqa: S311 (anywhere between two mails)
        if worker.poll() is None:
            worker.send_signal(signal.SIGKILL)
            kills += 1
        worker.wait(30)
        let_leases_run_out(site)
    last = start(site)
    assert last.wait(300) == 0
    times = Counter(name.split(".")[0] for name in handed_over(site))
    assert kills == KILLS
    assert len(times) == MAILS  # none is missing: each person's mail has a Message-ID of its own
    assert max(times.values()) <= 1 + kills
    assert sum(times.values()) - MAILS <= kills
    receivers = Counter(to_of(site, name) for name in handed_over(site))
    assert len(receivers) == MAILS  # and nobody got two different ones


def to_of(site, name):
    lines = (Path(site["MAIL_SINK"]) / name).read_text().splitlines()
    return next(line for line in lines if line.startswith("To: "))
