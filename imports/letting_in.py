"""Rows become records and visits, by the same actions by which staff make them one by one."""

import uuid

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from booking.actions.by_staff import CancelledSince, Objected, Terms, book_for, tell
from booking.models import Appointment
from common.locks import one_at_a_time
from imports.checking import Judge, accepted
from imports.models import Outcome
from imports.people import OF_THE_RECORD
from records.actions.patients import register_patient
from records.models import Patient

JUDGED = ("outcome", "like", "same_as", "faults", "patient")


def let_in_patients(batch, piece, rows, *, at) -> None:
    """Some rows, in the transaction of whoever asks. Each is looked at once more: the clinic has not stood still.

    Of two files that come in at once, one waits until the other's people can be seen.
    """
    one_at_a_time(f"patients imported {batch.clinic_id}")
    for fresh, person in Judge(batch, at=at).judged(piece):
        row = rows[fresh.number]
        if fresh.outcome not in batch.lets_in:
            _stays_out(row, fresh)
            continue
        try:
            with transaction.atomic():
                row.patient = _registered(batch, person, at).pk
        except (ValidationError, DatabaseError) as fault:
            _wrong(row, "", _cannot(fault))
        else:
            row.outcome, row.like = Outcome.ADDED, fresh.like
        row.save(update_fields=JUDGED)


def _registered(batch, person, at) -> Patient:
    details = {key: value for key, value in person.values.items() if key in OF_THE_RECORD}
    return register_patient(clinic=batch.clinic, by=batch.let_in_by, at=at, made_online=False, **details)


def let_in_visits(batch, piece, rows, *, at) -> None:
    """One row. Its hour is taken under the same constraint as any other visit's."""
    for fresh, wish in Judge(batch, at=at).judged(piece):
        row = rows[fresh.number]
        row.patient = fresh.patient
        if fresh.outcome != Outcome.NEW:
            _stays_out(row, fresh)
            continue
        try:
            with transaction.atomic():
                visit = _booked(batch, row, wish, at)
        except Objected as met:
            _wrong(row, "time", " ".join(one.words for one in met.objections) or _("The time is taken."))
        except CancelledSince:
            row.outcome = Outcome.KNOWN
        except (ValidationError, DatabaseError, Appointment.DoesNotExist) as fault:
            _wrong(row, "", _cannot(fault))
        else:
            row.outcome, row.visit = Outcome.ADDED, visit.pk
        row.save(update_fields=[*JUDGED, "visit"])


def _booked(batch, row, wish, at) -> Appointment:
    patient = Patient.objects.select_related("clinic").get(pk=row.patient)
    terms = Terms(accepted=accepted(wish, at=at), reason=_("Brought along from another system."))
    mark = uuid.uuid5(
        batch.pk, f"visit {row.number}"
    )  # a row makes one visit, however often it is gone through
    visit = book_for(patient, wish, terms, mark=mark, by=batch.let_in_by, at=at)
    if batch.tells:
        tell(visit, by=batch.let_in_by, at=at)
    return visit


def _stays_out(row, fresh) -> None:
    for name in JUDGED:
        setattr(row, name, getattr(fresh, name))
    row.save(update_fields=JUDGED)


def _wrong(row, column, words) -> None:
    row.outcome, row.faults = Outcome.WRONG, [[column, words]]


def _cannot(fault) -> str:
    return " ".join(fault.messages) if isinstance(fault, ValidationError) else _("It could not be kept.")
