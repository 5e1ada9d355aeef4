"""Two workers at the same time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from notices import workflow
from notices.models import Mail, Message
from tests.notices.build import now, tell
from tests.world import build_world

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_the_same_time(work, times=4):
    barrier = Barrier(times)

    def one(_number):
        try:
            barrier.wait(10)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


@pytest.fixture
def quiet(settings, monkeypatch):
    monkeypatch.setattr("notices.workflow.jobs.enqueue", lambda *args, **kwargs: None)
    monkeypatch.setattr("notices.services.jobs.enqueue", lambda *args, **kwargs: None)


def test_workers_that_put_mails_together_at_once_make_one(quiet):
    world = build_world()
    tell(world, waits_for=["coordinator"])
    at, person = now(), world.person("coordinator")
    made = at_the_same_time(lambda: workflow.seal_at_once(person, at=at))
    assert len([mail for mail in made if mail]) == 1
    assert (Mail.objects.count(), Message.objects.filter(mail=None).count()) == (1, 0)


def test_workers_that_take_up_a_mail_at_once_do_not_both_send_it(quiet):
    world = build_world()
    tell(world, waits_for=["coordinator"])
    at = now()
    mail = workflow.seal_at_once(world.person("coordinator"), at=at)
    claimed = at_the_same_time(lambda: workflow.claim(str(mail.key), at=at))
    assert len([mine for mine in claimed if mine]) == 1


def test_acts_of_one_bulk_change_at_once_are_one_event(quiet):
    world = build_world()
    events = at_the_same_time(lambda: tell(world, to=["member", "coordinator"], bulk_key="import-7"))
    assert len({event.pk for event in events}) == 1
    assert Message.objects.count() == 2
