"""The strip that says for whom somebody acts: on every page about another person, in the portal and while booking."""

from django.utils.translation import gettext as _

from records.models.access import Relation


def in_relation(relation) -> str:
    """'your child'. Without he or she: nobody has to say."""
    words = {Relation.PARENT: _("your child"), Relation.PARTNER: _("your partner")}
    return words.get(relation, _("who is in your care"))


def booking_for(name: str, relation, colour: str = "") -> dict:
    """The strip while booking for somebody; no colour yet for a person who is new."""
    return {"name": name, "relation": in_relation(relation), "colour": colour, "booking": True}
