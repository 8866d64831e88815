from django.db import migrations

# The level to reach belongs to the version as much as its competences do.
FUNCTION = """
CREATE FUNCTION trialoog_published_target_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held bigint;
BEGIN
    held := CASE TG_OP WHEN 'INSERT' THEN NEW.competence_id ELSE OLD.competence_id END;
    IF EXISTS (
        SELECT 1 FROM competences_competence competence
        JOIN competences_frameworkversion version ON version.id = competence.version_id
        WHERE competence.id = held AND version.published_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'competence % is published: % of its target refused', held, TG_OP
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER competences_target_final BEFORE INSERT OR UPDATE OR DELETE
    ON competences_target FOR EACH ROW EXECUTE FUNCTION trialoog_published_target_is_final();
"""
REVERSE = """
DROP TRIGGER competences_target_final ON competences_target;
DROP FUNCTION trialoog_published_target_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("competences", "0003_framework_import")]

    operations = [migrations.RunSQL(FUNCTION, REVERSE)]
