from django.db import migrations

from core.immutable import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("publications", "0001_initial")]

    operations = [refuse_changes("publications_planedition")]
