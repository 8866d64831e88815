from django.db import migrations

# A published version never changes: not its scale, outcomes, competences, nor the levels to reach.
TABLES = ("competences_competence", "competences_outcome", "competences_masterylevel")

FUNCTIONS = """
CREATE FUNCTION trialoog_refuse_published(version bigint, what text, op text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM competences_frameworkversion
        WHERE id = version AND published_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'framework version % is published: % on % refused', version, op, what
            USING ERRCODE = 'restrict_violation';
    END IF;
END $$;

CREATE FUNCTION trialoog_published_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM trialoog_refuse_published(OLD.version_id, TG_TABLE_NAME, TG_OP);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM trialoog_refuse_published(NEW.version_id, TG_TABLE_NAME, TG_OP);
        RETURN NEW;
    END IF;
    RETURN OLD;
END $$;

CREATE FUNCTION trialoog_published_target_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held bigint;
BEGIN
    held := CASE TG_OP WHEN 'INSERT' THEN NEW.competence_id ELSE OLD.competence_id END;
    PERFORM trialoog_refuse_published(
        (SELECT version_id FROM competences_competence WHERE id = held), TG_TABLE_NAME, TG_OP
    );
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION trialoog_stays_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM trialoog_refuse_published(OLD.id, TG_TABLE_NAME, TG_OP);
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER competences_frameworkversion_final BEFORE UPDATE OR DELETE
    ON competences_frameworkversion FOR EACH ROW EXECUTE FUNCTION trialoog_stays_published();
CREATE TRIGGER competences_target_final BEFORE INSERT OR UPDATE OR DELETE
    ON competences_target FOR EACH ROW EXECUTE FUNCTION trialoog_published_target_is_final();
"""
REVERSE = """
DROP TRIGGER competences_target_final ON competences_target;
DROP TRIGGER competences_frameworkversion_final ON competences_frameworkversion;
DROP FUNCTION trialoog_stays_published();
DROP FUNCTION trialoog_published_target_is_final();
DROP FUNCTION trialoog_published_is_final();
DROP FUNCTION trialoog_refuse_published(bigint, text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("competences", "0002_append_only")]

    operations = [
        migrations.RunSQL(FUNCTIONS, REVERSE),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER {table}_final BEFORE INSERT OR UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION trialoog_published_is_final();",
                f"DROP TRIGGER {table}_final ON {table};",
            )
            for table in TABLES
        ),
    ]
