"""The strip that says for whom somebody acts: on every page about another person, in the portal and while booking."""

from records.presenters import in_a_sentence


def booking_for(name: str, relation, colour: str = "") -> dict:
    """The strip while booking for somebody; no colour yet for a person who is new."""
    return {"name": name, "relation": in_a_sentence(relation), "colour": colour, "booking": True}
