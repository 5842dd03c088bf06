"""Ids of others in every place of the product's own addresses and forms: nothing foreign is read or changed."""

import pytest
from django.db import transaction

from common.tests.moment import AT
from records.models import Patient

PEOPLE = ("ana", "ben", "finn", "petra")


@pytest.fixture(scope="module")
def knocking(django_db_setup, django_db_blocker):
    from tests.matrix.asking import Knocking
    from tests.matrix.people import World

    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr("common.clock.now", lambda: AT)
        yield Knocking(World())
        transaction.set_rollback(True)


@pytest.mark.parametrize("person", PEOPLE)
def test_nothing_foreign_is_read_or_changed(knocking, person):
    from tests.swapping.swaps import try_all

    tried, faults = try_all(knocking, [person], step=31)
    assert faults == []
    assert tried > 10


def test_without_its_filter_one_page_is_seen(knocking, monkeypatch):
    """The red control: patients of everybody."""
    from tests.swapping.swaps import try_all

    queryset = type(Patient.objects.all())
    monkeypatch.setattr(queryset, "of", lambda rows, clinic: rows.all())
    _tried, faults = try_all(knocking, ["finn"], step=9, most=12)
    assert any("read Lakeside" in fault or "read Qzoe" in fault for fault in faults)
