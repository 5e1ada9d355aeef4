import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0004_late_changes'),
        ('drafting', '0007_corrections'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ProposedCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('bodies', models.JSONField(verbose_name='sections as they would be')),
                ('corrected_sha256', models.CharField(max_length=64, verbose_name='SHA-256 of the corrected text')),
                ('reason', models.TextField(verbose_name='why it is editorial')),
                ('proposed_side', models.CharField(choices=[('government', 'Government'), ('civil_society', 'Civil society'), ('independent', 'Independent')], max_length=20)),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('state', models.CharField(choices=[('waiting', 'Waiting for both leads'), ('declared', 'Made'), ('dropped', 'Dropped')], default='waiting', max_length=20)),
                ('dropped_reason', models.TextField(blank=True)),
                ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposed_corrections', to='commitments.commitment')),
                ('correction', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposed', to='drafting.correction')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='drafting.edition', verbose_name='edition that is corrected')),
                ('for_civil_society', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='drafting.signature')),
                ('for_government', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='drafting.signature')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'proposed correction',
                'verbose_name_plural': 'proposed corrections',
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('commitment', 'number'), name='correction_number_once'), models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('commitment',), name='correction_one_waiting'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='correction_has_a_reason'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'declared', 'dropped'])), name='correction_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'declared'), _negated=True), models.Q(('correction__isnull', False), ('for_civil_society__isnull', False), ('for_government__isnull', False)), _connector='OR'), name='correction_declared_by_both')],
            },
        ),
    ]
