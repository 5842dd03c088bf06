"""The treatment plans of a record, as far as an account may see them."""

from booking.models import Appointment
from records.models import Chart


def plans_of(account, patient, *, at):
    """Every plan of a patient this account may read, the newest first; of the note nothing is read."""
    return Chart.objects.visible_to(account, at=at).filter(patient=patient).as_plans()


def plan_of_visit(account, visit, *, at):
    """The plan that was written in a visit; None where there is none to read."""
    if visit.chart_id is None:
        return None
    return plans_of(account, visit.patient_id, at=at).filter(pk=visit.chart_id).first()


def next_visit(account, patient, *, practitioner=None, at):
    """The next visit this account may see, with one practitioner or with any."""
    coming = Appointment.objects.visible_to(account, at=at).filter(patient=patient).coming(at=at)
    if practitioner is not None:
        coming = coming.filter(practitioner=practitioner)
    return coming.first()
