from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("placements", "0009_board")]

    operations = [
        migrations.AddField(
            model_name="signoff",
            name="name",
            field=models.CharField(blank=True, default="", max_length=310),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="trialogueaction",
            name="done_words",
            field=models.CharField(blank=True, default="", max_length=300),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="trialogueaction",
            name="moved_because",
            field=models.CharField(
                blank=True,
                default="",
                help_text="why its date changed, the last time it did",
                max_length=300,
            ),
            preserve_default=False,
        ),
    ]
