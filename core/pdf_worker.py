"""The process that renders one PDF: an order as JSON on standard input, the file's path as the only argument.

Run by core.pdf.render_in_subprocess; says seconds, peak memory and warnings as JSON on standard output.
"""

import json
import logging
import os
import resource
import sys
import time
from pathlib import Path

from core.pdf import from_portable, render


class Collected(logging.Handler):
    """Keeps WeasyPrint's warnings, so that the job can say what was left out."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def main(target: str) -> None:
    order = json.load(sys.stdin)
    os.nice(order["niceness"])
    collected = Collected()
    logging.getLogger("weasyprint").addHandler(collected)
    started = time.monotonic()
    render(
        order["html"],
        title=order["title"],
        lang=order["lang"],
        attachments=[from_portable(each) for each in order["attachments"]],
        roots=order["roots"],
        output=Path(target),
    )
    said = {
        "seconds": round(time.monotonic() - started, 3),
        "peak_kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        "warnings": collected.messages[:50],
    }
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1])
