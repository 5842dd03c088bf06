"""The visits that patients asked for and that wait for the clinic's answer."""

from booking.models import Appointment
from booking.policies import BOOK
from clinic.models.clinic import Role
from clinic.policies import has_role


def requests_for(member, clinic):
    """What waits for this member's answer: all of it for the desk, a practitioner's own; the next visit first."""
    waiting = Appointment.objects.waiting().filter(clinic_id=clinic.pk)
    if not has_role(member, BOOK):
        if not has_role(member, {Role.PRACTITIONER}):
            return waiting.none()
        waiting = waiting.filter(practitioner__user=member.user_id)
    return waiting.order_by("starts_at", "pk")
