"""What depends on the address on file."""

from records.models import AccessCode, Invitation


def mailed_to_patient(patient, *, at) -> tuple[int, int]:
    """How many access links and invitations stand that were mailed to the patient's own address."""
    links = AccessCode.objects.live(at=at).filter(patient=patient, email__iexact=patient.email)
    invitations = Invitation.objects.standing().filter(
        patient=patient, contact=None, email__iexact=patient.email
    )
    return (links.count(), invitations.count()) if patient.email else (0, 0)


def signs_in_with(space, email: str) -> bool:
    """Whether an account of this address sees the record now: a new address on file does not end that (C69)."""
    return any(grant.is_open and grant.account.email == email.lower() for grant in space.grants)
