"""The database refuses two overlapping tenures of one post: an exclusion constraint on PostgreSQL, triggers on SQLite."""

from django.db import migrations

POSTGRESQL = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE network_tenure ADD CONSTRAINT network_tenures_of_a_post_do_not_overlap
    EXCLUDE USING gist (post_id WITH =, daterange(starts, ends, '[)') WITH &&);
"""
POSTGRESQL_BACK = "ALTER TABLE network_tenure DROP CONSTRAINT network_tenures_of_a_post_do_not_overlap;"

SQLITE = """
CREATE TRIGGER network_tenures_of_a_post_do_not_overlap_{act} BEFORE {act} ON network_tenure
WHEN (NEW.ends IS NULL OR NEW.ends > NEW.starts) AND EXISTS (
    SELECT 1 FROM network_tenure other
    WHERE other.post_id = NEW.post_id AND other.id IS NOT NEW.id
      AND (other.ends IS NULL OR (other.ends > NEW.starts AND other.ends > other.starts))
      AND (NEW.ends IS NULL OR other.starts < NEW.ends))
BEGIN SELECT RAISE(ABORT, 'network_tenures_of_a_post_do_not_overlap'); END
"""


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
    elif schema_editor.connection.vendor == "sqlite":
        for act in ("INSERT", "UPDATE"):
            schema_editor.execute(SQLITE.format(act=act))


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_BACK)
    elif schema_editor.connection.vendor == "sqlite":
        for act in ("INSERT", "UPDATE"):
            schema_editor.execute(f"DROP TRIGGER network_tenures_of_a_post_do_not_overlap_{act}")


class Migration(migrations.Migration):
    dependencies = [("network", "0001_initial")]

    operations = [migrations.RunPython(add, remove, elidable=False)]
