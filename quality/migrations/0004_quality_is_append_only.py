from django.db import migrations

from config.append_only import append_only_trigger


class Migration(migrations.Migration):
    dependencies = [("quality", "0003_quality_in_full")]

    operations = [
        append_only_trigger("quality_pointwording"),
        append_only_trigger("quality_scanview"),
    ]
