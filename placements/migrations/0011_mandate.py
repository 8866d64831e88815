"""An amendment on its way stands beside the signed agreement; a workplace has one signatory."""

from django.db import migrations, models

ON_ITS_WAY = models.Q(("state__in", ["draft", "out"]))
SIGNED = models.Q(("state", "signed"))


class Migration(migrations.Migration):
    dependencies = [("placements", "0010_signed_by_name")]

    operations = [
        migrations.RemoveConstraint("agreement", "agreement_one_active_per_placement"),
        migrations.AddConstraint(
            "agreement",
            models.UniqueConstraint(
                fields=["placement"],
                condition=ON_ITS_WAY,
                name="agreement_one_on_its_way_per_placement",
            ),
        ),
        migrations.AddConstraint(
            "agreement",
            models.UniqueConstraint(
                fields=["placement"],
                condition=SIGNED,
                name="agreement_one_signed_per_placement",
            ),
        ),
        migrations.RemoveConstraint("signatory", "signatory_once_per_workplace"),
        migrations.AddConstraint(
            "signatory",
            models.UniqueConstraint(
                fields=["workplace"],
                condition=models.Q(("until__isnull", True)),
                name="signatory_one_per_workplace",
            ),
        ),
    ]
