from django.db import migrations

from config.append_only import append_only_trigger

# A published text never changes, but for the day it ends; agreements rest on it.
PUBLISHED = """
CREATE FUNCTION trialoog_agreement_text_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        IF TG_OP = 'UPDATE' AND
            to_jsonb(NEW) - 'valid_until' = to_jsonb(OLD) - 'valid_until' THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'agreement text version % is published: % refused', OLD.id, TG_OP
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER placements_agreementtextversion_final BEFORE UPDATE OR DELETE
    ON placements_agreementtextversion
    FOR EACH ROW EXECUTE FUNCTION trialoog_agreement_text_is_final();
CREATE TRIGGER placements_agreementtextversion_truncate BEFORE TRUNCATE
    ON placements_agreementtextversion
    FOR EACH STATEMENT EXECUTE FUNCTION trialoog_append_only();
"""
REVERSE = """
DROP TRIGGER placements_agreementtextversion_truncate ON placements_agreementtextversion;
DROP TRIGGER placements_agreementtextversion_final ON placements_agreementtextversion;
DROP FUNCTION trialoog_agreement_text_is_final();
"""

# What went out never changes: neither the values, nor the bytes' hash, nor when it left. Only an
# agreement that nobody was asked to sign may still be written anew.
FROZEN = """
CREATE FUNCTION trialoog_agreement_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.sent_at IS NOT NULL THEN
            RAISE EXCEPTION 'agreement % went out: DELETE refused', OLD.id
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.sent_at IS NOT NULL AND (
        (OLD.content, OLD.file, OLD.sha256, OLD.sent_at, OLD.language, OLD.required_roles,
         OLD.signing_order, OLD.version, OLD.reference, OLD.placement_id)
        IS DISTINCT FROM
        (NEW.content, NEW.file, NEW.sha256, NEW.sent_at, NEW.language, NEW.required_roles,
         NEW.signing_order, NEW.version, NEW.reference, NEW.placement_id)
    ) THEN
        RAISE EXCEPTION 'agreement % went out: its content stays', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.final_sha256 <> '' AND
        (OLD.final_file, OLD.final_sha256) IS DISTINCT FROM (NEW.final_file, NEW.final_sha256) THEN
        RAISE EXCEPTION 'agreement % was sealed: its paper stays', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER placements_agreement_frozen BEFORE UPDATE OR DELETE ON placements_agreement
    FOR EACH ROW EXECUTE FUNCTION trialoog_agreement_is_frozen();
"""
UNFROZEN = """
DROP TRIGGER placements_agreement_frozen ON placements_agreement;
DROP FUNCTION trialoog_agreement_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("placements", "0012_living_agreement")]

    operations = [
        append_only_trigger("placements_factchange"),
        append_only_trigger("placements_sighting"),
        migrations.RunSQL(PUBLISHED, REVERSE),
        migrations.RunSQL(FROZEN, UNFROZEN),
    ]
