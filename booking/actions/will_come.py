"""A patient says beforehand that they will come, once they were reminded. Whether they came is `actions.attendance`."""

from django.db import transaction
from django.db.models import F

import audit
from booking.models import Appointment


def is_asked(visit, *, at) -> bool:
    """Whether a patient can say so now: the reminder of this very time has left, nothing was said since.

    Whoever booked later than the reminder leaves has just said it, and is not asked.
    """
    waits = visit.status == "booked" and not visit.attendance_confirmed_at
    return waits and visit.reminded_of == visit.starts_at and at < visit.starts_at


@transaction.atomic
def say_so(visit, *, by, at) -> bool:
    """Write down that the patient will come. What was said, or has changed since it was read, stays as it is: False."""
    rows = Appointment.objects.agreed().unmet().filter(pk=visit.pk, sequence=visit.sequence)
    asked = rows.filter(attendance_confirmed_at=None, reminded_of=F("starts_at"), starts_at__gt=at)
    if not asked.update(attendance_confirmed_at=at):
        return False
    who = {"by": by, "patient": visit.patient_id, "clinic": visit.clinic_id}
    audit.record("appointment.attendance_confirmed", target=visit, **who)
    return True
