"""Transactional tests empty the tables after themselves; on SQLite that is DELETE, which append-only tables refuse.

So, for tests only, their triggers are lifted while the flush runs. Imported by tests/conftest.py.
"""

from typing import Any

from django.db import transaction
from django.db.backends.sqlite3.base import DatabaseOperations

TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'"
plain_flush = DatabaseOperations.execute_sql_flush


def flush_without_triggers(self: DatabaseOperations, sql_list: list[str]) -> Any:
    with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
        triggers = cursor.execute(TRIGGERS).fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        plain_flush(self, sql_list)
        for _name, sql in triggers:
            cursor.execute(sql)


DatabaseOperations.execute_sql_flush = flush_without_triggers  # type: ignore[method-assign]
