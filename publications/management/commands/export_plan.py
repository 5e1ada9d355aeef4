from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.pdf import write_atomically
from plans.models import Plan
from publications import planfile


class Command(BaseCommand):
    help = "Write a plan as it stands now as a plan file (ogpnap-plan/1), to standard output or to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--output", type=Path, metavar="FILE")

    def handle(self, *args: Any, slug: str, output: Path | None, **options: Any) -> None:
        plan = Plan.objects.filter(slug=slug).first()
        if plan is None:
            raise CommandError(f"There is no plan {slug}.")
        content = planfile.to_bytes(planfile.dump(plan))
        if output is None:
            self.stdout.write(content.decode(), ending="")
        else:
            write_atomically(output.resolve(), content)
