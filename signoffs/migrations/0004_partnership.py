import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from core.immutable import refuse_changes_of


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0003_withheld_parts'),
        ('signoffs', '0003_endorsements'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalPartnershipDecision',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('is_stated', models.BooleanField(verbose_name='the plan is called a partnership')),
                ('statement', models.TextField(verbose_name='public statement')),
                ('decision', models.CharField(max_length=300, verbose_name='how the network decided')),
                ('decided_on', models.DateField(verbose_name='decided on')),
                ('state', models.CharField(choices=[('waiting', 'Waits for signatures'), ('in_effect', 'In effect'), ('dropped', 'Dropped')], default='waiting', max_length=20, verbose_name='state')),
                ('prepared_at', models.DateTimeField(verbose_name='written down')),
                ('in_effect_at', models.DateTimeField(blank=True, null=True, verbose_name='in effect since')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='plans.plan')),
                ('prepared_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical decision about the partnership',
                'verbose_name_plural': 'historical decisions about the partnership',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='PartnershipDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('is_stated', models.BooleanField(verbose_name='the plan is called a partnership')),
                ('statement', models.TextField(verbose_name='public statement')),
                ('decision', models.CharField(max_length=300, verbose_name='how the network decided')),
                ('decided_on', models.DateField(verbose_name='decided on')),
                ('state', models.CharField(choices=[('waiting', 'Waits for signatures'), ('in_effect', 'In effect'), ('dropped', 'Dropped')], default='waiting', max_length=20, verbose_name='state')),
                ('prepared_at', models.DateTimeField(verbose_name='written down')),
                ('in_effect_at', models.DateTimeField(blank=True, null=True, verbose_name='in effect since')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partnership_decisions', to='plans.plan')),
                ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'decision about the partnership',
                'verbose_name_plural': 'decisions about the partnership',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='partnership_decision_number_once'), models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('plan',), name='partnership_one_decision_waits'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'in_effect', 'dropped'])), name='partnership_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('statement', ''), _negated=True), models.Q(('decision', ''), _negated=True)), name='partnership_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('in_effect_at__isnull', False), ('state', 'in_effect')), models.Q(models.Q(('state', 'in_effect'), _negated=True), ('in_effect_at__isnull', True)), _connector='OR'), name='partnership_in_effect_says_since_when')],
            },
        ),
        refuse_changes_of(
            "signoffs_partnershipdecision",
            "plan_id", "number", "is_stated", "statement", "decision", "decided_on", "prepared_by_id", "prepared_at",
        ),
    ]
