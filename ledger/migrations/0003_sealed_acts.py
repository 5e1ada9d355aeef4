from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0002_append_only'),
    ]

    operations = [
        migrations.AlterField(
            model_name='opening',
            name='field',
            field=models.CharField(choices=[('person', "Person's number"), ('name', "Person's name"), ('on_behalf_of', 'On behalf of'), ('thing_name', 'Name of the thing'), ('statement', 'Statement they saw'), ('reason', 'Reason'), ('post', 'Post'), ('organisation', 'Organisation'), ('private', 'What is not public of it')], max_length=20, verbose_name='what'),
        ),
    ]
