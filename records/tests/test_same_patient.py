"""A paper or an activity belongs to a plan of its own patient, or to none: the database keeps it."""

import importlib

import pytest
from django.db import IntegrityError, connection, transaction

from common.tests.moment import AT
from records.contract import answerers
from records.models import ActivityAssignment, Chart, Document
from records.tests.factories import (
    ActivityAssignmentFactory,
    ChartFactory,
    DocumentFactory,
    PatientFactory,
)

BOTH = pytest.mark.parametrize(
    "factory", [DocumentFactory, ActivityAssignmentFactory], ids=lambda each: each._meta.model.__name__
)


def look_now():
    """Ask now for what the database looks at when a transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@BOTH
def test_nothing_belongs_to_the_plan_of_somebody_else(cast, factory):
    row, model = factory(patient=cast.ana_record), factory._meta.model
    promise = f"records_{model._meta.model_name}_of_the_same_patient"
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        model.objects.filter(pk=row.pk).update(chart=ChartFactory(patient=cast.kit_record))
        look_now()
    plan = ChartFactory(patient=cast.ana_record)
    model.objects.filter(pk=row.pk).update(chart=plan)
    look_now()
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        Chart.objects.filter(pk=plan.pk).update(patient=cast.kit_record)
        look_now()


def test_a_merge_moves_both(cast):
    plan, other = ChartFactory(patient=cast.ana_record), PatientFactory(clinic=cast.harbour)
    rows = [
        factory(patient=cast.ana_record, chart=plan)
        for factory in (DocumentFactory, ActivityAssignmentFactory)
    ]
    mine = next(each for each in answerers() if each.room == "records")

    def is_whole() -> bool:
        look_now()
        for row in (plan, *rows):
            row.refresh_from_db()
        return {(row.chart, row.patient) for row in rows} == {(plan, plan.patient)}

    moved = mine.move(cast.ana_record, other, by=cast.nora, at=AT)
    assert (is_whole(), plan.patient) == (True, other)
    mine.undo(moved, cast.ana_record, by=cast.nora, at=AT)
    assert (is_whole(), plan.patient) == (True, cast.ana_record)


def test_what_was_mixed_up_before_is_taken_apart(cast):
    """The migration: the rows stay, each with its own patient, and as closed as they were."""
    migration = importlib.import_module("records.migrations.0045_nothing_in_plans_of_others")
    closed, open_one = (ChartFactory(patient=cast.kit_record, confidential=kept) for kept in (True, False))
    own = ChartFactory(patient=cast.ana_record, confidential=True)
    rows = {
        (factory, plan): factory(patient=cast.ana_record, chart=plan)
        for factory in (DocumentFactory, ActivityAssignmentFactory)
        for plan in (closed, open_one, own)
    }
    with connection.cursor() as cursor:
        for table in migration.TABLES:
            cursor.execute(migration.APART.format(table=table))
    look_now()
    for (_factory, plan), row in rows.items():
        row.refresh_from_db()
        assert (row.chart, row.confidential) == {
            closed: (None, True),
            open_one: (None, False),
            own: (own, False),
        }[plan]
    assert {Document.objects.count(), ActivityAssignment.objects.count()} == {3}
