"""A row of every kind that points at a patient, and everything of a record as plain values."""

from datetime import timedelta

from booking.models import Appointment, WaitingEntry, WaitingOffer
from booking.tests.factories import AppointmentFactory, HoldFactory
from common.tests.moment import AT, LONG_AGO
from payments.models import Entry
from payments.tests.factories import EntryFactory
from records import models as of_records
from records.contract import answerers
from records.models.access import Basis, Level, Relation
from records.tests import factories as records
from smartforms import models as of_forms
from smartforms.tests.factories import AssignmentFactory, ResponseFactory

SOON = AT + timedelta(days=3)


def _account(patient, **fields):
    return records.AccountFactory(**fields)


def _code(patient):
    return of_records.AccessCode.objects.create(
        clinic=patient.clinic, patient=patient, relation=Relation.SELF, issued_at=LONG_AGO,
        issued_by=_account(patient), expires_at=AT - timedelta(days=1), revoked_at=LONG_AGO,
    )  # fmt: skip


def _request(patient):
    return of_records.AccessRequest.objects.create(
        patient=patient, account=_account(patient), relation=Relation.CARER, level=Level.LIMITED,
        basis=Basis.CODE, why="other_address", asked_at=AT,
    )  # fmt: skip


def _contact(patient):
    return of_records.Contact.objects.create(
        patient=patient, name="Karin", relation=Relation.PARENT, made_at=AT, made_by=_account(patient)
    )


def _invitation(patient):
    return of_records.Invitation.objects.create(
        clinic=patient.clinic, patient=patient, email=f"to{patient.pk.hex[:8]}@example.org", relation=Relation.CARER,
        level=Level.LIMITED, issued_at=AT, issued_by=_account(patient), contact=_contact(patient),
    )  # fmt: skip


def _proposal(patient):
    return of_records.ProfileProposal.objects.create(
        patient=patient, field="phone", value="555", source="A form", proposed_at=AT
    )


def _denial(patient):
    return of_records.Denial.objects.create(
        patient=patient, account=_account(patient), at=LONG_AGO, by=_account(patient)
    )


def _visit_with_note(patient):
    chart = records.ChartFactory(patient=patient)
    return AppointmentFactory(patient=patient, clinic=patient.clinic, chart=chart)


def _entry(patient):
    visit = AppointmentFactory(patient=patient, clinic=patient.clinic)
    return WaitingEntry.objects.create(
        clinic=patient.clinic, account=_account(patient), patient=patient, service=visit.service,
        location=visit.location, visit=visit, joined_at=AT, joined_by=_account(patient),
    )  # fmt: skip


def _offer(patient):
    entry = _entry(patient)
    hold = HoldFactory(clinic=patient.clinic, service=entry.service, location=entry.location)
    return WaitingOffer.objects.create(
        entry=entry, patient=patient, hold=hold, offered_at=LONG_AGO, until=LONG_AGO, closed_at=LONG_AGO,
        answer="expired",
    )  # fmt: skip


def _series(patient):
    template = AssignmentFactory(patient=patient).version.template
    return of_forms.Series.objects.create(
        clinic=patient.clinic, patient=patient, template=template, account=_account(patient), sent_at=AT,
        sent_by=_account(patient), pace="days", starts_on=AT.date(),
    )  # fmt: skip


def _form_link(patient):
    return of_forms.FormLink.objects.create(
        clinic=patient.clinic, patient=patient, email="mail@example.org", relation=Relation.SELF, bucket=1,
        issued_at=AT, issued_by=_account(patient), expires_at=SOON,
    )  # fmt: skip


def _line(patient):
    template = AssignmentFactory(patient=patient).version.template
    dispatch = of_forms.Dispatch.objects.create(
        clinic=patient.clinic, template=template, made_at=AT, made_by=_account(patient)
    )
    return of_forms.DispatchLine.objects.create(dispatch=dispatch, patient=patient, leaves_at=AT)


def _response(patient):
    return ResponseFactory(assignment=AssignmentFactory(patient=patient), sent=True)


def _sent(patient):
    return records.SentFileFactory(
        patient=patient, decided_at=AT, decided_by=_account(patient), outcome="declined",
        reason="unreadable",
    )  # fmt: skip


def _takeout(patient):
    grant = records.GrantFactory(patient=patient, full=True, relation=Relation.CARER)
    return of_records.TakeOut.objects.create(
        clinic=patient.clinic, patient=patient, account=grant.account, grant=grant, asked_at=LONG_AGO,
        asked_by=grant.account, ended_at=AT, ended_because="over",
    )  # fmt: skip


# Model → how to make one of a patient. A new kind of row adds its line here.
ROWS = {
    of_records.Grant: lambda patient: records.GrantFactory(patient=patient, full=True, relation=Relation.CARER),
    of_records.CareRelation: lambda patient: records.CareRelationFactory(
        patient=patient, practitioner__clinic=patient.clinic
    ),
    of_records.Lockdown: lambda patient: records.LockdownFactory(
        patient=patient, lifted_at=AT, lifted_by=_account(patient)
    ),
    of_records.Denial: _denial,
    of_records.AccessCode: _code,
    of_records.AccessRequest: _request,
    of_records.Contact: _contact,
    of_records.Invitation: _invitation,
    of_records.Chart: lambda patient: records.ChartFactory(patient=patient),
    of_records.Document: lambda patient: records.DocumentFactory(patient=patient, shared=True),
    of_records.ProfileProposal: _proposal,
    of_records.Upload: lambda patient: records.UploadFactory(patient=patient),
    of_records.SentFile: _sent,
    of_records.ActivityAssignment: lambda patient: records.ActivityAssignmentFactory(patient=patient),
    of_records.BrokenGlass: lambda patient: records.BrokenGlassFactory(
        patient=patient, ended_at=AT, ended_by=_account(patient)
    ),
    of_records.RedFlag: lambda patient: records.RedFlagFactory(patient=patient, ended=True),
    of_records.DetailChange: lambda patient: of_records.DetailChange.objects.create(
        patient=patient, field="phone", before="1", after="2", changed_at=AT
    ),
    of_records.TakeOut: _takeout,
    of_records.Erasure: lambda patient: of_records.Erasure.objects.create(
        patient=patient, asked_at=AT, asked_by=_account(patient), by_patient=True
    ),
    of_records.LegalHold: lambda patient: of_records.LegalHold.objects.create(
        patient=patient, reason="A claim", at=AT, by=_account(patient)
    ),
    of_forms.Assignment: lambda patient: AssignmentFactory(patient=patient),
    of_forms.Response: _response,
    of_forms.Series: _series,
    of_forms.FormLink: _form_link,
    of_forms.DispatchLine: _line,
    Appointment: _visit_with_note,
    WaitingEntry: _entry,
    WaitingOffer: _offer,
    Entry: lambda patient: EntryFactory(patient=patient),
}  # fmt: skip


def moving_models() -> list:
    """Every kind of row that goes along when records are joined."""
    return [model for room in answerers() for model in room.moves]


def everything_of(*patients, without=()) -> dict:
    """Model and id → every column, of the rows of these records."""
    return {
        (model._meta.label, row[model._meta.pk.attname]): row
        for model in moving_models()
        if model not in without
        for row in model._base_manager.filter(patient__in=patients).values()
    }
