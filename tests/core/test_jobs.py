"""Background work: written with the act, done once, found again after every accident, never failing in silence."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import jobs
from core.choices import JobState
from core.models import Job

done: list[str] = []


@jobs.task("tests.note")
def note(argument: str) -> None:
    done.append(argument)


@jobs.task("tests.break", max_tries=2)
def break_down(argument: str) -> None:
    raise RuntimeError(f"no paper for {argument}")


@pytest.fixture(autouse=True)
def nothing_done():
    done.clear()


def later(**delta):
    return timezone.now() + timedelta(**delta)


@pytest.mark.django_db(transaction=True)
def test_a_job_runs_when_the_act_commits():
    with transaction.atomic():
        job = jobs.enqueue("tests.note", 7)
        assert done == []
    job.refresh_from_db()
    assert (done, job.state, job.tries, job.error) == (["7"], JobState.DONE, 1, "")


@pytest.mark.django_db(transaction=True)
def test_an_act_that_rolls_back_leaves_no_job():
    with transaction.atomic():
        jobs.enqueue("tests.note", 7)
        transaction.set_rollback(True)
    assert (done, Job.objects.count()) == ([], 0)


def test_a_live_job_is_reused_and_a_finished_one_is_not(db):
    first = jobs.enqueue("tests.note", "a")
    assert jobs.enqueue("tests.note", "a") == first
    assert jobs.enqueue("tests.note", "b") != first
    assert jobs.run_waiting() == 2
    assert jobs.enqueue("tests.note", "a") != first


def test_a_key_of_its_own_makes_a_job_of_its_own(db):
    assert jobs.enqueue("tests.note", "a", key="first text") != jobs.enqueue("tests.note", "a", key="second text")


def test_the_database_refuses_a_second_live_job(db):
    Job.objects.create(name="tests.note", argument="a", key="a")
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(name="tests.note", argument="a", key="a", state=JobState.RUNNING)


def test_a_name_nobody_registered_is_refused_at_once(db):
    with pytest.raises(jobs.UnknownTask):
        jobs.enqueue("tests.nothing", 1)


def test_a_page_sees_the_newest_job(db):
    assert jobs.latest("tests.note", 1) is None
    jobs.enqueue("tests.note", 1)
    jobs.run_waiting()
    newest = jobs.enqueue("tests.note", 1)
    assert jobs.latest("tests.note", 1) == newest


def test_running_a_job_twice_does_its_work_once(db):
    job = jobs.enqueue("tests.note", "once")
    jobs.run(str(job.pk))
    jobs.run(str(job.pk))
    assert done == ["once"]


def test_a_message_for_a_job_that_is_gone_is_harmless(db):
    jobs.run("00000000-0000-0000-0000-000000000000")
    assert done == []


def test_a_failure_is_tried_again_later_and_then_shown_with_its_reason(db):
    job = jobs.enqueue("tests.break", "the minister")
    jobs.run_waiting()
    job.refresh_from_db()
    assert (job.state, job.tries, job.error) == (JobState.QUEUED, 1, "RuntimeError: no paper for the minister")
    assert job.run_after > timezone.now()
    Job.objects.update(run_after=timezone.now())
    jobs.run_waiting()
    job.refresh_from_db()
    assert (job.state, job.tries, job.is_failed) == (JobState.FAILED, 2, True)


def test_try_again_queues_a_new_job_with_all_its_tries(db):
    failed = Job.objects.create(name="tests.note", argument="a", key="k", state=JobState.FAILED, tries=3)
    again = jobs.retry(failed)
    assert (again.state, again.tries, again.key) == (JobState.QUEUED, 0, "k")
    assert jobs.retry(again) == again


def test_the_sweep_gives_a_dead_workers_job_to_the_next(db):
    job = jobs.enqueue("tests.note", "a")
    Job.objects.update(state=JobState.RUNNING, tries=1, heartbeat_at=timezone.now())
    assert jobs.sweep(at=later(seconds=30)) == 0
    jobs.sweep(at=later(seconds=61))
    job.refresh_from_db()
    assert (job.state, job.tries, job.error) == (
        JobState.QUEUED,
        1,
        "The worker stopped before the job was finished.",
    )
    assert jobs.sweep(at=later(minutes=2)) == 1


def test_a_job_that_kills_every_worker_fails_in_the_end(db):
    job = jobs.enqueue("tests.note", "a")
    Job.objects.update(state=JobState.RUNNING, tries=3, heartbeat_at=timezone.now())
    jobs.sweep(at=later(minutes=2))
    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_a_try_that_was_given_up_does_not_overwrite_the_next(db):
    job = jobs.enqueue("tests.note", "a")
    first_try = jobs._claim(str(job.pk))
    Job.objects.update(tries=2)
    jobs._fail_try(first_try, "too late")
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.RUNNING, "")


def test_the_sweep_sends_what_never_reached_the_broker(db):
    jobs.enqueue("tests.note", "a")
    assert (jobs.sweep(), done) == (1, ["a"])
    assert jobs.sweep() == 0


def test_a_broker_that_is_away_fails_no_page_and_loses_no_job(db, settings, monkeypatch):
    from celery import current_app

    def refuse(*args, **kwargs):
        raise ConnectionRefusedError("broker is away")

    monkeypatch.setattr(current_app.tasks["core.run_job"], "apply_async", refuse)
    job = jobs.enqueue("tests.note", "a")
    assert jobs._send(str(job.pk)) is False
    job.refresh_from_db()
    assert (job.state, job.sent_at) == (JobState.QUEUED, None)


def test_the_sweep_forgets_what_was_finished_three_months_ago(db):
    old, failed = timezone.now() - timedelta(days=91), JobState.FAILED
    Job.objects.create(name="tests.note", argument="a", key="a", state=JobState.DONE, created_at=old)
    Job.objects.create(name="tests.note", argument="b", key="b", state=failed, created_at=timezone.now())
    jobs.sweep()
    assert list(Job.objects.values_list("argument", flat=True)) == ["b"]
