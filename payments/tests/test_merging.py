"""A merge carries the ledger over by writing more of it; no line changes its patient."""

import pytest
from django.db import IntegrityError, transaction

from common.tests.moment import AT
from payments import actions
from payments.models import Entry, Kind
from payments.tests.factories import EntryFactory
from records.contract import answerers
from records.tests.factories import PatientFactory


@pytest.fixture
def other(cast):
    """Ana's second record, found to be hers."""
    return PatientFactory(clinic=cast.harbour)


@pytest.fixture
def merge(cast, other):
    """`merge()` gives Ana's ledger to the other record and returns how to undo it."""
    mine = next(each for each in answerers() if each.room == "payments")
    how = {"by": cast.nora, "at": AT}

    def act():
        moved = mine.move(cast.ana_record, other, **how)
        return lambda: mine.undo(moved, cast.ana_record, **how)

    return act


def standing(patient) -> list[tuple]:
    return sorted(patient.ledger.standing().values_list("kind", "amount"))


def test_what_stands_goes_on_in_the_other_record(cast, other, merge):
    before = EntryFactory(patient=cast.ana_record, confidential=True)
    EntryFactory(patient=cast.ana_record, kind=Kind.PAYMENT, amount=-4000)
    actions.reverse(EntryFactory(patient=cast.ana_record, amount=77), by=cast.nora, at=AT)
    merge()
    assert (cast.ana_record.ledger.balance(), standing(cast.ana_record)) == ({}, [])
    assert other.ledger.balance() == {"CAD": 7000}
    assert standing(other) == [("charge", 11000), ("payment", -4000)]
    carried = other.ledger.get(kind=Kind.CHARGE)
    assert (carried.carries, carried.confidential, carried.by, carried.at) == (before, True, cast.nora, AT)


def test_a_merge_is_undone_but_for_what_was_settled_since(cast, other, merge):
    EntryFactory(patient=cast.ana_record)
    EntryFactory(patient=cast.ana_record, amount=500)
    of_other = EntryFactory(patient=other, amount=1)
    undo = merge()
    actions.reverse(other.ledger.get(amount=500, kind=Kind.CHARGE), by=cast.nora, at=AT)
    undo()
    assert standing(cast.ana_record) == [("charge", 11000)]
    assert list(other.ledger.standing()) == [of_other]


def test_merging_and_undoing_twice_changes_nothing_more(cast, other, merge):
    EntryFactory(patient=cast.ana_record)
    undo = merge()
    lines = Entry.objects.count()
    merge()
    assert Entry.objects.count() == lines
    undo()
    lines = Entry.objects.count()
    undo()
    assert Entry.objects.count() == lines
    assert cast.ana_record.ledger.balance() == {"CAD": 11000}


def test_a_line_that_was_taken_back_meanwhile_is_not_carried_over(cast, other):
    line = EntryFactory(patient=cast.ana_record)
    actions.reverse(line, by=cast.nora, at=AT)
    assert actions.carry_over(line, other, by=cast.nora, at=AT) is None
    assert not other.ledger.exists()


def test_a_line_is_carried_over_exactly_and_once(cast, other):
    line = EntryFactory(patient=cast.ana_record)

    def refused(promise, **changes):
        with pytest.raises(IntegrityError, match=promise), transaction.atomic():
            EntryFactory(**{"patient": other, "carries": line} | changes)
        return True

    assert refused("taken back elsewhere"), "it still stands there"
    actions.reverse(line, by=cast.nora, at=AT)
    assert refused("taken back elsewhere", amount=1)
    assert refused("taken back elsewhere", patient=cast.ana_record)
    assert refused("taken back elsewhere", patient=cast.zoe_record)
    EntryFactory(patient=other, carries=line)
    assert refused("carries_id")
