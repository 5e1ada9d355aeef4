"""CSV that a spreadsheet cannot run: a cell it would take for a formula opens with an apostrophe (OWASP)."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"  # Excel reads UTF-8 as UTF-8 only with it


def safe_cell(value: object) -> object:
    """The value as it may stand in a cell; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return "" if value is None else value


def rows_to_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The whole file as text: CRLF lines after RFC 4180, byte order mark first."""
    return "".join(csv_lines(header, rows))


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The same line by line, for a streaming response."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BYTE_ORDER_MARK)
    for row in chain([header], rows):
        writer.writerow([safe_cell(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
