"""A final edition in the small country of tests.world: sealed, signed, its files made, published at its hour."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from core import jobs
from core.canonical import sha256
from publications import releases
from publications.content import plan_content
from publications.models import PlanEdition, Release
from tests.world import World


def scheduled(world: World, *signers: str, note: str = "") -> Release:
    plan, lead = world.plan, world.person("lead_official")
    release = releases.seal(plan, by=lead, seen_sha256=sha256(plan_content(plan)), change_note=note)
    for persona in signers or ("lead_official", "coordinator"):
        releases.sign(release, by=world.person(persona), seen_sha256=release.edition.sha256)
    releases.schedule(release, publish_at=timezone.now() + dt.timedelta(hours=1), by=lead)
    jobs.run_waiting()
    release.refresh_from_db()
    return release


def at_its_hour(release: Release) -> list[PlanEdition]:
    return releases.publish_due(release.publish_at)


def quick_files(monkeypatch: Any) -> list[Any]:
    """A file for each document, at once: how PDFs look is tested elsewhere. Gives (HTML, attachments) of each."""
    made: list[Any] = []

    def render(html: str, **more: Any) -> SimpleNamespace:
        made.append((html, more["attachments"]))
        return SimpleNamespace(pdf=f"%PDF {sha256(html)}".encode(), seconds=0.1, peak_kib=1, warnings=[])

    monkeypatch.setattr("publications.services.pdf.render_in_subprocess", render)
    return made
