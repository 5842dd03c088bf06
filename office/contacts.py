"""The people of a patient, as the clinic keeps them."""

from records.models import Contact


def contacts_of(patient):
    """Those who are contacts today, by name."""
    return Contact.objects.filter(patient=patient, ended_at=None).order_by("name", "made_at")
