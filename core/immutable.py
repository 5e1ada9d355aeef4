"""Tables that only grow: a migration operation whose triggers refuse UPDATE and DELETE on both databases.

On SQLite a later AlterField makes the table anew and loses its triggers: repeat the operation after it.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""


def refuse_changes(table: str) -> RunPython:
    """Operation for a migration: from now on rows of `table` can be inserted, never updated or deleted."""

    def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        vendor = schema_editor.connection.vendor
        for statement in [*drop_triggers(table, vendor), *create_triggers(table, vendor)]:
            schema_editor.execute(statement, params=None)

    def backwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in drop_triggers(table, schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    return RunPython(forwards, backwards, elidable=False)


def refuse_changes_of(table: str, *columns: str, but_emptying: tuple[str, ...] = ()) -> RunPython:
    """Operation for a migration: from now on these columns of a row of `table` stay what they were at first; those
    of `but_emptying` too, except that they may be emptied."""

    def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        vendor = schema_editor.connection.vendor
        for statement in create_column_triggers(table, columns, vendor, but_emptying):
            schema_editor.execute(statement, params=None)

    def backwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        on_table = f' ON "{table}"' if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS fixed_{table}{on_table}", params=None)

    return RunPython(forwards, backwards, elidable=False)


def create_column_triggers(
    table: str, columns: tuple[str, ...], vendor: str, but_emptying: tuple[str, ...] = ()
) -> list[str]:
    differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    changes = [f'OLD."{column}" {differs} NEW."{column}"' for column in columns]
    changes += [f'(OLD."{column}" {differs} NEW."{column}" AND NEW."{column}" <> \'\')' for column in but_emptying]
    changed = " OR ".join(changes)
    if vendor == "postgresql":
        return [
            POSTGRES_FUNCTION,
            (
                f'CREATE TRIGGER fixed_{table} BEFORE UPDATE ON "{table}" '
                f"FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION refuse_change()"
            ),
        ]
    refuse = f"SELECT RAISE(ABORT, '{table} is append-only in these columns')"
    return [f'CREATE TRIGGER fixed_{table} BEFORE UPDATE ON "{table}" WHEN {changed} BEGIN {refuse}; END']


def create_triggers(table: str, vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [
            POSTGRES_FUNCTION,
            (
                f'CREATE TRIGGER immutable_{table} BEFORE UPDATE OR DELETE ON "{table}" '
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            ),
        ]
    return [
        f'CREATE TRIGGER immutable_{table}_{act.lower()} BEFORE {act} ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for act in ("UPDATE", "DELETE")
    ]


def drop_triggers(table: str, vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [f'DROP TRIGGER IF EXISTS immutable_{table} ON "{table}"']
    return [f"DROP TRIGGER IF EXISTS immutable_{table}_{act}" for act in ("update", "delete")]
