"""Mails that were given up: somebody has to find another way to say what they said."""

from clinic.models import Clinic
from tray.actions import put

KIND = "mail.failed"


def put_failed(message, *, at) -> None:
    """A mail of a clinic did not get through and is tried no more: it waits for that clinic."""
    if Clinic.objects.filter(pk=message.clinic_id).exists():
        put(KIND, clinic=message.clinic_id, target=message, patient=message.patient_id, at=at)
