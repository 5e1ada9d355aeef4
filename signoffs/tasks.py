import logging

from celery import shared_task
from django.core.mail import EmailMessage
from django.utils import timezone

from core import jobs
from signoffs import emails, links
from signoffs.models import Contacts, SigningLink
from signoffs.services import links as services
from signoffs.services import reminders

logger = logging.getLogger(__name__)


class NotSent(Exception):
    """The mail server refused. Its words quote addresses and letters, so only the kind of the error is told."""


@shared_task(name="signoffs.remind", ignore_result=True)
def remind() -> None:
    """Hourly: reminders to clearing posts that are due and were not sent."""
    reminders.remind_due()


@shared_task(name="signoffs.forget_contacts", ignore_result=True)
def forget_contacts() -> None:
    """Hourly: addresses of those who have left their post."""
    services.forget_contacts()


@jobs.task("signoffs.send_link", is_private=True)
def send_link(argument: str) -> None:
    link = SigningLink.objects.for_reading().filter(pk=argument, sent_at=None).first()
    contacts = _contacts_of(link)
    if link is None or contacts is None:
        return
    _hand_over(emails.link(link, contacts))
    SigningLink.objects.filter(pk=link.pk).update(sent_at=timezone.now())


@jobs.task("signoffs.send_code", is_private=True)
def send_code(argument: str) -> None:
    """Of the number after the colon, as long as no later one was made and it was not entered."""
    key, _colon, number = argument.partition(":")
    waiting = SigningLink.objects.for_reading().filter(pk=key, code_number=number, code_sent_at=None)
    link = waiting.exclude(code_at=None).first()
    contacts = _contacts_of(link)
    if link is None or contacts is None:
        return
    _hand_over(emails.code(link, contacts))
    SigningLink.objects.filter(pk=link.pk, code_number=link.code_number).update(code_sent_at=timezone.now())


@jobs.task("signoffs.tell_of_contacts", is_private=True)
def tell_of_contacts(argument: str) -> None:
    found = Contacts.objects.select_related("tenure__person", "tenure__post__organisation", "tenure__post__network")
    contacts = found.filter(tenure__pk=argument).first()
    if contacts:
        _hand_over(emails.contacts_recorded(contacts.tenure, contacts))


def _contacts_of(link: SigningLink | None) -> Contacts | None:
    """Where something about a link goes now; nowhere once it no longer serves."""
    if link is None or links.why_not(link):
        return None
    return Contacts.objects.filter(tenure=link.tenure).first()


def _hand_over(message: EmailMessage) -> None:
    try:
        message.send()
    except OSError as error:  # SMTP's errors are among them
        raise NotSent(type(error).__name__) from None
