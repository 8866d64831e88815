from django.db import migrations, models

KINDS = [
    ("talk", "asks to talk"),
    ("decision", "waits for your decision"),
    ("silence", "silence"),
    ("window", "meeting due"),
    ("mentor-silence", "mentor silent"),
    ("agreement", "agreement"),
    ("wellbeing", "well-being"),
    ("drift", "off course"),
    ("apart", "voices apart"),
    ("report", "report"),
    ("actions", "agreed actions"),
    ("goals", "goals"),
    ("onboarding", "onboarding"),
    ("ready", "ready to finalise"),
]


class Migration(migrations.Migration):
    """More kinds of reasons on the board."""

    dependencies = [("placements", "0008_schedule")]

    operations = [
        migrations.AlterField(
            model_name=name, name="kind", field=models.CharField(choices=KINDS, max_length=20)
        )
        for name in ("nudge", "snooze")
    ]
