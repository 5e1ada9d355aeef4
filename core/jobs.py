"""Background work. A job is a row written in the act's own transaction; the broker only carries its id.

A verb calls ``enqueue("publications.render_plan_pdf", edition.pk)``; the function under that name stands in the app's
``tasks`` module, decorated with ``@task``. A killed worker, a lost message or a broker that is away loses nothing:
``sweep`` queues such rows again every minute. So a job may run more than once: it asks "already done?" first.
"""

import logging
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from celery import current_app
from django.conf import settings
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from core.choices import LIVE, JobState
from core.models import Job

logger = logging.getLogger(__name__)

Work = Callable[[str], object]

HEARTBEAT = timedelta(seconds=10)
STALE_AFTER = timedelta(seconds=60)
SEND_AGAIN_AFTER = timedelta(minutes=2)
FORGET_AFTER = timedelta(days=90)
WAIT_BEFORE_RETRY = timedelta(seconds=20)


@dataclass(frozen=True)
class Task:
    work: Work
    max_tries: int
    longest: timedelta
    is_private: bool = False


_tasks: dict[str, Task] = {}


class UnknownTask(LookupError):
    """Nobody registered a function under this name: a typing error, or an app without its ``tasks`` module."""


def task(
    name: str, *, max_tries: int = 3, longest: timedelta = timedelta(minutes=15), is_private: bool = False
) -> Callable[[Work], Work]:
    """Register the function that does the jobs of this name. After ``longest`` a try counts as dead.

    A private one is not listed on the admin site: that there is such a job tells what some people do among themselves.
    """

    def register(work: Work) -> Work:
        _tasks[name] = Task(work, max_tries, longest, is_private)
        return work

    return register


def private_names() -> list[str]:
    return [name for name, registered in _tasks.items() if registered.is_private]


def enqueue(name: str, argument: str | int, *, key: str = "") -> Job:
    """The live job of this name and key (by default the argument), or a new one that runs once this commits.

    A job that is already running is reused too, so the argument must name something that no longer changes (an
    edition); where it does change, give a key that changes with it.
    """
    if name not in _tasks:
        raise UnknownTask(name)
    argument = str(argument)
    values = {"argument": argument, "max_tries": _tasks[name].max_tries}
    while True:
        live = Job.objects.filter(name=name, key=key or argument, state__in=LIVE).first()
        if live:
            return live
        try:
            with transaction.atomic():
                job = Job.objects.create(name=name, key=key or argument, **values)
        except IntegrityError:  # somebody else was quicker: take theirs
            continue
        _send_after_commit(job)
        return job


def latest(name: str, argument: str | int) -> Job | None:
    """The newest job of this name and argument, live or not: what a page shows."""
    return Job.objects.filter(name=name, argument=str(argument)).first()


def retry(job: Job) -> Job:
    """Queue a failed job again, with all its tries; any other job is returned as it is."""
    if not job.is_failed:
        return job
    return enqueue(job.name, job.argument, key=job.key)


def run(job_id: str) -> None:
    """Do one try of a queued job. Called by the worker; harmless for a job that is gone, running or finished."""
    job = _claim(job_id)
    if job is None:
        return
    heartbeat = _Heartbeat(job)
    try:
        with heartbeat:
            _tasks[job.name].work(job.argument)
    except Exception as error:
        logger.exception("Job %s failed in try %s of %s", job, job.tries, job.max_tries)
        _fail_try(job, "".join(traceback.format_exception_only(error)).strip())
    else:
        _mine(job).update(state=JobState.DONE, error="", finished_at=timezone.now())


def run_waiting() -> int:
    """Run every queued job here and now, and say how many: for tests and for commands."""
    ran = 0
    waiting = Job.objects.filter(state=JobState.QUEUED).order_by("created_at")
    while job := waiting.filter(run_after__lte=timezone.now()).first():
        run(str(job.pk))
        ran += 1
    return ran


def sweep(*, at: datetime | None = None, is_start: bool = False) -> int:
    """Queue again what was lost: dead workers' jobs, unsent and unanswered messages. Returns how many were sent.

    ``is_start``: an embedded worker begins with an empty broker, so every queued row is sent.
    """
    at = at or timezone.now()
    for job in Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=at - STALE_AFTER):
        _fail_try(job, _("The worker stopped before the job was finished."))
    waiting = Job.objects.filter(state=JobState.QUEUED, run_after__lte=at)
    if not is_start:
        waiting = waiting.filter(Q(sent_at=None) | Q(sent_at__lt=at - SEND_AGAIN_AFTER))
    sent = sum(_send(str(pk)) for pk in waiting.order_by("created_at").values_list("pk", flat=True))
    Job.objects.exclude(state__in=LIVE).filter(created_at__lt=at - FORGET_AFTER).delete()
    return sent


def _send_after_commit(job: Job) -> None:
    transaction.on_commit(partial(_send, str(job.pk)), robust=True)


def _send(job_id: str) -> bool:
    """Wake a worker up. Without one to hear it, or without its broker, the row waits for the sweep."""
    if not settings.REDIS_URL and not settings.CELERY_TASK_ALWAYS_EAGER and not current_app.conf.get("embedded_runs"):
        return False
    Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(sent_at=timezone.now())
    try:
        current_app.tasks["core.run_job"].apply_async([job_id], retry=False)
    except (OSError, OperationalError, *current_app.connection_for_write().connection_errors):
        logger.exception("The broker is away; job %s waits for the sweep", job_id)
        Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(sent_at=None)
        return False
    return True


def _claim(job_id: str) -> Job | None:
    now = timezone.now()
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id, state=JobState.QUEUED, run_after__lte=now).first()
        if job is None:
            return None
        job.state, job.tries, job.started_at, job.heartbeat_at = JobState.RUNNING, job.tries + 1, now, now
        job.save(update_fields=["state", "tries", "started_at", "heartbeat_at"])
    if job.name not in _tasks:
        _fail_try(job, f"UnknownTask: {job.name}")
        return None
    return job


def _mine(job: Job) -> "QuerySet[Job]":
    """The row, as long as this try still owns it: a try that was given up must not overwrite the next one."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, tries=job.tries)


def _fail_try(job: Job, error: str) -> None:
    now = timezone.now()
    if job.tries >= job.max_tries:
        _mine(job).update(state=JobState.FAILED, error=error, finished_at=now)
    else:
        run_after = now + WAIT_BEFORE_RETRY * job.tries
        _mine(job).update(state=JobState.QUEUED, error=error, run_after=run_after, sent_at=None, heartbeat_at=None)


class _Heartbeat:
    """While the work goes on, a thread with a connection of its own says so in the row."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.gives_up_at = timezone.now() + _tasks[job.name].longest
        self.finished = threading.Event()
        self.thread = threading.Thread(target=self._beat, name=f"heartbeat-{job.pk}", daemon=True)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *_exception: object) -> None:
        self.finished.set()
        self.thread.join()

    def _beat(self) -> None:
        try:
            while not self.finished.wait(HEARTBEAT.total_seconds()) and timezone.now() < self.gives_up_at:
                self._write()
        finally:
            connection.close()

    def _write(self) -> None:
        try:
            close_old_connections()
            _mine(self.job).update(heartbeat_at=timezone.now())
        except Exception:
            logger.exception("No heartbeat for job %s", self.job)
