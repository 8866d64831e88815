from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("placements", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="agreement",
            name="final_file",
            field=models.FileField(blank=True, upload_to="agreements/%Y/"),
        ),
        migrations.AddField(
            model_name="agreement",
            name="final_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(final_file="", final_sha256="")
                | (
                    ~models.Q(final_file="")
                    & ~models.Q(final_sha256="")
                    & models.Q(signed_at__isnull=False)
                ),
                name="agreement_final_file_once_signed",
            ),
        ),
    ]
