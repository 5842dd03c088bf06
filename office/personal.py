"""What the card of the record shows, and what depends on the address on file."""

from office.proposals import recent_proposals
from records.actions.proposals import mark_of_all
from records.models import AccessCode, Invitation


def card_of(space) -> tuple[list, str]:
    """What was written beside the record, and the mark of this look at all that can be decided; for those who keep
    the record."""
    if not space.keeps_details:
        return [], ""
    found = recent_proposals(space.patient, at=space.at)
    return found, mark_of_all(space.patient, [one for one in found if one.is_decidable])


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
