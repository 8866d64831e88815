from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("competences", "0006_levels_change_places"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=~Q(kind="feedback") | Q(audience="triad"),
                name="evidence_feedback_is_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                fields=["dossier", "added_by", "sha256"],
                condition=Q(kind="file", removed_at__isnull=True),
                name="evidence_file_once",
            ),
        ),
    ]
