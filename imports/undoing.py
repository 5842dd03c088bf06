"""An import is taken back: what it made goes again, as if it had never come, unless somebody has used it since."""

from django.db import DatabaseError, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

import audit
from booking.actions.telling import confirmation_keys
from booking.models import Appointment, Move, Occupancy
from imports.models import Kind, Outcome
from outbox.models import Message
from records import contract
from records.actions.alone import alone_with
from records.models import CareRelation, Patient
from tray.models import Item, name_of


def take_back(batch, rows, *, at) -> None:
    """Some rows, in the transaction of whoever asks; each that stays says why."""
    used = {} if batch.kind == Kind.VISITS else _used([row.patient for row in rows])
    for row in rows:
        take = _take_visit if batch.kind == Kind.VISITS else _take_patient
        try:
            with transaction.atomic():
                why = used.get(row.patient) or take(batch, row)
        except (ProtectedError, RestrictedError, DatabaseError):
            why = _("It has been used since.")
        if why:
            row.faults = [["", why]]
        else:
            row.outcome, row.faults = Outcome.UNDONE, []
        row.save(update_fields=["outcome", "faults"])


def _used(patients) -> dict:
    """Which of these records somebody used since, and for what: one question for each kind of thing a record holds."""
    used = {}
    for room in contract.answerers():
        for model in room.owns:
            found = (
                model._base_manager.filter(patient__in=patients).values_list("patient", flat=True).distinct()
            )
            for pk in found:
                used.setdefault(pk, _words(model))
    for pk in Message.objects.filter(patient_id__in=patients).values_list("patient_id", flat=True):
        used.setdefault(pk, _("A mail was sent about it."))
    return used


def _words(model) -> str:
    return {
        "booking.appointment": _("It has visits."),
        "booking.waitingentry": _("It stands on the waiting list."),
        "records.grant": _("Somebody has access to it in the portal."),
        "records.invitation": _("Somebody was invited to it."),
        "records.accesscode": _("An access code was made for it."),
        "records.chart": _("It has notes."),
        "records.document": _("It has documents."),
        "records.contact": _("It has contacts."),
        "records.detailchange": _("It was corrected since."),
        "smartforms.assignment": _("It was sent forms."),
    }.get(model._meta.label_lower, _("It has been used since."))


def _take_patient(batch, row) -> str:
    alone_with(row.patient)
    patient = Patient.objects.filter(pk=row.patient, clinic=batch.clinic_id).first()
    if patient is None:
        return ""
    if patient.merged_at:
        return _("It was joined into another record.")
    audit.record(
        "patient.import_undone", by=batch.asked_by, target=patient, patient=patient, clinic=batch.clinic_id
    )
    Item.objects.filter(patient=patient.pk).delete()
    patient.delete()
    return ""


def _take_visit(batch, row) -> str:
    visit = Appointment.objects.select_related("booking").filter(pk=row.visit, clinic=batch.clinic_id).first()
    if visit is None:
        return ""
    alone_with(visit.patient_id)
    if why := _why_visit_stays(visit):
        return why
    booking = visit.booking
    audit.record(
        "appointment.import_undone", by=batch.asked_by, target=visit, patient=visit.patient_id, clinic=batch.clinic_id
    )  # fmt: skip
    Occupancy.objects.filter(appointment=visit).delete()
    Item.objects.filter(target=name_of(visit)).delete()
    others = Appointment.objects.filter(patient=visit.patient_id, practitioner=visit.practitioner_id)
    if not others.exclude(pk=visit.pk).exists():
        # That the practitioner knows the patient came of this visit alone.
        CareRelation.objects.filter(
            practitioner=visit.practitioner_id, patient=visit.patient_id, since=booking.made_at, why="visit"
        ).delete()
    visit.delete()
    booking.delete()
    return ""


def _why_visit_stays(visit) -> str:
    met = (visit.arrived_at, visit.completed_at, visit.no_show_at, visit.attendance_confirmed_at)
    if any(met):
        return _("The patient came, or said that they will.")
    if visit.is_off:
        return _("It was cancelled.")
    if visit.sequence or Move.objects.filter(appointment=visit).exists():
        return _("It was moved.")
    if visit.chart_id or visit.assignments.exists():
        return _("It has a note or forms.")
    told = Message.objects.filter(dedupe_key__in=confirmation_keys(visit))
    if visit.reminded_of or told.exists():
        return _("The patient was told of it.")
    return ""
