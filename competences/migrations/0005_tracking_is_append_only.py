from django.db import migrations

from config.append_only import append_only_trigger

# A correction corrects what the same voice said of the same competence in the same dossier.
CORRECTION = """
ALTER TABLE competences_assessment
    ADD CONSTRAINT assessment_with_its_dossier_competence_and_role
    UNIQUE (id, dossier_id, competence_id, role);
ALTER TABLE competences_assessment
    ADD CONSTRAINT assessment_corrects_its_own_voice
    FOREIGN KEY (corrects_id, dossier_id, competence_id, role)
    REFERENCES competences_assessment (id, dossier_id, competence_id, role)
    DEFERRABLE INITIALLY DEFERRED;
"""
CORRECTION_REVERSE = """
ALTER TABLE competences_assessment DROP CONSTRAINT assessment_corrects_its_own_voice;
ALTER TABLE competences_assessment
    DROP CONSTRAINT assessment_with_its_dossier_competence_and_role;
"""

# What a competence came from is part of its version, and final with it.
PREDECESSORS = """
CREATE FUNCTION trialoog_published_predecessor_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held bigint;
BEGIN
    held := CASE TG_OP WHEN 'INSERT' THEN NEW.from_competence_id ELSE OLD.from_competence_id END;
    PERFORM trialoog_refuse_published(
        (SELECT version_id FROM competences_competence WHERE id = held), TG_TABLE_NAME, TG_OP
    );
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER competences_predecessors_final BEFORE INSERT OR UPDATE OR DELETE
    ON competences_competence_predecessors
    FOR EACH ROW EXECUTE FUNCTION trialoog_published_predecessor_is_final();
"""
PREDECESSORS_REVERSE = """
DROP TRIGGER competences_predecessors_final ON competences_competence_predecessors;
DROP FUNCTION trialoog_published_predecessor_is_final();
"""

# A statement that was issued says the same for ever; it can only be revoked, and once.
STATEMENT = """
CREATE FUNCTION trialoog_statement_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'statement %: DELETE refused', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.revoked_at IS NOT NULL
        OR (NEW.id, NEW.dossier_id, NEW.reference, NEW.token, NEW.language, NEW.badge,
            NEW.content, NEW.shown, NEW.issued_at, NEW.issued_by_id)
        IS DISTINCT FROM
           (OLD.id, OLD.dossier_id, OLD.reference, OLD.token, OLD.language, OLD.badge,
            OLD.content, OLD.shown, OLD.issued_at, OLD.issued_by_id)
    THEN
        RAISE EXCEPTION 'statement %: UPDATE refused', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER competences_statement_final BEFORE UPDATE OR DELETE
    ON competences_statement FOR EACH ROW EXECUTE FUNCTION trialoog_statement_is_final();
"""
STATEMENT_REVERSE = """
DROP TRIGGER competences_statement_final ON competences_statement;
DROP FUNCTION trialoog_statement_is_final();
"""

TABLES = (
    "competences_assessment_evidence",
    "competences_dossiermove",
    "competences_movedcompetence",
    "competences_recognition",
    "competences_goalreply",
    "competences_labfeedback",
)


class Migration(migrations.Migration):
    dependencies = [("competences", "0004_tracking_in_full")]

    operations = [
        *(append_only_trigger(table) for table in TABLES),
        migrations.RunSQL(CORRECTION, CORRECTION_REVERSE),
        migrations.RunSQL(PREDECESSORS, PREDECESSORS_REVERSE),
        migrations.RunSQL(STATEMENT, STATEMENT_REVERSE),
    ]
