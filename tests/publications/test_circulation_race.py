"""Removals while everybody reads: no request that starts afterwards succeeds, and no queued job delivers.

REMOVALS=200 for the long run.
"""

import os
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from core import jobs
from core.models import KeptFile
from network.models import Membership, User
from notices import workflow
from notices.models import Mail
from publications import circulated_pdf, circulation
from publications.models import CirculationOpening
from tests.conftest import client_of
from tests.publications.circulating import at, engaged_world, quick_render, remove, start
from tests.world import days

REMOVALS = int(os.environ.get("REMOVALS", "20"))
READING = 4  # threads
ADDRESSES = ("circulation", "read_circulated", "circulated_pdf")

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def quiet(settings, monkeypatch, caplog):
    """Jobs and mails wait for the test; refusals are what is wanted."""
    settings.CELERY_TASK_ALWAYS_EAGER = False
    monkeypatch.setattr("core.jobs._send_after_commit", lambda job: None)
    monkeypatch.setattr("publications.circulated_pdf.pdf.render_in_subprocess", quick_render)
    caplog.set_level("CRITICAL", "django.request")


class Crowd:
    """People who read, one after the other taken off the list; what each request got, and whether it began after."""

    def __init__(self) -> None:
        self.world = engaged_world()
        self.running = start(self.world)
        people = User.objects.bulk_create(
            User(email=f"reader-{n}@demo.test", name=f"Reader {n}", password="!") for n in range(REMOVALS)
        )
        Membership.objects.bulk_create(
            Membership(network=self.world.network, person=person, since=days(-9)) for person in people
        )
        lead = self.world.person("coordinator")
        self.entries = [circulation.add_reader(self.running, to=person, by=lead) for person in people]
        for entry, person in list(zip(self.entries, people, strict=True))[::2]:
            circulated_pdf.make(circulated_pdf.Copy(entry, person).argument)  # of the others while they read
        self.clients = []
        for person in people:
            self.world.people[person.email] = person
            self.clients.append(client_of(self.world, person.email))
        self.removed = [threading.Event() for _one in people]
        self.served = [threading.Event() for _one in people]
        self.is_over = threading.Event()

    def read(self, thread: int) -> list[tuple[bool, str, int]]:
        """Ask for everything again and again, of those who are about to be removed first."""
        found = []
        try:
            while not self.is_over.is_set():
                waiting = [n for n in range(REMOVALS) if not self.removed[n].is_set()][: READING + 2]
                gone = [n for n in range(REMOVALS) if self.removed[n].is_set()][-2:]
                for n in [*waiting[thread % 2 :], *gone]:
                    for name in ADDRESSES:
                        is_after = self.removed[n].is_set()
                        status = self.clients[n].get(at(name, self.world)).status_code
                        found.append((is_after, name, status))
                        if name == "circulated_pdf" and status == 200:
                            self.served[n].set()
        finally:
            connection.close()
        return found

    def work(self) -> None:
        try:
            while not self.is_over.is_set():
                jobs.run_waiting()
                workflow.seal_waiting(at=timezone.now())
                self.is_over.wait(0.01)
        finally:
            connection.close()

    def remove_all(self, *, is_read: bool = False) -> None:
        """One after the other; where they read meanwhile, each as soon as they were given their file."""
        try:
            for n, entry in enumerate(self.entries):
                if is_read:
                    self.served[n].wait(5)
                remove(self.world, entry)
                self.removed[n].set()
        finally:
            self.is_over.set()
            connection.close()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_removals_under_load_leave_nothing_open():
    crowd = Crowd()
    with ThreadPoolExecutor(READING + 2) as pool:
        reading = [pool.submit(crowd.read, thread) for thread in range(READING)]
        working = pool.submit(crowd.work)
        pool.submit(crowd.remove_all, is_read=True).result()
        working.result()
        got = [one for each in reading for one in each.result()]
    after = Counter(status for is_after, _name, status in got if is_after)
    before = Counter(status for is_after, _name, status in got if not is_after)
    assert set(after) <= {404}
    assert set(before) <= {200, 202, 404}
    assert {name for is_after, name, status in got if not is_after and status == 200} == set(ADDRESSES)
    assert after[404] > 0
    jobs.run_waiting()
    assert KeptFile.objects.filter(key__startswith=circulated_pdf.PREFIX).count() == 0
    for entry in crowd.entries:
        entry.refresh_from_db()
        assert not CirculationOpening.objects.filter(reader=entry, opened_at__gt=entry.removed_at).exists()
    assert [
        n for n, client in enumerate(crowd.clients) if client.get(at("circulated_pdf", crowd.world)).status_code != 404
    ] == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_no_mail_that_was_queued_is_delivered_after_a_removal(mailoutbox):
    from notices import tasks

    crowd = Crowd()
    workflow.seal_waiting(at=timezone.now())
    mails = list(Mail.objects.filter(recipient__email__startswith="reader-"))
    assert len(mails) == REMOVALS
    delivered = []

    def send(number: int) -> None:
        """Everybody's mail, taken up by a worker while people are removed."""
        try:
            for mail in mails[number::READING]:
                n = int(mail.recipient.email.split("@")[0].removeprefix("reader-"))
                if number % 2:
                    crowd.removed[n].wait(60)
                is_after = crowd.removed[n].is_set()
                tasks.send(str(mail.key))
                mail.refresh_from_db()
                delivered.append((is_after, mail.state))
        finally:
            connection.close()

    with ThreadPoolExecutor(READING + 1) as pool:
        sending = [pool.submit(send, number) for number in range(READING)]
        pool.submit(crowd.remove_all).result()
        [one.result() for one in sending]
    assert "sent" not in {state for is_after, state in delivered if is_after}
    assert sum(is_after for is_after, _state in delivered) >= REMOVALS // 3
