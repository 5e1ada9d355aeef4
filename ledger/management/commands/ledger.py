import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ledger import checkpoints, notes
from ledger.verification import Report, verify


class Command(BaseCommand):
    help = "verify: recompute the ledger and hold it against checkpoints kept outside the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["verify", "checkpoint", "key"])
        parser.add_argument("--checkpoint", type=Path, action="append", default=[], help="a signed checkpoint you kept")
        parser.add_argument("--key", help="the verifier key you kept (name+id+base64); default: the site's own")

    def handle(self, *args: Any, action: str, checkpoint: list[Path], key: str | None, **options: Any) -> None:
        if action == "checkpoint":
            self.stdout.write(checkpoints.current().note, ending="")
        elif action == "key":
            self.stdout.write(str(checkpoints.public_key()))
        else:
            self.verify(checkpoint, key)

    def verify(self, files: list[Path], key: str | None) -> None:
        """Exit code 0: all is as it was written. 1: something is wrong. 2: a file or the key cannot be read."""
        try:
            public = notes.VerifierKey.parse(key) if key else checkpoints.public_key()
            kept = [(str(path), path.read_text()) for path in [*checkpoints.kept_files(), *files]]
        except (OSError, UnicodeDecodeError, notes.BadNote) as error:
            raise CommandError(str(error), returncode=2) from error
        report = verify(kept, public_key=public.public)
        self.tell(report)
        if not report.is_good:
            sys.exit(1)

    def tell(self, report: Report) -> None:
        for finding in report.findings:
            self.stderr.write(finding.text)
        if report.first_wrong is not None:
            self.stdout.write(_("First wrong act: %s") % report.first_wrong)
        if not report.is_good:
            return
        self.stdout.write(_("%(size)s acts, root %(root)s") % {"size": report.size, "root": report.root})
        self.stdout.write(_("%s acts are vouched for by a checkpoint outside the database.") % report.anchored)
        if report.size > report.anchored:
            first, last = report.anchored, report.size - 1
            self.stdout.write(_("Not yet anchored: acts %(first)s to %(last)s.") % {"first": first, "last": last})
        if report.erased:
            self.stdout.write(_("%s names or words were erased, each by a recorded act.") % report.erased)
        self.stdout.write(_("The ledger is as it was written."))
