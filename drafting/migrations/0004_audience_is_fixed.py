from django.db import migrations

from core.immutable import refuse_changes_of


class Migration(migrations.Migration):
    dependencies = [("drafting", "0003_writing_together")]

    operations = [
        refuse_changes_of(
            "drafting_thread",
            *("audience", "side", "text_id", "revision_id", "quote", "before", "after", "created_by_id", "created_at"),
        ),
        refuse_changes_of(
            "drafting_comment",
            *("thread_id", "kind", "author_id", "side", "post", "organisation", "created_at"),
            but_emptying=("body",),
        ),
    ]
