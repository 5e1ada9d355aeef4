import json
from pathlib import Path

from django.db import migrations

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "templates.json"


def load(apps, schema_editor):
    Template = apps.get_model("plans", "Template")
    Section = apps.get_model("plans", "TemplateSection")
    for row in json.loads(SHIPPED.read_text(encoding="utf-8")):
        sections = row.pop("sections")
        template, is_new = Template.objects.get_or_create(key=row["key"], version=row["version"], defaults=row)
        if is_new:
            Section.objects.bulk_create(
                Section(template=template, position=position, **section)
                for position, section in enumerate(sections, start=1)
            )


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
