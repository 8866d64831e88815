"""What happened stays as it was written: in Python, and in PostgreSQL itself."""

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from accounts.actions import history
from accounts.models import HistoryEntry
from config.append_only import HistoryIsAppendOnly
from tests.accounts.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> HistoryEntry:
    person = make_person()
    return history.record("day_logged", person, by=person, topic="placement:12", day="2026-11-20")


def test_entry_says_who_did_what_to_which_thing(entry):
    kept = HistoryEntry.objects.get()

    assert (kept.action, kept.topic, kept.by) == ("day_logged", "placement:12", entry.by)
    assert kept.subject == f"accounts.user:{entry.by.pk}"
    assert kept.data == {"day": "2026-11-20"}


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: HistoryEntry.objects.update(action="x"),
        lambda entry: HistoryEntry.objects.filter(pk=entry.pk).delete(),
        lambda entry: HistoryEntry.objects.bulk_update([entry], ["action"]),
    ],
    ids=["save", "delete", "update", "delete many", "bulk update"],
)
def test_python_refuses_to_change_or_remove_it(entry, change):
    with pytest.raises(HistoryIsAppendOnly):
        change(entry)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE accounts_historyentry SET action = 'x'",
        "DELETE FROM accounts_historyentry",
        "ALTER TABLE accounts_historyentry ENABLE TRIGGER USER; TRUNCATE accounts_historyentry",
    ],
    ids=["update", "delete", "truncate"],
)
def test_postgresql_refuses_to_change_or_remove_it(entry, sql):
    connection.check_constraints()  # nothing may wait when a trigger is woken
    with (
        pytest.raises(IntegrityError, match="accounts_historyentry is append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)

    assert HistoryEntry.objects.get().action == "day_logged"


def test_without_the_trigger_sql_would_change_it(entry):
    """This test's transaction is rolled back, and the trigger awake again."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE accounts_historyentry DISABLE TRIGGER USER")
        cursor.execute("UPDATE accounts_historyentry SET action = 'x'")

    assert HistoryEntry.objects.get().action == "x"
