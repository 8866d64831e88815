import django.db.models.deletion
from django.db import migrations, models

import config.clock

STATES = [
    ("waiting", "waiting"),
    ("sent", "sent"),
    ("failed", "failed"),
    ("cancelled", "no longer needed"),
]
KINDS = [
    ("confirmation", "confirmation"),
    ("cancellation", "cancellation"),
    ("thanks", "thanks"),
]


class Migration(migrations.Migration):
    dependencies = [("quality", "0004_quality_is_append_only")]

    operations = [
        migrations.CreateModel(
            name="VisitMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(choices=STATES, default="waiting", max_length=10)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("not_before", models.DateTimeField(default=config.clock.now)),
                ("claimed_until", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("last_error", models.CharField(blank=True, max_length=300)),
                ("kind", models.CharField(choices=KINDS, max_length=12)),
                ("to_name", models.CharField(max_length=200)),
                ("to_email", models.EmailField(max_length=254)),
                ("language", models.CharField(max_length=2)),
                ("facts", models.JSONField(default=dict)),
                ("words", models.TextField(blank=True)),
                ("calendar", models.TextField(blank=True)),
                ("message_id", models.CharField(max_length=120, unique=True)),
                ("dated", models.DateTimeField(default=config.clock.now)),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mails",
                        to="quality.visit",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(
                                models.Q(("state", "sent"), _negated=True),
                                ("sent_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="visit_mail_sent_at_iff_sent",
                    )
                ],
            },
        ),
    ]
