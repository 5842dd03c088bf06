"""Somebody with the keys of the database changes what was sealed: each way once, undone afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from audit import sealing
from audit.models import Event, Seal

COLUMNS = "verb, at, clinic, actor, on_behalf_of, patient, target_kind, target, ids, reason, xid"


@contextmanager
def with_the_keys() -> Iterator:
    """A cursor that passes triggers over, as a superuser may; whatever it did is undone."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        transaction.set_rollback(True)


def ways() -> dict:
    """Each way of tampering with sealed rows that the check must find: name → act with a cursor."""
    first, second = Event.objects.filter(xid__lt=_sealed()).order_by("pk").values_list("pk", flat=True)[:2]
    inner = Seal.objects.order_by("pk").first().pk
    swap = (
        "UPDATE audit_event SET (patient, target, at) = (SELECT patient, target, at FROM audit_event AS other"
        " WHERE other.id = %s + %s - audit_event.id) WHERE id IN (%s, %s)"
    )
    return {
        "one altered": ("UPDATE audit_event SET verb = 'nothing' WHERE id = %s", [first]),
        "one told of somebody else": ("UPDATE audit_event SET actor = gen_random_uuid() WHERE id = %s", [first]),
        "one removed": ("DELETE FROM audit_event WHERE id = %s", [first]),
        "one put in among them": (
            f"INSERT INTO audit_event ({COLUMNS}) SELECT {COLUMNS.replace('verb', 'verb || chr(39)')}"
            " FROM audit_event WHERE id = %s",
            [first],
        ),
        "two swapped": (swap, [first, second, first, second]),
        "a seal altered": ("UPDATE audit_seal SET digest = '\\x00' WHERE id = %s", [inner]),
        "a seal removed": ("DELETE FROM audit_seal WHERE id = %s", [inner]),
    }  # fmt: skip


def _sealed() -> int:
    return Seal.objects.latest("pk").until_xid


def not_found() -> list[str]:
    """The ways that the check does not see."""
    missed = []
    for name, (sql, values) in ways().items():
        with with_the_keys() as cursor:
            cursor.execute(sql, values)
            assert cursor.rowcount > 0, name
            if sealing.check().is_whole:
                missed.append(name)
    return missed


def refused() -> list[str]:
    """What the application's own role may do to events and seals: nothing of these, or its name is in the list."""
    allowed = []
    for table in ("audit_event", "audit_seal"):
        for sql in (f"UPDATE {table} SET at = at", f"DELETE FROM {table}", f"TRUNCATE {table}"):
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(sql)
                    transaction.set_rollback(True)
                allowed.append(sql)
            except Exception as error:
                if "never changed or removed" not in str(error):
                    raise
    return allowed


def finds_the_cut_tail() -> tuple[bool, bool]:
    """Whether a tail cut off with its seals is found: by the check alone, and with a mark that was noted before."""
    last = Seal.objects.latest("pk")
    mark = sealing.mark_of(last)
    with with_the_keys() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE xid >= %s", [last.from_xid])
        cursor.execute("DELETE FROM audit_seal WHERE id = %s", [last.pk])
        return not sealing.check().is_whole, not sealing.remembers(mark)
