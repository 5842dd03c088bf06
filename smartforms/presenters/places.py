"""Where links lead that leave this room."""

from django.urls import NoReverseMatch, reverse


def home_of(patient_id) -> str:
    """The patient's own page in the portal, which is a room above this one."""
    try:
        return reverse("portal:patient", args=[patient_id])
    except NoReverseMatch:
        return "/portal/"
