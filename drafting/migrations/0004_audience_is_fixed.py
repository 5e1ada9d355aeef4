from django.db import migrations

from core.immutable import refuse_changes_of


class Migration(migrations.Migration):
    dependencies = [("drafting", "0003_writing_together")]

    operations = [
        refuse_changes_of("drafting_thread", "audience", "side", "text_id", "created_by_id"),
        refuse_changes_of("drafting_comment", "thread_id", "author_id"),
    ]
