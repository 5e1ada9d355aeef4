"""`make bench`: pages and PDFs measured against a baseline in the same run, on this machine.

It works in a folder of its own under /tmp and on SQLite, or, with BENCH_DATABASE_URL, on a PostgreSQL database whose
name it adds `_bench` to. Figures are ratios first: seconds say something about the machine. `make bench ARGS=writing`
measures that alone; the parts are pages, writing and documents.
"""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="ogpnap-bench-") as folder:
        os.environ.update(
            DEBUG="off",
            SECRET_KEY="only-for-measuring-" + "x" * 50,
            LEDGER_SIGNING_KEY="",
            ALLOWED_HOSTS="testserver",
            VAR_DIR=folder,
            REDIS_URL="",
            DATABASE_URL=os.environ.get("BENCH_DATABASE_URL") or f"sqlite:///{folder}/bench.sqlite3",
            DJANGO_SETTINGS_MODULE="bench.settings",
        )
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection
        from django.test.utils import setup_test_environment

        setup_test_environment()
        name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            call_command("check")
            from bench import documents, pages, signoffs, writing

            measures = {"pages": pages, "writing": writing, "signoffs": signoffs, "documents": documents}
            for part in sys.argv[1:] or measures:
                measures[part].measure()
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
