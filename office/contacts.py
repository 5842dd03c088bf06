"""The people of a patient, as the clinic keeps them, and who was invited."""

from records.models import Contact, Invitation


def contacts_of(patient):
    """Those who are contacts today, by name."""
    return Contact.objects.filter(patient=patient, ended_at=None).order_by("name", "made_at")


def contact_of(patient, pk) -> Contact | None:
    """One contact of this patient, also one who ended."""
    found = Contact.objects.filter(patient=patient, pk=pk).first()
    if found is not None:
        found.patient = patient
    return found


def invitations_of(patient):
    """What stands: neither accepted nor taken back, the latest first."""
    standing = Invitation.objects.standing().filter(patient=patient)
    return standing.select_related("issued_by").order_by("-issued_at")


def invitation_of(patient, pk) -> Invitation | None:
    """One invitation to this patient's record, whatever became of it."""
    return Invitation.objects.filter(patient=patient, pk=pk).first()
