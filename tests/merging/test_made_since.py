"""What came into being after a merge and stays with the kept record when it is undone: exactly that is told."""

from datetime import timedelta

import pytest
from django.db import connection

from booking.models import Appointment, WaitingEntry, WaitingOffer
from booking.tests.factories import AppointmentFactory
from common.tests.moment import AT, LONG_AGO
from office.joining import DATED
from office.presenters.moving import KINDS
from outbox.models import Message
from records.actions import erasing
from records.actions.joining import merging
from records.joining.parting import made_since
from records.models import (
    ActivityAssignment,
    CareRelation,
    Chart,
    Contact,
    Denial,
    DetailChange,
    Document,
    Grant,
    Invitation,
    LegalHold,
    Lockdown,
    Merge,
    SentFile,
    TakeOut,
    Upload,
)
from records.tests.factories import PatientFactory
from smartforms.models import Assignment, DispatchLine, Response, Series
from tests.merging.rows import ROWS, moving_models
from tests.merging.test_every_row import joined, settle
from tray.models import Item

LATER = AT + timedelta(hours=1)
EARLY = LONG_AGO - timedelta(days=30)  # so that whatever is made afterwards is younger


# Kinds that are not told as made since: what was denied, shut, held or let in counts for both records, and the rest
# goes the way of what it belongs to.
NOT_TOLD = {
    CareRelation, Denial, DetailChange, DispatchLine, Grant, LegalHold, Lockdown, TakeOut, WaitingOffer,
}  # fmt: skip


def test_every_kind_that_moves_has_its_words():
    below = {model._meta.label_lower for model in (Item, Message)}
    assert set(KINDS) == {model._meta.label_lower for model in moving_models()} | below


def test_every_kind_that_moves_is_told_as_made_since_or_named_here():
    assert set(DATED) | NOT_TOLD == set(moving_models())
    assert set(DATED) & NOT_TOLD == set()


@pytest.fixture
def two(cast):
    return tuple(PatientFactory(clinic=cast.harbour, created_at=LONG_AGO) for _ in range(2))


def change(row, **columns):
    """For the test, also what the database refuses to have changed."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        type(row)._base_manager.filter(pk=row.pk).update(**columns)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    row.refresh_from_db()
    return row


def hanging(kept, gone_rows) -> list:
    """Under each row that moved, something new; and something new under that."""
    visit, contact, upload, chart, series, form = (
        gone_rows[model] for model in (Appointment, Contact, Upload, Chart, Series, Assignment)
    )
    note = ROWS[Chart](kept)
    Appointment.objects.filter(pk=visit.pk).update(chart=note)
    entry = change(ROWS[WaitingEntry](kept), visit=visit)
    entry_in_diary = change(ROWS[Assignment](kept), series=series, occurrence=1)
    handed_in = change(ROWS[Upload](kept), for_what=form.for_uploads)
    return [
        note,
        entry,
        change(ROWS[WaitingOffer](kept), entry=entry),
        change(ROWS[Invitation](kept), contact=contact, email="else@example.org"),
        change(ROWS[SentFile](kept), upload=upload),
        change(ROWS[Document](kept), upload=handed_in),
        change(ROWS[Document](kept), chart=chart),
        change(ROWS[ActivityAssignment](kept), chart=chart),
        change(ROWS[ActivityAssignment](kept), chart=note),
        entry_in_diary,
        change(ROWS[Response](kept), assignment=entry_in_diary),
        handed_in,
    ]


def numbers(rows) -> dict:
    found = {}
    for row in rows:
        found[type(row)] = found.get(type(row), 0) + 1
    return found


def test_what_hangs_on_something_that_goes_back_is_not_told(cast, two):
    kept, gone = two
    rows = {model: ROWS[model](gone) for model in (Appointment, Contact, Upload, Chart, Series, Assignment)}
    Appointment.objects.filter(pk=rows[Appointment].pk).update(chart=None)
    merge = joined(kept, gone, by=cast.nora, at=EARLY)
    kept.refresh_from_db()
    with_them = hanging(kept, rows)
    own = {row.pk for model in DATED for row in model._base_manager.filter(patient=kept)}
    alone = [ROWS[model](kept) for model in DATED]
    made = [
        row
        for model, name in DATED.items()
        for row in model._base_manager.filter(patient=kept, **{f"{name}__gte": merge.at})
        if row.pk not in {each.pk for each in rows.values()}
    ]
    told = dict(made_since(Merge.objects.get(pk=merge.pk), DATED))
    merging.undo(merge, by=cast.nora, at=EARLY + timedelta(hours=1))
    settle()
    for row in [*with_them, *made]:
        row.refresh_from_db()
    assert {row.patient for row in with_them} == {gone}
    assert own and {row.patient for row in alone} == {kept}
    assert told == numbers(row for row in made if row.patient == kept)


def test_nothing_made_since_is_nothing_told(cast, two):
    kept, gone = two
    for make in ROWS.values():
        make(gone), make(kept)
    merge = joined(kept, gone, by=cast.nora, at=LATER)
    assert made_since(merge, DATED) == []


def test_the_question_of_an_erasure_is_not_told(cast, two):
    kept, gone = two
    erasing.accept(erasing.ask(gone, by=cast.nora, at=AT, by_patient=False), by=cast.nora, at=AT)
    gone.refresh_from_db()
    assert made_since(joined(kept, gone, by=cast.nora), DATED) == []


def test_it_is_one_query_and_a_visit_of_one_s_own_is_told(cast, two, django_assert_num_queries):
    kept, gone = two
    merge = joined(kept, gone, by=cast.nora, at=EARLY)
    AppointmentFactory(patient=kept, clinic=kept.clinic)
    with django_assert_num_queries(1):
        assert made_since(merge, DATED) == [(Appointment, 1)]
