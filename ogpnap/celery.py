"""Celery: workers with Redis where there is REDIS_URL, else one worker inside the web process (``start_embedded``)."""

import os
import threading

from celery import Celery
from celery.beat import EmbeddedService

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ogpnap.settings")

app = Celery("ogpnap")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

_embedded_in: set[int] = set()


def start_embedded() -> None:
    """Run a worker and its clock in daemon threads of this process, once. Only what serves pages calls this."""
    if os.getpid() in _embedded_in:
        return
    _embedded_in.add(os.getpid())
    os.environ.setdefault("CELERY_SKIP_CHECKS", "1")  # what serves pages has checked already
    app.conf.embedded_runs = True
    threading.Thread(target=_work, name="embedded-worker", daemon=True).start()
    EmbeddedService(app, thread=True, scheduler_cls="celery.beat:Scheduler").start()


def _work() -> None:
    from django.db import close_old_connections

    from core import jobs

    app.set_current()
    worker = app.WorkController(
        hostname="embedded",
        pool="solo",
        concurrency=1,
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    jobs.sweep(is_start=True)
    close_old_connections()
    worker.start()
