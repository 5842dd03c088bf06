"""Joining two records and undoing it leaves every row of every room exactly as it was."""

import pytest
from django.db import connection

from common.tests.moment import AT, LONG_AGO
from payments.models import Entry
from records.actions.joining import merging
from records.joining.look import look_at
from records.joining.trail import ids_of, kept_of
from records.models import Merge
from records.tests.factories import PatientFactory
from tests.merging.rows import ROWS, everything_of, moving_models


def joined(kept, gone, *, by, at=AT, values=None, chosen=None) -> Merge:
    """One record into another, as somebody who saw it as it is now."""
    return merging.merge(
        kept, gone, values=values or {}, chosen=chosen, seen=look_at(kept, gone, at=AT).seen, by=by, at=at
    )


def settle() -> None:
    """Ask of the database now what it would ask at the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def two(cast):
    """Ana's record as it is, and a second one."""
    return cast.ana_record, PatientFactory(clinic=cast.harbour, created_at=LONG_AGO)


def test_every_kind_of_row_has_one_to_try():
    """A room that has a new kind of row shows here how one is made."""
    assert {model._meta.label for model in moving_models()} == {model._meta.label for model in ROWS}


def test_no_table_takes_rows_of_a_closed_record(db):
    """Red without `takes_no_rows_when_closed` in a migration of a new table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%%_open_record'")
        promised = {name for (name,) in cursor.fetchall()}
    tables = {model._meta.db_table for model in moving_models()}
    assert tables - promised == set()


@pytest.mark.parametrize("model", list(ROWS), ids=lambda model: model._meta.label)
def test_a_row_moves_and_comes_back_exactly(cast, two, model):
    kept, gone = two
    row = ROWS[model](gone)
    before = everything_of(kept, gone, without=[Entry])
    merge = joined(kept, gone, by=cast.nora)
    settle()
    if model is not Entry:
        assert model._base_manager.get(pk=row.pk).patient == kept
    assert everything_of(gone, without=[Entry]) == {}
    assert merging.undo(merge, by=cast.nora, at=AT).grants == []
    settle()
    assert everything_of(kept, gone, without=[Entry]) == before


def test_all_of_them_at_once(cast, two):
    kept, gone = two
    for make in ROWS.values():
        make(gone)
    before = everything_of(kept, gone, without=[Entry])
    owed = kept.ledger.balance(), gone.ledger.balance()
    merge = joined(kept, gone, by=cast.nora)
    settle()
    assert (kept_of(gone.pk), set(ids_of(kept.pk))) == (kept.pk, {kept.pk, gone.pk})
    assert (kept.ledger.balance(), gone.ledger.balance()) == (owed[1], {})
    merging.undo(merge, by=cast.nora, at=AT)
    settle()
    assert everything_of(kept, gone, without=[Entry]) == before
    assert (kept.ledger.balance(), gone.ledger.balance()) == owed
    assert (kept_of(gone.pk), ids_of(kept.pk)) == (None, [kept.pk])
