"""A visit's forms put right afterwards: sent late, and told about once more."""

from django.db import transaction

import audit
import outbox
from booking.actions.telling import confirmation_key
from booking.forms_along import bring
from booking.models import Appointment
from booking.rules import forms_of
from records.models import Grant
from smartforms.actions import CannotSend
from smartforms.models import Assignment


@transaction.atomic
def bring_form(appointment, *, template_id, by, at) -> Assignment | None:
    """Send a form that the visit's service brings and that is missing; sent once however often it is pressed.

    None where there is nothing to send: the visit was cancelled, its service brings no such form, or it is there.
    """
    visit = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    link = next(
        (one for one in forms_of(appointment.clinic, visit.service) if one.template_id == template_id), None
    )
    if link is None or visit.is_off:
        return None
    if visit.assignments.filter(version__template=template_id, cancelled_at=None).exists():
        return None
    try:
        return bring(visit, link, account=whose(visit, at=at), by=by, at=at)
    except CannotSend:
        return None


def whose(visit, *, at):
    """To whom a visit's form goes: whoever booked it or was told of it, else the patient; nobody in particular where
    none of them may look."""
    live = Grant.objects.live(at=at).filter(patient=visit.patient_id).select_related("account")
    holders = {grant.account_id: grant for grant in live}
    if visit.booking.account_id in holders:
        return holders[visit.booking.account_id].account
    return next((grant.account for grant in holders.values() if grant.is_self), None)


@transaction.atomic
def tell_again(appointment, *, account, by, at) -> bool:
    """Mail an account about its visit and the forms once more, at most once a minute. Only while the visit is ahead."""
    if appointment.is_off or appointment.ends_at <= at:
        return False
    patient, clinic = appointment.patient_id, appointment.clinic_id
    minute = int(at.timestamp() // 60)
    outbox.post(
        "booking.confirmed",
        clinic=clinic,
        account=account,
        patient=patient,
        about={"booking": appointment.booking_id},
        dedupe_key=f"{confirmation_key(appointment.booking_id)}:again:{account.pk}:{minute}",
        at=at,
    )
    audit.record("appointment.told_again", by=by, target=appointment, patient=patient, clinic=clinic)
    return True
