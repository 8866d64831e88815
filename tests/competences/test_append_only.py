"""What was written once stays: refused in Python, and by PostgreSQL to the portal's own role."""

import datetime as dt
import itertools
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.utils import DatabaseError

from competences.models import Competence, FrameworkVersion, MasteryLevel, Outcome, Target
from config.append_only import AppendOnlyModel, HistoryIsAppendOnly
from tests.factories import make_programme

pytestmark = pytest.mark.django_db

MODELS = [model for model in apps.get_models() if issubclass(model, AppendOnlyModel)]
JOINS = [field.remote_field.through for model in MODELS for field in model._meta.many_to_many]
TABLES = [model._meta.db_table for model in (*MODELS, *JOINS)]
PUBLISHED = [FrameworkVersion, MasteryLevel, Outcome, Competence, Target]
RESTRICT_VIOLATION = "23001"
NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
# What may be empty, and is not in any row that a constraint lets in.
BESIDES = {
    "placements.Signature": {"signed_in_at": NOON},
    "quality.ChecklistAnswer": {"placement_id": 1},
}


def refused(sql: str, params: Iterable[Any] = ()) -> bool:
    """Whether a trigger says no; nothing of it stays either way."""
    with connection.cursor() as cursor:
        point = transaction.savepoint()
        try:
            cursor.execute(sql, list(params))
        except DatabaseError as error:
            if getattr(error.__cause__, "pgcode", "") != RESTRICT_VIOLATION:
                raise
            return True
        finally:
            transaction.savepoint_rollback(point)
    return False


def guarded(events: str) -> set[str]:
    """Tables with a trigger of ours on these events ("ROW UPDATE", "STATEMENT TRUNCATE")."""
    level, event = events.split()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal "
            "AND proname LIKE 'trialoog%%' AND (tgtype & %s) > 0 AND ((tgtype & 1) = %s)",
            [{"DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}[event], int(level == "ROW")],
        )
        return {table for (table,) in cursor.fetchall()}


def unguarded(tables: Iterable[str]) -> set[str]:
    kinds = ["ROW UPDATE", "ROW DELETE", "STATEMENT TRUNCATE"]
    return {table for table in tables for kind in kinds if table not in guarded(kind)}


def some_row(model: type[models.Model]) -> models.Model:
    """A row of any model, with values of the right kind; what it points to need not exist before
    the transaction ends, and it never does."""
    numbers = itertools.count(1)
    values = {}
    for field in model._meta.concrete_fields:
        if field.primary_key or field.null or getattr(field, "generated", False):
            continue
        values[field.attname] = _some_value(field, next(numbers))
    values |= BESIDES.get(model._meta.label, {})
    return model._base_manager.bulk_create([model(**values)])[0]


def _some_value(field: models.Field, number: int) -> Any:
    kinds: dict[type, Any] = {
        models.ForeignKey: number,
        models.BooleanField: field.name == "confirmed",
        models.DateTimeField: NOON,
        models.DateField: dt.date(2026, 11, 20),
        models.UUIDField: uuid.UUID(int=number),
        models.JSONField: {},
        ArrayField: [],
        models.IntegerField: number,
    }
    if field.choices:
        return field.choices[0][0]
    words = "x" * min(field.max_length or 8, 8)
    return next((value for kind, value in kinds.items() if isinstance(field, kind)), words)


@pytest.fixture
def passing(db) -> Iterator[None]:
    """What is written here is gone before anybody asks whether what it points to exists."""
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


def a_field(model: type[models.Model]) -> models.Field:
    return next(field for field in model._meta.concrete_fields if not field.primary_key)


def changing(table: str, column: str) -> str:
    return f"UPDATE {table} SET {column} = {column} WHERE id = %s"  # noqa: S608 (names of ours)


def removing(table: str) -> str:
    return f"DELETE FROM {table} WHERE id = %s"  # noqa: S608 (the same)


# --- every append-only model ------------------------------------------------------------------


def test_there_are_models_to_look_at():
    assert len(MODELS) > 9
    assert "competences_assessment_evidence" in TABLES


def test_every_append_only_table_is_guarded_by_postgresql():
    assert unguarded(TABLES) == set()


def test_a_table_without_a_trigger_is_found():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE competences_forgotten (id bigint)")

    assert unguarded([*TABLES, "competences_forgotten"]) == {"competences_forgotten"}


@pytest.mark.parametrize("model", [*MODELS, *JOINS], ids=lambda model: model._meta.label)
def test_sql_cannot_empty_it(model):
    table = model._meta.db_table
    with connection.cursor() as cursor:  # it sleeps during tests that commit: see conftest
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_truncate")

    assert refused(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("model", [*MODELS, *JOINS], ids=lambda model: model._meta.label)
@pytest.mark.usefixtures("passing")
def test_sql_cannot_change_or_remove_a_row(model):
    row = some_row(model)
    table, column = model._meta.db_table, a_field(model).column

    assert refused(changing(table, column), [row.pk])
    assert refused(removing(table), [row.pk])
    assert model._base_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
@pytest.mark.usefixtures("passing")
def test_python_cannot_change_or_remove_a_row(model):
    row = some_row(model)
    field, value = a_field(model).name, getattr(row, a_field(model).attname)
    same = model._default_manager.filter(pk=row.pk)

    ways = [
        row.save,
        row.delete,
        same.delete,
        lambda: same.update(**{field: value}),
        lambda: model._default_manager.bulk_update([row], [field]),
    ]

    for way in ways:
        with pytest.raises(HistoryIsAppendOnly):
            way()


# --- what is published ------------------------------------------------------------------------


@pytest.mark.parametrize("model", PUBLISHED, ids=lambda model: model.__name__)
def test_a_published_version_never_changes(model):
    make_programme()
    row, table = model._base_manager.latest("pk"), model._meta.db_table
    column = "number" if model is FrameworkVersion else "id"

    assert refused(changing(table, column), [row.pk])
    assert refused(removing(table), [row.pk])


@pytest.mark.parametrize("model", PUBLISHED, ids=lambda model: model.__name__)
def test_nor_is_its_table_emptied(model):
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_truncate")

    assert refused(f"TRUNCATE {table} CASCADE")
