from django.db import migrations

from config.append_only import append_only_trigger


class Migration(migrations.Migration):
    dependencies = [("placements", "0001_initial")]

    operations = [
        append_only_trigger("placements_signature"),
        append_only_trigger("placements_signoff"),
    ]
