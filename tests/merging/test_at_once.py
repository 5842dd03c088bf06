"""Two merges at once, and a visit booked on a record in the moment it is joined: nothing is lost in the shell."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from booking.models import Appointment
from booking.tests.factories import AppointmentFactory
from common.tests.moment import AT, LONG_AGO
from records.actions.joining import merging
from records.joining.closed import is_refusal
from records.joining.look import look_at
from records.models import Merge, Patient
from records.tests.factories import PatientFactory
from tests.story import visit

ROUNDS = 6

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def together(*acts) -> list:
    """All at once; what each answered, or with which error it ended."""
    barrier = threading.Barrier(len(acts))

    def do(act):
        barrier.wait(timeout=60)
        try:
            return act()
        except (merging.ChangedMeanwhile, IntegrityError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as hands:
        return list(hands.map(do, acts))


def two(cast):
    return tuple(PatientFactory(clinic=cast.harbour, created_at=LONG_AGO) for _ in range(2))


def merge(cast, kept, gone):
    return merging.merge(
        kept, gone, values={}, chosen=None, seen=look_at(kept, gone, at=AT).seen, by=cast.nora, at=AT
    )


def booked_while_joined(cast, number, seconds=0.5) -> tuple:
    """Somebody books for a record: the visit is written before the merge, and committed after it looked."""
    kept, gone = two(cast)
    written, joined = threading.Event(), threading.Event()

    def book():
        with transaction.atomic():
            when = AT + timedelta(days=1, hours=number)
            made = visit(cast.at_harbour, cast.petra, Patient.objects.get(pk=gone.pk), when)
            written.set()
            # The merge has its chance now; under its lock it waits until this transaction is over.
            joined.wait(timeout=seconds)
        return made

    def join():
        seen = look_at(kept, gone, at=AT).seen
        written.wait(timeout=30)
        try:
            return merging.merge(kept, gone, values={}, chosen=None, seen=seen, by=cast.nora, at=AT)
        finally:
            joined.set()

    return kept, gone, together(book, join)


def lost(gone) -> int:
    """Visits that stand in a shell, where nobody finds them."""
    return Appointment.objects.filter(patient=gone, patient__merged_at__isnull=False).count()


def test_a_visit_written_while_records_are_joined_is_not_lost(cast):
    for number in range(ROUNDS):
        kept, gone, (made, merged) = booked_while_joined(cast, number)
        assert lost(gone) == 0
        # It was not on the preview: the merge is shown again.
        assert (type(made), type(merged)) == (Appointment, merging.ChangedMeanwhile)
        merge(cast, kept, gone)
        assert Appointment.objects.get(pk=made.pk).patient == kept


def test_without_the_lock_and_the_promise_it_is_lost(cast, monkeypatch):
    """The red control: the guards off, the visit stays behind in the closed record."""
    with connection.cursor() as cursor:
        for table in ("booking_appointment", "records_carerelation"):
            cursor.execute(f"DROP TRIGGER {table}_open_record ON {table}")
    monkeypatch.setattr(merging, "_alone_with_both", lambda *ids: Patient.objects.in_bulk(ids))
    try:
        # Nothing holds the merge up: however slow the machine is, it ends before the booking does.
        assert lost(booked_while_joined(cast, 0, seconds=30)[1]) == 1
    finally:
        with connection.cursor() as cursor:
            for table in ("booking_appointment", "records_carerelation"):
                cursor.execute(
                    f"CREATE TRIGGER {table}_open_record BEFORE INSERT OR UPDATE OF patient_id ON {table} "
                    "FOR EACH ROW EXECUTE FUNCTION records_open_record()"
                )


def test_a_visit_that_comes_a_moment_later_is_refused(cast):
    kept, gone = two(cast)
    merge(cast, kept, gone)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        AppointmentFactory(patient=gone, clinic=cast.harbour)
    assert is_refusal(refused.value)


def test_a_visit_booked_while_the_merge_holds_both_waits_and_is_refused(cast, monkeypatch):
    kept, gone = two(cast)
    held, seen = threading.Event(), look_at(kept, gone, at=AT).seen

    def slowly(*_args, **_kwargs):
        held.set()
        threading.Event().wait(0.5)

    monkeypatch.setattr(merging, "_tell_holders", slowly)
    how = {"values": {}, "chosen": None, "seen": seen, "by": cast.nora, "at": AT}

    def book():
        held.wait(timeout=30)
        return AppointmentFactory(patient=gone, clinic=cast.harbour)

    merged, refused = together(lambda: merging.merge(kept, gone, **how), book)
    assert (type(merged), is_refusal(refused)) == (Merge, True)


def either_way(cast) -> tuple:
    """Two of the team join the same two records, each into the other."""
    one, other = two(cast)
    seen, there = look_at(one, other, at=AT).seen, look_at(other, one, at=AT).seen
    how = {"values": {}, "chosen": None, "by": cast.nora, "at": AT}
    answers = together(
        lambda: merging.merge(one, other, seen=seen, **how),
        lambda: merging.merge(other, one, seen=there, **how),
    )
    return answers, Merge.objects.filter(patient__in=[one, other]).count()


def test_two_of_the_team_join_the_same_two(cast):
    for _round in range(ROUNDS):
        answers, merges = either_way(cast)
        assert sorted(type(answer).__name__ for answer in answers) == ["ChangedMeanwhile", "Merge"]
        assert merges == 1


def test_the_same_merge_pressed_twice_is_one(cast):
    one, other = two(cast)
    seen = look_at(one, other, at=AT).seen
    how = {"values": {}, "chosen": None, "seen": seen, "by": cast.nora, "at": AT}
    first, second = together(*[lambda: merging.merge(one, other, **how)] * 2)
    assert first == second
    undone = together(*[lambda: merging.undo(first, by=cast.nora, at=AT)] * 2)
    assert sorted(answer is None for answer in undone) == [False, True]
