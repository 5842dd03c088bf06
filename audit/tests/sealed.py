"""Sealing at once, also while other tests keep a transaction open in another database of the same server."""

from django.db import connection

from audit import sealing
from audit.models import Seal


def sealed(monkeypatch) -> Seal | None:
    """A seal over everything that was committed here; nothing of this database is under way in these tests."""
    with monkeypatch.context() as patch:
        patch.setattr(sealing, "_finished_before", next_transaction)
        return sealing.seal()


def next_transaction() -> int:
    """In place of what is finished everywhere on the server: what is finished here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        return cursor.fetchone()[0]
