"""Keeping PDFs: what exists is never rendered twice."""

import hashlib
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from commitments import canonical
from commitments.models import Commitment
from core import files, jobs, pdf
from core.canonical import sha256
from core.models import Job, KeptFile
from publications import planfile
from publications.choices import Kind
from publications.content import plan_content
from publications.documents import Document, commitment_document, draft_mark, edition_document, mark_of, plan_document
from publications.models import PlanEdition, Rendering
from publications.reading import not_agreed

JOB = "publications.render_plan_pdf"
PREPARE = "publications.prepare_release"
LOOK = f"{pdf.RENDERER}.2"  # raise the second number when the templates or pdf.css change what a PDF looks like
PDF = "application/pdf"


def plan_pdf_key(published: PlanEdition) -> str:
    """Everything printed in it follows from these: the row and its content never change."""
    printed = [published.sha256, published.number, published.checkpoint_size]
    if published.kind != Kind.CONSULTATION_DRAFT:  # made before its hour, for each way in which it may be presented
        hour, beside = int(published.published_at.timestamp()), sha256(published.beside)[:16]
        printed += [published.presented_as, hour, beside]
    return "/".join(["plan-pdf", *map(str, printed), LOOK])


def kept_plan_pdf(published: PlanEdition) -> KeptFile | None:
    return files.kept(plan_pdf_key(published))


def keep_plan_pdf(published: PlanEdition) -> KeptFile:
    """The finished PDF of an edition: the kept one, or rendered now in a niced process of its own."""
    if found := kept_plan_pdf(published):
        return found
    with translation.override(settings.LANGUAGE_CODE):
        document = edition_document(published)
    made = pdf.render_in_subprocess(
        document.html, title=document.title, lang=document.lang, attachments=document.attachments
    )
    key, name = plan_pdf_key(published), f"{published.plan.slug}-{published.number}.pdf"
    measured = {"seconds": made.seconds, "peak_kib": made.peak_kib, "warnings": made.warnings}
    Rendering.objects.update_or_create(key=key, defaults=measured)
    return files.keep(made.pdf, key=key, name=name, media_type=PDF)


def prepare_plan_pdf(published: PlanEdition) -> Job:
    """Queue the rendering, unless it is queued already; after a failure, again with all its tries."""
    latest = jobs.latest(JOB, published.pk)
    return jobs.retry(latest) if latest and latest.is_failed else jobs.enqueue(JOB, published.pk)


def plan_pdf_job(published: PlanEdition) -> Job:
    """What is being done for a PDF that is not there: the last job, or one queued now because nobody ever did."""
    latest = jobs.latest(JOB, published.pk)
    return latest if latest and not latest.is_done else jobs.enqueue(JOB, published.pk)


def render_draft(plan: Any, *, at: datetime | None = None) -> bytes:
    """The plan as it stands now, marked as a working draft; for the operator and for those who see drafts."""
    at, data = at or timezone.now(), plan_content(plan)
    mark = draft_mark(sha256(data), at=at, source=plan.source)
    return _render(plan_document(data, mark, at=at, plan_file=planfile.to_bytes(planfile.dump(plan))))


def published_commitment_pdf(published: PlanEdition, content: dict[str, Any]) -> KeptFile:
    head = published.data["plan"]
    document = commitment_document(
        content,
        mark_of(published),
        plan_title=head["title"],
        country=head["country"],
        at=published.published_at,
        not_agreed=not_agreed(published.data).get(content["ref"], ""),
        beside=published.beside,
    )
    return _keep_commitment(document, name=f"{published.plan.slug}-{published.number}-{content['ref']}.pdf")


def draft_commitment_pdf(commitment: Commitment, *, at: datetime | None = None) -> KeptFile:
    """The commitment as it stands now. The same words on the same day are rendered once."""
    content, plan = canonical.content(commitment), commitment.plan
    today = timezone.localtime(at or timezone.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    mark = draft_mark(sha256(content), at=today)
    reason = commitment.public_reason if commitment.is_without_agreement else ""
    document = commitment_document(
        content, mark, plan_title=plan.title, country=plan.country, at=today, not_agreed=reason
    )
    return _keep_commitment(document, name=f"{plan.slug}-{commitment.ref}.pdf")


def _keep_commitment(document: Document, *, name: str) -> KeptFile:
    key = f"commitment-pdf/{hashlib.sha256(document.html.encode()).hexdigest()}/{LOOK}"
    return files.kept(key) or files.keep(_render(document), key=key, name=name, media_type=PDF)


def _render(document: Document) -> bytes:
    return pdf.render(document.html, title=document.title, lang=document.lang, attachments=document.attachments)
