from django.db import migrations, models

from core.immutable import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("publications", "0003_releases")]

    operations = [
        migrations.AddField(
            model_name="planedition",
            name="agreed_by",
            field=models.JSONField(
                blank=True, default=None, null=True, verbose_name="sides that had agreed to exactly this text"
            ),
        ),
        # SQLite may make the table anew, and its triggers would be gone.
        refuse_changes("publications_planedition"),
    ]
