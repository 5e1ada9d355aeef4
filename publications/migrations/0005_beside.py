from django.db import migrations, models

from core.immutable import refuse_changes


class Migration(migrations.Migration):

    dependencies = [
        ('publications', '0004_agreed_drafts'),
    ]

    operations = [
        migrations.AddField(
            model_name='planedition',
            name='beside',
            field=models.JSONField(blank=True, default=dict, verbose_name='what organisations say'),
        ),
        refuse_changes("publications_planedition"),  # SQLite made the table anew
    ]
