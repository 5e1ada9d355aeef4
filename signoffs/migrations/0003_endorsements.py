import django.db.models.deletion
from django.db import migrations, models

from core.immutable import refuse_changes


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0004_late_changes'),
        ('drafting', '0005_signing'),
        ('network', '0003_two_steps'),
        ('plans', '0002_templates_that_ship'),
        ('signoffs', '0002_approval'),
    ]

    operations = [
        migrations.CreateModel(
            name='Endorsement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stance', models.CharField(choices=[('supports', 'Supports'), ('supports with reservations', 'Supports with reservations'), ('does not support', 'Does not support'), ('withdrawn', 'Withdrawn')], max_length=30, verbose_name='stance')),
                ('statement', models.TextField(blank=True, verbose_name='statement')),
                ('is_name_public', models.BooleanField(verbose_name='name and statement may be published')),
                ('commitment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='endorsements', to='commitments.commitment')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endorsements', to='network.organisation')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endorsements', to='plans.plan')),
                ('previous', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='following', to='signoffs.endorsement', verbose_name='takes the place of')),
                ('signature', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='endorsement', to='drafting.signature', verbose_name='signature')),
            ],
            options={
                'verbose_name': 'endorsement',
                'verbose_name_plural': 'endorsements',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['plan', 'organisation'], name='endorsement_of_organisation')],
                'constraints': [models.CheckConstraint(condition=models.Q(('stance__in', ['supports', 'supports with reservations', 'does not support', 'withdrawn'])), name='endorsement_stance_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('stance__in', ('supports with reservations', 'does not support')), _negated=True), models.Q(('statement', ''), _negated=True), _connector='OR'), name='endorsement_says_why'), models.CheckConstraint(condition=models.Q(('previous__isnull', False), models.Q(('stance', 'withdrawn'), _negated=True), _connector='OR'), name='endorsement_withdrawn_was_there'), models.UniqueConstraint(condition=models.Q(('commitment__isnull', False), ('previous__isnull', True)), fields=('commitment', 'organisation'), name='endorsement_of_commitment_begins_once'), models.UniqueConstraint(condition=models.Q(('commitment__isnull', True), ('previous__isnull', True)), fields=('plan', 'organisation'), name='endorsement_of_plan_begins_once')],
            },
        ),
        migrations.CreateModel(
            name='MadePublic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=700, verbose_name='name')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('at', models.DateTimeField(verbose_name='published')),
                ('commitment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='made_public', to='commitments.commitment')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='made_public', to='plans.plan')),
            ],
            options={
                'verbose_name': 'published text',
                'verbose_name_plural': 'published texts',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['plan', 'commitment', '-at'], name='made_public_latest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('sha256', ''), _negated=True), name='made_public_has_words')],
            },
        ),
        refuse_changes("signoffs_endorsement"),
        refuse_changes("signoffs_madepublic"),
    ]
