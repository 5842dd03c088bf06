"""The note of a visit: a visit points at its chart, never the reverse, so that no cancellation takes a note with it."""

from django.db import transaction

from booking.models import Appointment
from records.actions import charts
from records.models import Chart


@transaction.atomic
def begin_note(appointment, *, by, at) -> Chart:
    """The note of this visit, by its practitioner: a new one, or the one that is there already."""
    visit = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("clinic", "patient", "practitioner")
        .get(pk=appointment.pk)
    )
    if visit.chart_id:
        return Chart.objects.get(pk=visit.chart_id)
    day = visit.starts_at.astimezone(visit.clinic.zone).date()
    chart = charts.begin(patient=visit.patient, practitioner=visit.practitioner, day=day, by=by, at=at)
    Appointment.objects.filter(pk=visit.pk).update(chart=chart)
    return chart


@transaction.atomic
def discard_note(chart, *, by) -> bool:
    """Take away a draft in which nothing was written, and from its visit; anything else stays: False."""
    Appointment.objects.filter(chart=chart).update(chart=None)
    if charts.discard(chart, by=by):
        return True
    transaction.set_rollback(True)
    return False
