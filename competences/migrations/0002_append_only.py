from django.db import migrations

from config.append_only import append_only_trigger

# A published version never changes: not its scale, not its outcomes, not its competences.
PUBLISHED_TABLES = ("competences_competence", "competences_outcome", "competences_masterylevel")

FUNCTION = """
CREATE FUNCTION trialoog_published_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    version bigint;
BEGIN
    version := CASE TG_OP WHEN 'INSERT' THEN NEW.version_id ELSE OLD.version_id END;
    IF EXISTS (
        SELECT 1 FROM competences_frameworkversion
        WHERE id = version AND published_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'framework version % is published: % on % refused',
            version, TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION trialoog_stays_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'framework version % is published: % refused', OLD.id, TG_OP
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER competences_frameworkversion_final BEFORE UPDATE OR DELETE
    ON competences_frameworkversion FOR EACH ROW EXECUTE FUNCTION trialoog_stays_published();
"""
REVERSE = """
DROP TRIGGER competences_frameworkversion_final ON competences_frameworkversion;
DROP FUNCTION trialoog_stays_published();
DROP FUNCTION trialoog_published_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("competences", "0001_initial")]

    operations = [
        append_only_trigger("competences_assessment"),
        migrations.RunSQL(FUNCTION, REVERSE),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER {table}_final BEFORE INSERT OR UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION trialoog_published_is_final();",
                f"DROP TRIGGER {table}_final ON {table};",
            )
            for table in PUBLISHED_TABLES
        ),
    ]
