"""How many visits one patient may have to come (product §4): asked when the person is chosen, and on confirming."""

from django.db import transaction

from booking import actions
from booking.models import Appointment, Hold
from booking.rules import rules_of
from records.actions.alone import alone_with
from records.models import Patient


class TooManyAhead(Exception):
    """The patient has as many visits to come as the clinic's rules allow."""


def has_enough_ahead(clinic, patient_id, *, at) -> bool:
    """Whether this patient has as many visits to come as patients may book online; without a limit never. One query.

    Confidential ones do not count: the refusal would tell whoever books for somebody else that there is one.
    """
    most = rules_of(clinic).most_ahead
    if most is None:
        return False
    ahead = Appointment.objects.coming(at=at).filter(
        clinic_id=clinic.pk, patient_id=patient_id, confidential=False
    )
    return ahead.count() >= most


@transaction.atomic
def confirm(held, *, seen, by, at) -> Appointment:
    """Turn a held time into a visit (`booking.actions.confirm`), unless the patient has enough of them to come.

    Raises TooManyAhead, and whatever confirming raises; then nothing was written.
    """
    if rules_of(held.clinic).most_ahead is not None:
        _count_or_refuse(held, by=by, at=at)
    return actions.confirm(held, seen=seen, by=by, at=at)


def _count_or_refuse(held, *, by, at) -> None:
    # A rule that counts rows needs a lock, or two tabs at once would each book the last one.
    held = Hold.objects.select_for_update(of=("self",)).select_related("clinic").get(pk=held.pk)
    patient = held.answers.get("patient")
    if patient and not held.appointment_id:
        if not Patient.objects.visible_to(by, at=at).of(held.clinic).filter(pk=patient).exists():
            raise Patient.DoesNotExist
        alone_with(patient)
        if has_enough_ahead(held.clinic, patient, at=at):
            raise TooManyAhead
