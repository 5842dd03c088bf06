"""A row of every table that the take-out decides about, for one patient; of what can be confidential, one that is."""

from booking.models import Appointment, Booking, ManageLink, Move, Occupancy
from booking.tests.factories import AppointmentFactory
from common.tests.moment import AT, LONG_AGO
from records import models as of_records
from records.tests import factories as records
from records.tests.picture_factory import ActivityPictureFactory
from smartforms import models as of_forms
from smartforms.tests.factories import AssignmentFactory, ResponseFactory
from tests.merging.rows import ROWS as OF_PATIENTS
from tests.takeout.canaries import past_every_trigger


def _team(patient):
    return records.AccountFactory()


def _revision(patient):
    chart = records.ChartFactory(patient=patient, signed=True)
    return records.revised(chart, by=chart.locked_by, reason="Dose", plan={"summary": "Rest more."})


def _ended_sharing(patient):
    by = _team(patient)
    return of_records.EndedSharing.objects.create(
        document=records.DocumentFactory(patient=patient), shared_at=LONG_AGO, shared_by=by, ended_at=AT, ended_by=by
    )  # fmt: skip


def _pictured(patient):
    picture = ActivityPictureFactory(clinic=patient.clinic)
    return records.ActivityAssignmentFactory(patient=patient, picture=picture)


def _done(patient):
    given = records.ActivityAssignmentFactory(patient=patient)
    records.done_on(given, AT.date(), by=_team(patient))
    return given.done.get()


def _merge(patient):
    gone = records.PatientFactory(clinic=patient.clinic, merged_at=LONG_AGO)
    return of_records.Merge.objects.create(
        clinic=patient.clinic, patient=patient, gone=gone, at=LONG_AGO, by=_team(patient)
    )


def _apart(patient):
    other = records.PatientFactory(
        clinic=patient.clinic, id="f" * 20 + patient.pk.hex[:12]
    )  # the pair is in order
    return of_records.Apart.objects.create(
        clinic=patient.clinic, patient=patient, other=other, at=AT, by=_team(patient)
    )


def _correction(patient):
    response = ResponseFactory(assignment=AssignmentFactory(patient=patient), sent=True)
    return of_forms.Addendum.objects.create(
        response=response, words="Left knee.", at=AT, by=response.submitted_by, from_clinic=False
    )


def _visit(patient):
    return OF_PATIENTS[Appointment](patient)


def _move(patient):
    visit = _visit(patient)
    return Move.objects.create(
        appointment=visit, starts_at=LONG_AGO, ends_at=AT, practitioner=visit.practitioner, location=visit.location,
        moved_at=AT,
    )  # fmt: skip


def _link(patient):
    return ManageLink.objects.create(booking=_visit(patient).booking, relation="self", made_at=AT)


def _code(patient):
    """One that is on paper."""
    code = OF_PATIENTS[of_records.AccessCode](patient)
    code.bucket, code.words_hash = 1, "hash"
    code.save()
    return code


def _emergency(patient):
    """One that the owner has looked at."""
    return records.BrokenGlassFactory(
        patient=patient, ended_at=AT, ended_by=_team(patient), reviewed_at=AT, reviewed_by=_team(patient),
        was_fine=True, review="All right.",
    )  # fmt: skip


def _called_off(patient):
    """A visit that was booked against a rule and called off, beside one that stands."""
    OF_PATIENTS[Appointment](patient)
    return AppointmentFactory(
        patient=patient, clinic=patient.clinic, overridden=["hours"], overridden_because="Pain", cancelled_at=AT,
        cancelled_by=_team(patient), cancelled_because="Ill",
    )  # fmt: skip


# What has no key to a patient of its own, or stays with the record it is about.
ROWS = OF_PATIENTS | {
    of_records.Patient: lambda patient: patient,
    of_records.AccessCode: _code,
    of_records.BrokenGlass: _emergency,
    of_records.ActivityAssignment: _pictured,
    of_records.PatientDetails: lambda patient: of_records.PatientDetails.objects.create(patient=patient),
    Appointment: _called_off,
    of_records.ChartRevision: _revision,
    of_records.EndedSharing: _ended_sharing,
    of_records.ActivityDone: _done,
    of_records.Merge: _merge,
    of_records.Apart: _apart,
    of_records.PatientDetails: lambda patient: of_records.PatientDetails.objects.create(patient=patient),
    of_forms.Addendum: _correction,
    Booking: lambda patient: _visit(patient).booking,
    Move: _move,
    ManageLink: _link,
    Occupancy: lambda patient: _visit(patient).occupancies.get(),
}


def a_row_of_everything(patient) -> None:
    """One of each kind."""
    for make in ROWS.values():
        make(patient)


def what_is_kept_to_oneself(patient) -> None:
    """Of every kind that can be confidential, another one that is."""
    for model, make in ROWS.items():
        if any(one.name == "confidential" for one in model._meta.concrete_fields):
            row = make(patient)
            with past_every_trigger():
                model._base_manager.filter(pk=row.pk).update(confidential=True)
