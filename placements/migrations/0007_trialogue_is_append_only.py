from django.db import migrations

from config.append_only import append_only_trigger


class Migration(migrations.Migration):
    dependencies = [("placements", "0006_trialogue_in_full")]

    operations = [
        append_only_trigger("placements_noterevision"),
        append_only_trigger("placements_earlierreport"),
        append_only_trigger("placements_nudge"),
    ]
