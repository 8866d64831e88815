"""How the rows of a test that committed are swept out again.

Django empties every table with TRUNCATE and then writes all content types and permissions anew.
Here the same locks are taken, so that whoever is still writing is waited for all the same, and
rows are deleted where there are any; content types and permissions are left as migrations made
them. The role of our servers may pass by triggers; one that may not sweeps in Django's way.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import TransactionTestCase

KEPT = {ContentType._meta.db_table, Permission._meta.db_table}


def after_the_test(djangos_way: Callable[[TransactionTestCase], None]) -> Callable[[Any], None]:
    """What stands in for TransactionTestCase._fixture_teardown."""

    def sweep(case: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            [may_pass_by_triggers] = cursor.fetchone()
        if may_pass_by_triggers:
            remove_rows()
        else:
            djangos_way(case)

    return sweep


@transaction.atomic
def remove_rows() -> None:
    quote = connection.ops.quote_name
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True)) - KEPT)
    asking = (f"SELECT '{one}' WHERE EXISTS (SELECT FROM {quote(one)})" for one in tables)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(map(quote, tables))} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(" UNION ALL ".join(asking))
        filled = [quote(table) for (table,) in cursor.fetchall()]
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in filled:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
