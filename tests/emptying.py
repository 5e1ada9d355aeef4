"""Transactional tests empty the tables after themselves. For tests only that is made possible, and quick.

On SQLite it is DELETE, which append-only tables refuse: their triggers are lifted while it runs. On PostgreSQL it would
be TRUNCATE, which writes new files for each of a hundred tables: instead the few that have rows are deleted from.
Imported by tests/conftest.py.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.operations import DatabaseOperations as PostgresOperations
from django.db.backends.sqlite3.base import DatabaseOperations as SqliteOperations

TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'"
GUARDED = "SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid WHERE NOT tgisinternal"
plain_flush = SqliteOperations.execute_sql_flush


def flush_without_triggers(self: SqliteOperations, sql_list: list[str]) -> Any:
    with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
        triggers = cursor.execute(TRIGGERS).fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        plain_flush(self, sql_list)
        for _name, sql in triggers:
            cursor.execute(sql)


def delete_what_is_there(self: PostgresOperations, style: Any, tables: Sequence[str], **_options: Any) -> list[str]:
    """Foreign keys are asked once all is gone; triggers sleep meanwhile."""
    with self.connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in tables))
        full = [name for (name,) in cursor.fetchall()]
        cursor.execute(GUARDED)
        guarded = {name for (name,) in cursor.fetchall()} & set(full)
    return [
        *(f'ALTER TABLE "{name}" DISABLE TRIGGER USER' for name in guarded),
        *(f'DELETE FROM "{name}"' for name in full),
        "SET CONSTRAINTS ALL IMMEDIATE",
        *(f'ALTER TABLE "{name}" ENABLE TRIGGER USER' for name in guarded),
    ]


SqliteOperations.execute_sql_flush = flush_without_triggers  # type: ignore[method-assign]
PostgresOperations.sql_flush = delete_what_is_there  # type: ignore[method-assign]
