import logging
from smtplib import SMTPRecipientsRefused

from celery import shared_task
from django.utils import timezone

from core import jobs
from notices import workflow
from notices.emails import letter
from notices.models import Event, Mail

logger = logging.getLogger(__name__)


@jobs.task("notices.seal", is_private=True)
def seal(argument: str) -> None:
    """Put what an event wants said at once into mails, each with a job of its own."""
    event = Event.objects.filter(key=argument).first()
    if event:
        workflow.seal_event(event, at=timezone.now())


@jobs.task("notices.send", is_private=True)
def send(argument: str) -> None:
    mail = workflow.claim(argument, at=timezone.now())
    if mail is None:
        return
    try:
        letter(mail).send()
    except Exception as error:  # whatever it was, the mail waits for its next try
        is_ours = not isinstance(error, OSError)  # SMTP's errors are OSErrors, and quote addresses
        logger.error("Mail %s was not handed over: %s", mail.key, type(error).__name__, exc_info=is_ours)
        workflow.mark_failed(mail, type(error).__name__, at=timezone.now(), is_final=_is_final(error))
    else:
        workflow.mark_sent(mail, at=timezone.now())


def _is_final(error: Exception) -> bool:
    """The receiving side said for good that there is no such mailbox. Its words, with the address, are not kept."""
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return all(code >= 500 for code, _words in error.recipients.values())


@shared_task(name="notices.sweep", ignore_result=True)
def sweep() -> None:
    """Every minute: what a killed worker left behind, and what waited for its window."""
    at = timezone.now()
    workflow.seal_waiting(at=at)
    for mail in workflow.unsent(at=at):
        _queue(mail)


@shared_task(name="notices.send_digests", ignore_result=True)
def send_digests() -> None:
    """Hourly: the digests that are due; what is older than half a year is forgotten."""
    at = timezone.now()
    workflow.seal_digests(at=at)
    workflow.forget(at=at)


def _queue(mail: Mail) -> None:
    jobs.enqueue("notices.send", str(mail.key))
