"""What the worker runs: every job comes through ``run_job`` with the id of its row."""

from celery import shared_task

from core import jobs


@shared_task(name="core.run_job", ignore_result=True)
def run_job(job_id: str) -> None:
    jobs.run(job_id)


@shared_task(name="core.sweep_jobs", ignore_result=True)
def sweep_jobs() -> None:
    jobs.sweep()
