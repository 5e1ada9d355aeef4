"""The minister's paper: the exact words that are asked about, with what else is to be known, as a PDF of its own."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import files, pdf
from signoffs import approval_page

if TYPE_CHECKING:
    from commitments.models import Commitment
    from core.models import KeptFile
    from signoffs.models import Sending

LOOK = f"{pdf.RENDERER}.1"  # raise the second number when the template or paper.css change what it looks like


def keep_paper(commitment: Commitment, sending: Sending) -> KeptFile:
    """The finished PDF; the same words with the same signatures below are rendered once."""
    edition = sending.edition
    title = _("For approval: commitment %(ref)s, edition %(number)d") % {
        "ref": commitment.ref,
        "number": edition.number,
    }
    context = {
        **approval_page.words_of(commitment, edition),
        "title": title,
        "lang": _lang(),
        "author": settings.SITE_NAME,
        "created": timezone.localtime(edition.frozen_at).isoformat(timespec="seconds"),
        "sha256": " ".join(edition.sha256[start : start + 8] for start in range(0, 64, 8)),
    }
    html = render_to_string("signoffs/pdf/paper.html", context)
    key = f"approval-paper/{hashlib.sha256(html.encode()).hexdigest()}/{LOOK}"
    name = f"{commitment.plan.slug}-{commitment.ref}-for-approval.pdf"
    return files.kept(key) or files.keep(
        pdf.render(html, title=title, lang=_lang()), key=key, name=name, media_type="application/pdf"
    )


def _lang() -> str:
    code, _dash, region = (get_language() or settings.LANGUAGE_CODE).partition("-")
    return f"{code}-{region.upper()}" if region else code
