"""Whoever is taken off the list, or leaves the post, loses everything at once: page, file, job, mail, link."""

import datetime as dt

import pytest
from django.utils import timezone

from core import jobs
from core.models import Job, KeptFile
from network.models import Tenure
from notices.models import Message
from publications import circulated_pdf, circulation
from publications.models import CirculationOpening
from tests.conftest import client_of
from tests.notices.build import letters, send_all
from tests.publications.circulating import add, at, engaged_world, quick_render, remove, start
from tests.world import days

pytestmark = pytest.mark.django_db

PAGES = ("circulation", "read_circulated", "circulated_pdf")


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch):
    monkeypatch.setattr("publications.circulated_pdf.pdf.render_in_subprocess", quick_render)


@pytest.fixture
def world():
    return engaged_world()


@pytest.fixture
def running(world):
    return start(world)


def leaves(world):
    Tenure.objects.filter(post=world.post("official")).update(ends=days(0))


def is_removed(world):
    remove(world, world.plan.circulations.get().readers.on_list().get(post=world.post("official")))


def is_ended(world):
    circulation.end(world.plan.circulations.get(), by=world.person("coordinator"))


LOSSES = [leaves, is_removed, is_ended]


def statuses(world, persona):
    client = client_of(world, persona)
    return [client.get(at(name, world)).status_code for name in PAGES]


@pytest.mark.parametrize("loses", LOSSES)
def test_pages_and_file_are_gone_at_the_next_request(world, running, loses):
    add(world, running, "official", "member")
    for persona in ("official", "member"):
        assert statuses(world, persona) == [200, 200, 202]
    jobs.run_waiting()
    assert statuses(world, "official") == [200, 200, 200]
    logged = CirculationOpening.objects.count()
    loses(world)
    assert statuses(world, "official") == [404, 404, 404]
    still = [404, 404, 404] if loses is is_ended else [200, 200, 200]
    assert statuses(world, "member") == still
    assert CirculationOpening.objects.count() == logged + (0 if loses is is_ended else 2)


@pytest.mark.parametrize("loses", [is_removed, is_ended])
def test_their_file_is_deleted_from_the_disk(world, running, loses):
    add(world, running, "official")
    copy = circulated_pdf.copy_of(running, world.person("official"))
    location = circulated_pdf.make(copy.argument).location
    assert location.is_file()
    loses(world)
    assert (KeptFile.objects.count(), location.exists()) == (0, False)


def test_the_file_of_a_former_holder_goes_with_the_next_sweep(world, running):
    add(world, running, "official", "member")
    locations = [
        circulated_pdf.make(circulated_pdf.copy_of(running, world.person(persona)).argument).location
        for persona in ("official", "member")
    ]
    assert circulated_pdf.forget_lapsed() == 0
    leaves(world)
    assert circulated_pdf.forget_lapsed() == 1
    assert [location.exists() for location in locations] == [False, True]
    assert circulated_pdf.forget_lapsed(timezone.now() + dt.timedelta(days=9)) == 1


@pytest.mark.parametrize("loses", LOSSES)
def test_a_job_that_was_queued_before_makes_nothing(world, running, loses, monkeypatch):
    add(world, running, "official")
    assert statuses(world, "official")[2] == 202
    loses(world)
    monkeypatch.setattr("publications.circulated_pdf.pdf.render_in_subprocess", None)
    jobs.run_waiting()
    assert Job.objects.get(name=circulated_pdf.JOB).is_done
    assert KeptFile.objects.count() == 0


@pytest.mark.parametrize("loses", LOSSES)
def test_a_job_in_the_midst_of_which_it_happens_keeps_nothing(world, running, loses, monkeypatch):
    add(world, running, "official")
    assert statuses(world, "official")[2] == 202

    def render(html, **more):
        loses(world)
        return quick_render(html)

    monkeypatch.setattr("publications.circulated_pdf.pdf.render_in_subprocess", render)
    jobs.run_waiting()
    assert KeptFile.objects.count() == 0


@pytest.mark.parametrize("loses", [None, *LOSSES])
def test_a_queued_mail_is_not_sent(world, running, loses):
    Message.objects.all().delete()
    add(world, running, "official")
    if loses:
        loses(world)
    letters()
    send_all(timezone.now())
    assert [to for to, _subject in letters()] == ([] if loses else [["official@demo.test"]])


def test_a_mail_that_was_put_together_before_is_not_sent_either(world, running):
    from notices import workflow

    Message.objects.all().delete()
    add(world, running, "official")
    letters()
    workflow.seal_waiting(at=timezone.now())
    is_removed(world)
    send_all(timezone.now())
    assert letters() == []


def test_who_has_read_it_is_not_told_any_more_that_it_waits(world, running):
    Message.objects.all().delete()
    add(world, running, "official")
    client_of(world, "official").get(at("read_circulated", world))
    letters()
    send_all(timezone.now())
    assert letters() == []


def test_after_the_last_day_everything_is_closed(world):
    long_ago = timezone.now() - dt.timedelta(days=9)
    running = start(world, until=days(-1), at=long_ago)
    for persona, lead in (("official", "lead_official"), ("member", "coordinator")):
        circulation.add_reader(running, to=world.person(persona), by=world.person(lead), at=long_ago)
        assert statuses(world, persona) == [404, 404, 404]
    with pytest.raises(circulation.Over):
        add(world, running, "minister")
