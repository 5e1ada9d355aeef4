"""The whole HTML documents that become PDFs, made of the same parts as the pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.dates import readable
from core.pdf import Attachment
from publications import standing_beside
from publications.agreeing import in_words
from publications.choices import Kind, PresentedAs
from publications.exports import plan_json
from publications.models import PlanEdition
from publications.reading import commitment_text, plan_text


@dataclass(frozen=True)
class Mark:
    """What a copy says about itself: which edition, when, and how anyone can check it."""

    kind: str
    lines: list[str]
    footer: str
    title: str
    presented: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    sha256: str = ""
    checkpoint: str = ""
    checkpoint_size: int = 0
    ledger_index: int = 0
    ledger_url: str = ""

    @property
    def sha256_lines(self) -> str:
        """In groups of eight, which a person can compare."""
        return " ".join(self.sha256[start : start + 8] for start in range(0, len(self.sha256), 8))


@dataclass(frozen=True)
class Document:
    html: str
    title: str
    lang: str
    attachments: Sequence[Attachment] = ()


def mark_of(published: PlanEdition) -> Mark:
    """The mark of a published edition, from rows that never change."""
    kind = str(Kind(published.kind).label)
    edition = _("Edition %(number)s") % {"number": published.number}
    day = readable(timezone.localdate(published.published_at))
    facts = [(_("Edition"), str(published.number)), (_("Kind"), kind), (_("Published"), day)]
    presented = str(PresentedAs(published.presented_as).label) if published.presented_as else ""
    if presented:
        facts.append((_("Presented as"), presented))
    if agreed := in_words(published.agreed_by):
        facts.append((_("Agreement of the sides"), agreed))
    if published.change_note:
        facts.append((_("What changed"), published.change_note))
    if source := published.data["plan"]["source"]:
        facts.append((_("Source"), source))
    return Mark(
        kind=kind,
        lines=[_("%(edition)s, published %(day)s") % {"edition": edition, "day": day}],
        presented=presented,
        footer=f"{kind} · {edition} · SHA-256 {published.sha256[:16]}…",
        title=_("About this edition"),
        facts=facts,
        sha256=published.sha256,
        checkpoint=published.checkpoint_note,
        checkpoint_size=published.checkpoint_size,
        ledger_index=published.ledger_index,
        ledger_url=settings.SITE_URL + reverse("ledger:detail", args=[published.ledger_index]),
    )


def draft_mark(sha256: str, *, at: datetime, source: str = "") -> Mark:
    """The mark of something that nobody has published."""
    day = readable(timezone.localdate(at))
    kind, state = _("Working draft"), _("As it stood on %(day)s. Not published.") % {"day": day}
    facts = [(_("Kind"), kind), (_("State"), state), *([(_("Source"), source)] if source else [])]
    footer = f"{kind} · {day} · SHA-256 {sha256[:16]}…"
    return Mark(kind=kind, lines=[state], footer=footer, title=_("About this draft"), facts=facts, sha256=sha256)


def plan_document(
    data: dict[str, Any], mark: Mark, *, at: datetime, plan_file: bytes, beside: dict[str, Any] | None = None
) -> Document:
    """The whole plan: cover, contents, parts, themes, annex, proof; the plan file travels inside as plan.json."""
    text = plan_text(data, beside)
    html = render_to_string("publications/pdf/plan.html", {"text": text, "mark": mark, **_head(text.title, at)})
    description = _("This text as a plan file (ogpnap-plan/1)")
    attachment = Attachment("plan.json", plan_file, description=description, relationship="Source", created=at)
    return Document(html, text.title, _lang(), [attachment])


def edition_document(published: PlanEdition) -> Document:
    """The plan of a published edition."""
    at = published.published_at
    return plan_document(
        published.data, mark_of(published), at=at, plan_file=plan_json(published), beside=published.beside
    )


def commitment_document(
    content: dict[str, Any],
    mark: Mark,
    *,
    plan_title: str,
    country: str,
    at: datetime,
    not_agreed: str = "",
    beside: dict[str, Any] | None = None,
) -> Document:
    """One commitment by itself; `not_agreed` is government's reason where civil society has not agreed to it."""
    heard = standing_beside.heard(beside or {}, content["ref"])
    commitment = commitment_text(content, not_agreed=not_agreed, heard=heard)
    title = f"{commitment.ref} {commitment.title}"
    context = {"commitment": commitment, "mark": mark, "theme": content["theme"], "plan_title": plan_title}
    html = render_to_string("publications/pdf/commitment.html", {**context, "country": country, **_head(title, at)})
    return Document(html, title, _lang())


def _head(title: str, at: datetime) -> dict[str, str]:
    description = _("From the national action plan for open government")
    return {
        "title": title,
        "lang": _lang(),
        "author": settings.SITE_NAME,
        "description": description,
        "created": timezone.localtime(at).isoformat(timespec="seconds"),
    }


def _lang() -> str:
    language = get_language() or settings.LANGUAGE_CODE
    code, _dash, region = language.partition("-")
    return f"{code}-{region.upper()}" if region else code
