"""Locks for rules that count rows: nobody else may count until this transaction has ended."""

from django.db import connection


def one_at_a_time(what: str) -> None:
    """Wait until nobody else is at the same thing, then keep it to ourselves until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])
