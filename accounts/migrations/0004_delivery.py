from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_reminders")]

    operations = [
        migrations.AddField(
            model_name="bounce",
            name="settled_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="sweep",
            name="failing_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="sweep",
            name="paused_until",
            field=models.DateTimeField(null=True),
        ),
    ]
