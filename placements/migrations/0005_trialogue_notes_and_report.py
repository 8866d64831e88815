import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import config.clock


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("placements", "0004_roster_import"),
    ]

    operations = [
        migrations.RemoveField(model_name="trialogue", name="notes"),
        migrations.RemoveField(model_name="trialogue", name="notes_version"),
        migrations.AddField(
            model_name="trialogue",
            name="report",
            field=models.JSONField(
                help_text="plain values of the report in each language, from the first sign-off",
                null=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="trialogue",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "signed"), _negated=True)
                | models.Q(report__isnull=False),
                name="trialogue_signed_with_a_report",
            ),
        ),
        migrations.CreateModel(
            name="TrialogueNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.CharField(max_length=30)),
                ("text", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField(default=config.clock.now)),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "trialogue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="placements.trialogue",
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        ),
        migrations.AddConstraint(
            model_name="trialoguenote",
            constraint=models.UniqueConstraint(
                fields=("trialogue", "item"), name="trialogue_note_per_item"
            ),
        ),
    ]
