from celery import shared_task

from signoffs.services import reminders


@shared_task(name="signoffs.remind", ignore_result=True)
def remind() -> None:
    """Hourly: reminders to clearing posts that are due and were not sent."""
    reminders.remind_due()
