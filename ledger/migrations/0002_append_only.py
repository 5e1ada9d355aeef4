from django.db import migrations

from core.immutable import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        refuse_changes("ledger_entry"),
        refuse_changes("ledger_node"),
        refuse_changes("ledger_checkpoint"),
    ]
