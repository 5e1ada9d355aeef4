"""Revisions and editions are never changed or deleted: the database refuses it, whoever asks.

On SQLite a later migration that rebuilds one of these tables drops its triggers and must make them again
(tests/drafting/test_immutable.py notices).
"""

from django.db import migrations

TABLES = ["drafting_revision", "drafting_edition"]


def make(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    if postgres:
        schema_editor.execute(
            """
            CREATE OR REPLACE FUNCTION drafting_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '% cannot be changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
            END $$
            """
        )
    for table in TABLES:
        for act in ["UPDATE", "DELETE"]:
            name = f"{table}_no_{act.lower()}"
            if postgres:
                body = "FOR EACH ROW EXECUTE FUNCTION drafting_refuse_change()"
            else:
                body = f"BEGIN SELECT RAISE(ABORT, '{table} cannot be changed or deleted'); END"
            schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} {body}")


def unmake(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        for act in ["UPDATE", "DELETE"]:
            on_table = f" ON {table}" if postgres else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act.lower()}{on_table}")
    if postgres:
        schema_editor.execute("DROP FUNCTION IF EXISTS drafting_refuse_change()")


class Migration(migrations.Migration):
    dependencies = [("drafting", "0001_initial")]

    operations = [migrations.RunPython(make, unmake)]
