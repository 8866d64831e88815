import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import config.clock


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.RenameField(
            model_name="signinrequest",
            old_name="mailed_at",
            new_name="sent_at",
        ),
        migrations.AddField(
            model_name="signinrequest",
            name="channel",
            field=models.CharField(
                choices=[("mail", "e-mail"), ("sms", "SMS")], default="mail", max_length=4
            ),
        ),
        migrations.AddField(
            model_name="signinrequest",
            name="wrong_codes_elsewhere",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="user",
            name="session_salt",
            field=models.CharField(blank=True, editable=False, max_length=32),
        ),
        migrations.CreateModel(
            name="KnownBrowser",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("browser_hash", models.CharField(max_length=64)),
                (
                    "name",
                    models.CharField(blank=True, help_text="'Firefox, Android'", max_length=60),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("password", "password"),
                            ("link", "one-time link by e-mail"),
                            ("code", "one-time code by e-mail"),
                            ("sms", "one-time link or code by SMS"),
                            ("demo", "demo page"),
                            ("token", "API token"),
                        ],
                        max_length=10,
                    ),
                ),
                ("first_at", models.DateTimeField(default=config.clock.now)),
                ("last_at", models.DateTimeField(default=config.clock.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-last_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "browser_hash"), name="known_browser_once_per_person"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TextMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("sent", "sent"),
                            ("failed", "failed"),
                            ("cancelled", "no longer needed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("not_before", models.DateTimeField(default=config.clock.now)),
                ("claimed_until", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("last_error", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(default=config.clock.now, editable=False)),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="text_message",
                        to="accounts.signinrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["not_before", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["not_before"],
                        name="text_message_waiting",
                    )
                ],
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
                        name="text_message_sent_at_iff_sent",
                    )
                ],
            },
        ),
    ]
