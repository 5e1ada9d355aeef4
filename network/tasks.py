from celery import shared_task
from django.utils import timezone

from core import jobs
from network.emails import reply_to
from network.models import Applicant
from network.services import open_due_handovers


@jobs.task("network.send_reply")
def send_reply(argument: str) -> None:
    applicant = Applicant.objects.select_related("request__network").filter(request_id=int(argument)).first()
    if applicant is None or applicant.replied_at or not applicant.reply:
        return
    reply_to(applicant)
    Applicant.objects.filter(pk=applicant.pk).update(replied_at=timezone.now())


@shared_task(name="network.open_due_handovers", ignore_result=True)
def open_handovers() -> None:
    """For tenures that end by their own date: hourly."""
    open_due_handovers()
