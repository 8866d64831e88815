from django.db import migrations

from config.append_only import append_only_trigger


class Migration(migrations.Migration):
    dependencies = [("mentors", "0001_initial")]

    operations = [
        append_only_trigger("mentors_guideversion"),
        append_only_trigger("mentors_guidereading"),
        append_only_trigger("mentors_onboardingsignature"),
        append_only_trigger("mentors_tasksignoff"),
    ]
