import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import config.clock


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0007_trialogue_is_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="trialogue",
            name="changed_at",
            field=models.DateTimeField(default=config.clock.now),
        ),
        migrations.AddField(
            model_name="calendarfeed",
            name="with_days",
            field=models.BooleanField(
                default=False, help_text="a student's own planned workplace days stand in it too"
            ),
        ),
        migrations.CreateModel(
            name="NoneSuits",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("student", "student"),
                            ("mentor", "mentor"),
                            ("coach", "competence coach"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.CharField(max_length=300)),
                ("at", models.DateTimeField(default=config.clock.now)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="refusals",
                        to="placements.meetingproposal",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "none suits",
                "ordering": ["proposal", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("proposal", "role"), name="none_suits_once_per_role"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="none_suits_says_what_would",
                    ),
                ],
            },
        ),
    ]
