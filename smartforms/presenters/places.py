"""Where links lead that leave this room."""

from django.urls import NoReverseMatch, reverse


def home_of(patient_id) -> str:
    """The patient's own page in the portal, which is a room above this one."""
    try:
        return reverse("portal:patient", args=[patient_id])
    except NoReverseMatch:
        return "/portal/"


def blank_of(template) -> str:
    """A form to fill in by hand, which the office hands out; empty where there is no office."""
    try:
        return reverse("office:blank_form", args=[template.pk])
    except NoReverseMatch:
        return ""
