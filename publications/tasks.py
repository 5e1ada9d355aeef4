from celery import shared_task

from core import jobs
from publications import circulated_pdf, releases
from publications.models import PlanEdition, Release
from publications.services import JOB, PREPARE, keep_plan_pdf


@jobs.task(JOB)
def render_plan_pdf(argument: str) -> None:
    published = PlanEdition.objects.select_related("plan", "edition").filter(pk=int(argument)).first()
    if published is not None:
        keep_plan_pdf(published)


@jobs.task(PREPARE)
def prepare_release(argument: str) -> None:
    """Every file of a final edition, before its hour."""
    release = Release.objects.select_related("plan", "edition").filter(pk=int(argument)).first()
    if release is not None and release.publish_at is not None:
        for variant in releases.variants(release):
            keep_plan_pdf(variant)


@jobs.task(circulated_pdf.JOB, is_private=True)
def render_circulated_pdf(argument: str) -> None:
    circulated_pdf.make(argument)


@shared_task(name="publications.forget_circulated", ignore_result=True)
def forget_circulated() -> None:
    circulated_pdf.forget_lapsed()


@shared_task(name="publications.publish_due", ignore_result=True)
def publish_due() -> None:
    releases.publish_due()
