from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("competences", "0005_tracking_is_append_only")]

    operations = [
        migrations.RemoveConstraint(model_name="masterylevel", name="level_position_once"),
        migrations.AddConstraint(
            model_name="masterylevel",
            constraint=models.UniqueConstraint(
                deferrable=models.Deferrable["DEFERRED"],
                fields=("version", "position"),
                name="level_position_once",
            ),
        ),
    ]
