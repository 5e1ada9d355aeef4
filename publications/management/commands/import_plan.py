from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from network.models import Post
from publications import planfile


class Command(BaseCommand):
    help = "Import a plan from a plan file (ogpnap-plan/1). A wrong file is refused whole."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--lead-post", metavar="SLUG", help="the post that becomes the plan's lead official")

    def handle(self, *args: Any, file: Path, lead_post: str | None, **options: Any) -> None:
        post = Post.objects.filter(slug=lead_post).first() if lead_post else None
        if lead_post and post is None:
            raise CommandError(f"There is no post {lead_post}.")
        try:
            plan_file = planfile.read(planfile.parse(file.read_bytes()))
            is_here = planfile.preview(plan_file).is_here_already
            plan = planfile.load(plan_file, by=None, lead_post=post)
        except OSError as error:
            raise CommandError(str(error)) from error
        except planfile.Refused as refused:
            raise CommandError(f"{file} was refused, nothing was imported:\n{refused}") from refused
        said = "is here already and says the same" if is_here else f"imported, {plan.commitments.count()} commitments"
        self.stdout.write(f"{plan.slug}: {said}")
