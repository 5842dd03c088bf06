"""The question whether somebody will come, and its button."""

from django.urls import reverse
from django.utils.translation import gettext as _


def question(grant) -> str:
    """'Will you be there?', or by the name of whom one acts for."""
    return _("Will you be there?") if grant.is_self else _("Will %(name)s be there?") % _name(grant)


def label(grant) -> str:
    """What the button says."""
    return _("I’ll be there") if grant.is_self else _("%(name)s will be there") % _name(grant)


def button(visit, grant) -> dict:
    """The form that says it, of the visit as it is shown."""
    return {"url": url(visit), "seen": visit.sequence, "label": label(grant), "question": question(grant)}


def url(visit) -> str:
    """The page that asks."""
    return reverse("portal:attendance", args=[visit.patient_id, visit.pk])


def _name(grant) -> dict:
    return {"name": grant.patient.given_name}
