"""A mail server that is a folder: each mail handed over is one file named by its Message-ID and a number."""

import os
import time
import uuid
from pathlib import Path

from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages):
        for message in email_messages:
            folder = Path(os.environ["MAIL_SINK"])
            name = message.message()["Message-ID"].strip("<>").split("@")[0]
            (folder / f".{name}").write_bytes(message.message().as_bytes())
            time.sleep(float(os.environ["MAIL_SINK_BEFORE"]))
            (folder / f".{name}").rename(folder / f"{name}.{uuid.uuid4().hex}")  # handed over from here on
            time.sleep(float(os.environ["MAIL_SINK_AFTER"]))
        return len(email_messages)
