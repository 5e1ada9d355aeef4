from django.db import migrations

from core.immutable import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("drafting", "0001_initial")]

    operations = [refuse_changes("drafting_revision"), refuse_changes("drafting_edition")]
