from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count

from core import jobs
from core.models import Job


class Command(BaseCommand):
    help = "Do the waiting jobs here and now, then say how many there are in each state."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--count", action="store_true", help="only say how many there are")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["count"]:
            jobs.sweep()
            jobs.run_waiting()
        for row in Job.objects.order_by("state").values("state").annotate(number=Count("pk")):
            self.stdout.write(f"{row['state']}: {row['number']}")
