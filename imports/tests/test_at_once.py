"""The same people in two files that are let in at the very same moment: each person is added once."""

import threading

import pytest

from common.tests.at_once import at_once
from common.tests.moment import AT
from imports import actions, letting_in, working
from imports.models import Row
from imports.tests.files import checked
from records.models import Patient

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
PEOPLE = "first name,last name,dob\nAda,Vale,1990-01-01\nIda,Vale,1991-01-01\n"


def two_files_at_once(cast, monkeypatch) -> list:
    """Both workers look, and neither writes before the other has looked, if they can look at the same time."""
    for batch in [checked(cast.harbour, PEOPLE, by=cast.nora) for _file in "ab"]:
        actions.let_in(batch, adds_alike=False, tells=False, language="en", by=cast.nora, at=AT)
    looked, judged = threading.Barrier(2), letting_in.Judge.judged

    def slowly(judge, piece):
        found = judged(judge, piece)
        try:
            looked.wait(timeout=2)
        except threading.BrokenBarrierError:
            pass  # the other one waits its turn
        return found

    monkeypatch.setattr(letting_in.Judge, "judged", slowly)
    claimed = [working.claim(at=AT), working.claim(at=AT)]
    return at_once(*[lambda batch=batch: working.work(batch, now=lambda: AT) for batch in claimed])


def added() -> int:
    return Patient.objects.filter(family_name="Vale").count()


def test_each_is_added_once(cast, monkeypatch):
    assert two_files_at_once(cast, monkeypatch) == [True, True]
    assert added() == 2
    assert sorted(Row.objects.values_list("outcome", flat=True)) == ["added", "added", "known", "known"]


def test_without_a_turn_for_each_all_would_be_added_twice(cast, monkeypatch):
    """The red control."""
    monkeypatch.setattr(letting_in, "one_at_a_time", lambda what: None)
    assert two_files_at_once(cast, monkeypatch) == [True, True]
    assert added() == 4
