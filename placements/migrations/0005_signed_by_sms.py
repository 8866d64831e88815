from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0004_day_and_desk"),
    ]

    operations = [
        migrations.AlterField(
            model_name="signature",
            name="sign_in_method",
            field=models.CharField(
                choices=[
                    ("password", "password"),
                    ("link", "one-time link by e-mail"),
                    ("code", "one-time code by e-mail"),
                    ("sms", "one-time link or code by SMS"),
                    ("demo", "demo page"),
                    ("token", "API token"),
                ],
                max_length=10,
            ),
        ),
    ]
