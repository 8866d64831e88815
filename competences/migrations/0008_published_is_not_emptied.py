from django.db import migrations

# What is published or issued is not changed row by row (0003, 0005); nor is its table emptied.
TABLES = (
    "competences_frameworkversion",
    "competences_masterylevel",
    "competences_outcome",
    "competences_competence",
    "competences_target",
    "competences_statement",
)


class Migration(migrations.Migration):
    dependencies = [("competences", "0007_evidence")]

    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION trialoog_append_only();",
            f"DROP TRIGGER {table}_truncate ON {table};",
        )
        for table in TABLES
    ]
