"""The personal link, its code, and the word that contacts were changed: sent past the outbox, and kept nowhere.

None of them quotes a draft or names a commitment: who reads the mailbox learns that something waits, and no more.
"""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.dates import readable_moment
from network.models import Tenure
from signoffs import links
from signoffs.models import Contacts, SigningLink


def link(row: SigningLink, contacts: Contacts) -> EmailMessage:
    context = {
        "link": row,
        "address": links.address_of(row),
        "until": readable_moment(row.expires_at),
        "asked_by": row.asked_by,
    }
    subject = _("%(site)s: a decision waits for you") % {"site": settings.SITE_NAME}
    return _mail("link", subject, contacts.first, context, key=f"link {row.key}")


def code(row: SigningLink, contacts: Contacts) -> EmailMessage:
    digits = links.code_of(row)
    context = {"link": row, "code": f"{digits[:4]} {digits[4:]}", "minutes": links.CODE_LASTS.seconds // 60}
    subject = _("%(site)s: your code") % {"site": settings.SITE_NAME}
    return _mail("code", subject, contacts.second, context, key=f"code {row.key} {row.code_number}")


def contacts_recorded(tenure: Tenure, contacts: Contacts) -> EmailMessage:
    """To the address the person signs in with, so that nobody else records contacts for them unnoticed."""
    context = {"tenure": tenure, "when": readable_moment(contacts.recorded_at)}
    subject = _("%(site)s: the contacts of your post were recorded") % {"site": settings.SITE_NAME}
    key = f"contacts {tenure.pk} {contacts.recorded_at.isoformat()}"
    return _mail("contacts", subject, tenure.person.email, context, key=key)


def _mail(name: str, subject: str, to: str, context: dict[str, Any], *, key: str) -> EmailMessage:
    """The Message-ID hangs on the row alone, so a second try is the same message; it tells nothing of the link."""
    number = hashlib.sha256(f"{settings.SECRET_KEY} {key}".encode()).hexdigest()[:32]
    headers = {
        "Message-ID": f"<{number}@{urlsplit(settings.SITE_URL).hostname}>",
        "Auto-Submitted": "auto-generated",
    }
    body = render_to_string(f"signoffs/emails/{name}.txt", {**context, "site": settings.SITE_NAME})
    return EmailMessage(" ".join(subject.split()), body, to=[to], headers=headers)
