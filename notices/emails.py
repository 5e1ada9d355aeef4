"""One mail in words: plain text and simple HTML from one template, to one person, in their language."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notices import digest, unsubscribing
from notices.choices import MailKind
from notices.models import Mail, Message
from notices.plain import text_of
from notices.services import preferences_of


def letter(mail: Mail) -> EmailMultiAlternatives:
    """The mail as it goes out. Its Message-ID hangs on the row alone, so a second try is the same message."""
    messages = list(mail.messages.select_related("event", "recipient", "post"))
    preferences = preferences_of(mail.recipient)
    unsubscribe = unsubscribing.address(mail, messages, preferences)
    with translation.override(preferences.language or settings.LANGUAGE_CODE):
        subject = _subject(mail, messages)
        html = render_to_string(
            "notices/mail.html",
            {
                "subject": subject,
                "groups": digest.groups(messages, mail.recipient),
                "mail": mail,
                "is_digest": mail.kind != MailKind.AT_ONCE,
                "site": settings.SITE_URL,
                "site_name": settings.SITE_NAME,
                "desk": settings.SITE_URL + settings.LOGIN_REDIRECT_URL,
                "settings_page": settings.SITE_URL + reverse("notices:settings"),
                "unsubscribe": unsubscribe,
                "language": translation.get_language(),
            },
        )
    made = EmailMultiAlternatives(
        subject, text_of(html), to=[mail.recipient.email], headers=_headers(mail, unsubscribe)
    )
    made.attach_alternative(html, "text/html")
    return made


def _headers(mail: Mail, unsubscribe: str) -> dict[str, str]:
    return {
        "Message-ID": f"<{mail.key}@{urlsplit(settings.SITE_URL).hostname}>",
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }


def _subject(mail: Mail, messages: list[Message]) -> str:
    if mail.kind != MailKind.AT_ONCE:
        words = ngettext("%(count)d thing is new", "%(count)d things are new", len(messages))
        said = words % {"count": len(messages)}
    elif len(messages) == 1:
        only = digest.line(messages[0])
        said = _("%(what)s: %(title)s") % {"what": only.label, "title": only.title}
    else:
        said = _("%(count)d things wait for you") % {"count": len(messages)}
    return " ".join(f"{settings.SITE_NAME}: {said}".split())
