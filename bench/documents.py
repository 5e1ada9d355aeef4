"""PDFs: the plan of 45 commitments against one plain WeasyPrint run of the same HTML, one commitment, and again."""

import json
from pathlib import Path

from bench.measure import heading, line, milliseconds, wall_seconds
from commitments.models import Commitment
from core import pdf
from core.models import KeptFile
from publications import planfile
from publications.documents import edition_document
from publications.models import PlanEdition, Rendering
from publications.services import draft_commitment_pdf, keep_plan_pdf, plan_pdf_key
from publications.workflow import publish_consultation_draft

# Beside the project; a clone without it measures the example plan.
LARGE_PLAN = Path(__file__).resolve().parents[2] / "shared/data/us-2015/plan.json"


def measure() -> None:
    published = _published()
    count = len(published.edition.data["commitments"])
    document = edition_document(published)
    heading(f"PDF of {published.plan.slug}, {count} commitments (wall time)")
    plain = wall_seconds(lambda: _plain(document.html))
    line("One plain WeasyPrint run of the same HTML, in this process", milliseconds(plain))
    # In-process first, so that the process and its start-up are seen apart from the work.
    inside = wall_seconds(
        lambda: pdf.render(document.html, title=document.title, lang=document.lang, attachments=document.attachments)
    )
    line("Tagged, PDF/UA-1 and PDF/A-3a, with plan.json inside", milliseconds(inside), "plain run", inside / plain)
    job = wall_seconds(lambda: keep_plan_pdf(published))
    line("The job: the same in a niced process, kept", milliseconds(job), "plain run", job / plain)
    again = wall_seconds(lambda: keep_plan_pdf(published))
    line("Asked for again", milliseconds(again), "the job", again / job)
    measured = Rendering.objects.get(key=plan_pdf_key(published))
    line("Most memory the job held", f"{measured.peak_kib / 1024:,.0f} MB", f"{_size(published):,} kB of PDF")
    commitment = Commitment.objects.filter(plan=published.plan).order_by("position")[:3]
    first = wall_seconds(lambda: draft_commitment_pdf(commitment[0]))
    warm = wall_seconds(lambda: draft_commitment_pdf(commitment[1]))
    line("One commitment's PDF, the first in a process", milliseconds(first), "the whole plan", first / inside)
    line("One commitment's PDF, after that", milliseconds(warm), "the whole plan", warm / inside)
    kept = wall_seconds(lambda: draft_commitment_pdf(commitment[1]))
    line("The same commitment asked for again", milliseconds(kept), "rendered", kept / warm)


def _published() -> PlanEdition:
    if not LARGE_PLAN.exists():
        return PlanEdition.objects.select_related("plan", "edition").latest("pk")
    plan = planfile.load(planfile.read(json.loads(LARGE_PLAN.read_bytes())), by=None)
    published = publish_consultation_draft(plan, by=None)
    KeptFile.objects.filter(key=plan_pdf_key(published)).delete()
    return PlanEdition.objects.select_related("plan", "edition").get(pk=published.pk)


def _plain(html: str) -> bytes:
    from weasyprint import HTML

    from core.pdf_parts import OwnFiles

    document = HTML(string=html, base_url=pdf.STATIC_BASE, url_fetcher=OwnFiles(pdf.static_roots()))
    content: bytes = document.write_pdf()
    return content


def _size(published: PlanEdition) -> int:
    return KeptFile.objects.get(key=plan_pdf_key(published)).size // 1024
