"""Workers to be killed, started as production starts them, with a folder for a mail server and a quicker clock.

python -m tests.notices.workers               the one inside the process that serves pages, where there is no Redis
celery -A tests.notices.workers worker        one of its own
celery -A tests.notices.workers beat          and its clock

FAULT names something to do wrong, so that the test that kills them can be seen to fail.
"""

import os
import time
import uuid

import django
from django.conf import settings

settings.EMAIL_BACKEND = "tests.notices.sink.EmailBackend"
for entry in settings.CELERY_BEAT_SCHEDULE.values():
    entry["schedule"] = 3.0
django.setup()

from notices import emails, kinds, workflow  # noqa: E402
from ogpnap.celery import app, start_embedded  # noqa: E402

__all__ = ["app"]

kinds.register("tests.asked", "A suggestion was made", "you write this text")


def sent_before_it_is_handed_over() -> None:
    claim = workflow.claim

    def claimed(key, *, at):
        mail = claim(key, at=at)
        if mail:
            workflow.mark_sent(mail, at=at)
        return mail

    workflow.claim = claimed


def another_message_id_for_each_try() -> None:
    headers = emails._headers
    emails._headers = lambda mail, link: {**headers(mail, link), "Message-ID": f"<{uuid.uuid4()}@testserver>"}


FAULTS = {fault.__name__: fault for fault in (sent_before_it_is_handed_over, another_message_id_for_each_try)}
if "FAULT" in os.environ:
    FAULTS[os.environ["FAULT"]]()

if __name__ == "__main__":
    start_embedded()
    while True:
        time.sleep(60)
