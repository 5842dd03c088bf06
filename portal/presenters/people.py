"""The people of an account on the portal's pages: their tabs, and the strip that says whom one is looking after."""

from django.urls import reverse
from django.utils.translation import gettext as _

from records import presenters as kin


def tab(grant, *, on, current) -> dict:
    """A person's divider in the card box."""
    return {
        "url": reverse("portal:patient", args=[grant.patient_id]),
        "name": grant.patient.given_name,
        "initials": grant.patient.initials,
        "colour": grant.colour,
        "relation": kin.on_a_tab(grant, on=on),
        "current": current,
    }


def acting_for(grant, *, own, fills_in) -> dict:
    """The strip that says whom one is looking after."""
    return {
        "name": grant.patient.given_name,
        "colour": grant.colour,
        "relation": kin.in_a_sentence(grant.relation),
        "note": "" if grant.is_full else _("Limited access"),
        "back_url": reverse("portal:patient", args=[own.patient_id]) if own else "",
        "filling_in": fills_in,
    }
