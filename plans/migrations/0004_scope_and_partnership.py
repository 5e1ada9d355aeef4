import django.db.models.deletion
from django.db import migrations, models


def give_to_plans_that_are_here(apps, schema_editor):
    """As `create_plan` does: a scope, and a partnership agreement that nobody has written yet."""
    plan, scope = apps.get_model("plans", "Plan"), apps.get_model("plans", "Scope")
    partnership, text = apps.get_model("plans", "PartnershipAgreement"), apps.get_model("drafting", "Text")
    for one in plan.objects.all():
        scope.objects.get_or_create(plan=one)
        if not partnership.objects.filter(plan=one).exists():
            partnership.objects.create(plan=one, text=text.objects.create())


class Migration(migrations.Migration):

    dependencies = [
        ('drafting', '0005_signing'),
        ('plans', '0003_withheld_parts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Scope',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='scope', to='plans.plan')),
            ],
            options={
                'verbose_name': 'scope of a plan',
                'verbose_name_plural': 'scopes of plans',
            },
        ),
        migrations.CreateModel(
            name='PartnershipAgreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='partnership_agreement', to='plans.plan')),
                ('text', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='partnership_agreement', to='drafting.text')),
            ],
            options={
                'verbose_name': 'partnership agreement',
                'verbose_name_plural': 'partnership agreements',
            },
        ),
        migrations.RunPython(give_to_plans_that_are_here, migrations.RunPython.noop),
    ]
