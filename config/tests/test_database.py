"""A kept connection is looked at before it is asked; one that has ended is left, and nobody sees an error."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.database.base import DatabaseWrapper


@pytest.fixture
def kept(transactional_db):
    connection.ensure_connection()
    yield connection
    connection.close()


def _asked(kept, monkeypatch) -> list:
    """Every query of ours by which a connection was tried."""
    tried = []
    usable = DatabaseWrapper.__mro__[1].is_usable
    monkeypatch.setattr(DatabaseWrapper.__mro__[1], "is_usable", lambda self: tried.append(1) or usable(self))
    return tried


def test_it_is_asked_at_first_and_then_only_looked_at(kept, monkeypatch):
    kept._asked_at = -float("inf")
    tried = _asked(kept, monkeypatch)
    assert [kept.is_usable() for _ in range(3)] == [True, True, True]
    assert len(tried) == 1
    monkeypatch.setattr("config.database.base.ASKED_EVERY", 0)
    assert kept.is_usable()
    assert len(tried) == 2


def test_after_an_error_it_is_asked(kept, monkeypatch):
    kept.is_usable()
    tried = _asked(kept, monkeypatch)
    kept.errors_occurred = True
    assert kept.is_usable()
    assert len(tried) == 1


def test_one_that_the_server_ended_is_seen_without_waiting(kept):
    assert kept.is_usable()
    with kept.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        mine = cursor.fetchone()[0]
    other = kept.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [mine])
    finally:
        other.close()
    assert not kept.is_usable()
    kept.health_check_done, kept.health_check_enabled = False, True
    with CaptureQueriesContext(kept), kept.cursor() as cursor:  # as the next request would
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
