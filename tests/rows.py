"""All rows of the database, taken out and put back as they were, without a model being asked."""

from django.db import connection

Rows = dict[str, list]


def all_rows() -> Rows:
    return {table: _rows_of(table) for table in connection.introspection.django_table_names(only_existing=True)}


def added(before: Rows, after: Rows) -> Rows:
    """What came to the first to make the second. Nothing may have been changed or taken away."""
    gone = {table: rows for table, rows in before.items() if not set(rows) <= set(after[table])}
    assert gone == {}
    more = {table: [row for row in rows if row not in set(before[table])] for table, rows in after.items()}
    return {table: rows for table, rows in more.items() if rows}


def are_gone(kept: Rows) -> bool:
    """Whether the tables were emptied: not after a test that was skipped."""
    table = next(table for table, rows in kept.items() if rows)
    return not _rows_of(table)


def put_back(kept: Rows) -> None:
    for table, rows in kept.items():
        if rows:
            _put(table, rows)


def _rows_of(table: str) -> list:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" TO STDOUT') as lines:
                return b"".join(lines).splitlines(keepends=True)
        return cursor.execute(f'SELECT * FROM "{table}"').fetchall()


def _put(table: str, rows: list) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" FROM STDIN') as lines:
                lines.write(b"".join(rows))
        else:
            marks = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)
