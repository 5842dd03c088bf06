"""The question whether somebody will come, and its button."""

from django.utils.translation import gettext as _


def question(grant) -> str:
    """'Will you be there?', or by the name of whom one acts for."""
    return _("Will you be there?") if grant.is_self else _("Will %(name)s be there?") % _name(grant)


def label(grant) -> str:
    """What the button says."""
    return _("I’ll be there") if grant.is_self else _("%(name)s will be there") % _name(grant)


def button(found) -> dict:
    """The form that says it, of the visit as it is shown."""
    return {
        "url": found.places.attendance,
        "seen": found.visit.sequence,
        "label": label(found.grant),
        "question": question(found.grant),
    }


def _name(grant) -> dict:
    return {"name": grant.patient.given_name}
