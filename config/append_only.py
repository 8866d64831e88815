"""Rows that are written once and never again: refused in Python and, by trigger, in PostgreSQL."""

from django.db import migrations, models


class HistoryIsAppendOnly(Exception):
    """Somebody tried to change or remove a row that must stay as it was written."""


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **values):
        raise HistoryIsAppendOnly(f"{self.model._meta.label} rows are never changed.")

    def delete(self):
        raise HistoryIsAppendOnly(f"{self.model._meta.label} rows are never removed.")

    def bulk_update(self, *args, **kwargs):
        raise HistoryIsAppendOnly(f"{self.model._meta.label} rows are never changed.")


class AppendOnlyModel(models.Model):
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise HistoryIsAppendOnly(f"{self._meta.label} rows are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise HistoryIsAppendOnly(f"{self._meta.label} rows are never removed.")


FUNCTION = """
CREATE OR REPLACE FUNCTION trialoog_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
"""


def append_only_trigger(table: str) -> migrations.RunSQL:
    """Migration operation: PostgreSQL itself refuses UPDATE, DELETE and TRUNCATE on `table`."""
    return migrations.RunSQL(
        sql=f"""{FUNCTION}
        CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION trialoog_append_only();
        CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION trialoog_append_only();
        """,
        reverse_sql=f"""
        DROP TRIGGER {table}_rows ON {table};
        DROP TRIGGER {table}_truncate ON {table};
        """,
    )
