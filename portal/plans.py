"""The treatment plans of a record, as far as an account may see them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from booking.models import Appointment
from records.models import Chart
from records.reading_plans import with_changes


@dataclass(frozen=True)
class Next:
    """The next visit, as far as a plan names it."""

    pk: UUID
    patient_id: UUID
    starts_at: datetime


def plans_of(account, patient, *, at):
    """Every plan of a patient this account may read, the newest first; of the note nothing is read."""
    return Chart.objects.visible_to(account, at=at).filter(patient=patient).as_plans()


def plan_of_visit(account, visit, *, at):
    """The plan that was written in a visit; None where there is none to read."""
    if visit.chart_id is None:
        return None
    return plans_of(account, visit.patient_id, at=at).filter(pk=visit.chart_id).first()


def one_plan(account, patient, pk, *, at) -> Chart | None:
    """One plan this account may read, whether it was changed since it was signed, and its practitioner's `next_visit`
    there; None for any other. One query."""
    coming = _coming(account, patient, at=at).filter(practitioner=OuterRef("practitioner"))
    next_one = Subquery(coming.values(found=JSONObject(pk="pk", starts_at="starts_at"))[:1])
    plans = with_changes(plans_of(account, patient, at=at)).annotate(next_found=next_one)
    plan = plans.filter(pk=pk).first()
    if plan is not None:
        plan.next_visit = _next(plan.next_found, patient)
    return plan


def _next(found, patient) -> Next | None:
    return found and Next(UUID(found["pk"]), patient.pk, datetime.fromisoformat(found["starts_at"]))


def next_visit(account, patient, *, at):
    """The next visit this account may see, with whomever."""
    return _coming(account, patient, at=at).first()


def _coming(account, patient, *, at):
    return Appointment.objects.visible_to(account, at=at).filter(patient=patient).coming(at=at)
