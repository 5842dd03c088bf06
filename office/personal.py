"""What depends on the address on file."""

from records.models import AccessCode, Invitation


def mailed_to_patient(patient, *, at) -> tuple[int, int]:
    """How many access links and invitations stand that were mailed to the patient's own address."""
    links = AccessCode.objects.live(at=at).filter(patient=patient, email__iexact=patient.email)
    invitations = Invitation.objects.standing().filter(
        patient=patient, contact=None, email__iexact=patient.email
    )
    return (links.count(), invitations.count()) if patient.email else (0, 0)
