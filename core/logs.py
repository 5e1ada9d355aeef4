"""What logs do not keep: whoever reads them must not be able to open what was meant for one person."""

import logging
import re

# A piece of an address as long as the keys that links in e-mails carry (personal links, confirmations, sign-offs).
KEY = re.compile(r"(?<=[/=])[A-Za-z0-9_:.~-]{40,}(?=[/?&\s\"'>]|$)")


def without_keys(text: str) -> str:
    return KEY.sub("…", text)


class WithoutKeys(logging.Filter):
    """For a handler: the message with every key in an address taken out."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        kept = without_keys(said)
        if kept != said:
            record.msg, record.args = kept, None
        return True
