import django.db.models.deletion
from django.db import migrations, models

from core.immutable import refuse_changes


class Migration(migrations.Migration):

    dependencies = [
        ('drafting', '0006_unsent_forms'),
    ]

    operations = [
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('declared_at', models.DateTimeField(verbose_name='declared')),
                ('object_until', models.DateTimeField(verbose_name='signers may object until')),
                ('after', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='corrects', to='drafting.edition')),
                ('before', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='drafting.edition')),
                ('for_civil_society', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='drafting.signature')),
                ('for_government', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='drafting.signature')),
            ],
            options={
                'verbose_name': 'editorial correction',
                'verbose_name_plural': 'editorial corrections',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('before', models.F('after')), _negated=True), name='correction_of_another_edition'), models.CheckConstraint(condition=models.Q(('object_until__gte', models.F('declared_at'))), name='correction_objected_to_after_it')],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voids_all', models.BooleanField(verbose_name='opened the text again')),
                ('about', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='drafting.signature')),
                ('correction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='drafting.correction')),
                ('signature', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='objection', to='drafting.signature')),
            ],
            options={
                'verbose_name': 'objection to a correction',
                'verbose_name_plural': 'objections to corrections',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('correction', 'about'), name='objection_once_for_a_signature')],
            },
        ),
        refuse_changes("drafting_correction"),
        refuse_changes("drafting_objection"),
    ]
