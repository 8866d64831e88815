from django.db import migrations

from config.append_only import append_only_trigger

# An assessment repeats role and dossier of its voice, so that the present state is one query; the
# database keeps the copy true.
VOICE = """
ALTER TABLE competences_voice
    ADD CONSTRAINT voice_with_its_dossier_and_role UNIQUE (id, dossier_id, role);
ALTER TABLE competences_assessment
    ADD CONSTRAINT assessment_in_the_role_of_its_voice
    FOREIGN KEY (voice_id, dossier_id, role)
    REFERENCES competences_voice (id, dossier_id, role) DEFERRABLE INITIALLY DEFERRED;
"""
REVERSE = """
ALTER TABLE competences_assessment DROP CONSTRAINT assessment_in_the_role_of_its_voice;
ALTER TABLE competences_voice DROP CONSTRAINT voice_with_its_dossier_and_role;
"""


class Migration(migrations.Migration):
    dependencies = [("competences", "0001_initial")]

    operations = [
        append_only_trigger("competences_assessment"),
        migrations.RunSQL(VOICE, REVERSE),
    ]
