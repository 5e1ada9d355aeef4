from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.pdf import write_atomically
from plans.models import Plan
from publications.models import PlanEdition
from publications.services import keep_plan_pdf, render_draft


class Command(BaseCommand):
    help = (
        "Write a plan as PDF: its latest published edition, or, before there is one, the working draft (it says which)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--output", type=Path, metavar="FILE.pdf", required=True)
        parser.add_argument("--draft", action="store_true", help="the plan as it stands now, even if one is published")

    def handle(self, *args: Any, slug: str, output: Path, draft: bool, **options: Any) -> None:
        plan = Plan.objects.filter(slug=slug).first()
        if plan is None:
            raise CommandError(f"There is no plan {slug}.")
        published = None if draft else PlanEdition.objects.of(plan).select_related("plan", "edition").first()
        content = keep_plan_pdf(published).location.read_bytes() if published else render_draft(plan)
        write_atomically(output.resolve(), content)
        said = f"edition {published.number}" if published else "working draft"
        self.stdout.write(f"{output}: {said}, {len(content) // 1024} KB")
