"""How the portal speaks of people: tabs, the strip, 'your child'. Without he or she: nobody has to say."""

from django.urls import reverse
from django.utils.translation import gettext as _

from booking.presenters.strip import in_relation
from records.models.access import Relation
from records.policies import age


def tab(grant, *, on, current) -> dict:
    """A person's divider in the card box."""
    return {
        "url": reverse("portal:patient", args=[grant.patient_id]),
        "name": grant.patient.given_name,
        "initials": grant.patient.initials,
        "colour": grant.colour,
        "relation": relation_and_age(grant, on=on),
        "current": current,
    }


def relation_and_age(grant, *, on) -> str:
    """'You', 'Child, 9', 'In your care, 81'."""
    if grant.is_self:
        return _("You")
    words = {Relation.PARENT: _("Child"), Relation.PARTNER: _("Partner")}.get(
        grant.relation, _("In your care")
    )
    return _("%(who)s, %(age)s") % {"who": words, "age": age(grant.patient.date_of_birth, on)}


def acting_for(grant, *, own, fills_in) -> dict:
    """The strip that says whom one is looking after."""
    return {
        "name": grant.patient.given_name,
        "colour": grant.colour,
        "relation": in_relation(grant.relation),
        "note": "" if grant.is_full else _("Limited access"),
        "back_url": reverse("portal:patient", args=[own.patient_id]) if own else "",
        "filling_in": fills_in,
    }
